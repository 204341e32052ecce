import json

import pytest
from django.core.management import CommandError, call_command

from households.models import Area, Household
from tests.households import sheets
from tests.households.sheets import household, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path, areas, settings, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(rows, *options):
        path = sheets.write(tmp_path / "底册.xlsx", rows)
        try:
            call_command("import_register", str(path), *options)
        except CommandError as refusal:
            return str(refusal), json.loads(capsys.readouterr().out)
        return "", json.loads(capsys.readouterr().out)

    return run


def test_without_apply_the_file_is_only_checked(register):
    reason, told = register(household(1))

    assert (reason, told["state"], told["read"], told["accepted"]) == ("", "staged", 2, 2)
    assert not Household.objects.exists()


def test_with_apply_the_register_is_written(register):
    reason, told = register(household(1), "--apply", "--income-year", "2014")

    assert (reason, told["state"], told["complaints"]) == ("", "applied", [])
    assert Household.objects.get().incomes.get().year == 2014


def test_wrong_rows_end_with_a_reason_and_the_complaints(register):
    reason, told = register([person(1, 危房户="也许")], "--apply")

    assert "没有写入任何数据" in reason
    assert told["complaints"] == [
        {
            "sheet": "底册",
            "row": 2,
            "column": "危房户",
            "value": "也许",
            "reason": "应填“是”或“否”",
            "level": "block",
        }
    ]


def test_a_user_who_may_not_import_is_refused(register, leader):
    reason, told = register(household(1), "--by", leader.username)
    assert told == {"refused": reason} == {"refused": "账号 leader 不存在或无权导入底册。"}


def test_a_file_that_is_not_there_is_refused(areas, tmp_path):
    with pytest.raises(CommandError, match="文件读不了"):
        call_command("import_register", str(tmp_path / "none.xlsx"))


def test_load_areas_tells_how_many_places(db, capsys):
    call_command("load_areas", "510304")
    assert json.loads(capsys.readouterr().out) == {"areas": Area.objects.count()}


def test_load_areas_refuses_a_county_it_does_not_have(db):
    with pytest.raises(CommandError, match="读不了"):
        call_command("load_areas", "110101")


def test_with_partial_the_wrong_household_stays_out(register):
    rows = [person(1, 危房户="也许"), *household(2)]
    assert "没有写入任何数据" in register(rows, "--apply")[0]

    reason, told = register(rows, "--apply", "--partial")

    assert (reason, told["state"], told["rejected"]) == ("", "applied", 1)
    assert Household.objects.get().household_no == "5103041050000002"
