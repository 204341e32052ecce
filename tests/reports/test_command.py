import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import Bulletin
from reports.services import assemble_bulletin
from tests.reports.documents import issued
from tests.reports.month import COUNTY, DAY, JULY, fill_month

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command("assemble_bulletin", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_writes_every_file_and_says_which(tmp_path):
    fill_month()
    told = run(COUNTY, "2016-07", "--out", str(tmp_path), "--on", "2016-07-28")
    assert (told["state"], told["number"], len(told["files"])) == ("draft", "", 11)
    for file in told["files"]:
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_the_command_gives_an_issued_month_as_it_was_issued(office, tmp_path):
    fill_month()
    draft = assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY)
    issued(draft, by=office)
    told = run(COUNTY, "2016-07", "--out", str(tmp_path))
    assert (told["number"], told["facts_sha256"]) == ("目督通〔2016〕1号", draft.facts_sha)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["510304", "2015-01"], "2015年1月没有督查期次"),
        (["510304", "2016-7"], "月份应写作2016-07的样子"),
        (["999999", "2016-07"], "没有督查期次"),
    ],
)
def test_the_command_refuses_with_the_reason(arguments, reason, tmp_path):
    fill_month()
    with pytest.raises(CommandError, match=reason):
        run(*arguments, "--out", str(tmp_path))
    assert (Bulletin.objects.count(), list(tmp_path.iterdir())) == (0, [])
