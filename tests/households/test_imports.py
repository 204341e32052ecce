import pytest
from django.core.files.base import ContentFile

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Job
from accounts.sealing import CannotOpen, open_file
from households import tasks
from households.models import (
    HeaderMapping,
    Household,
    HouseholdYear,
    Member,
    RegisterBatch,
)
from households.reading.guard import MAX_BYTES
from households.services.imports import (
    answer_batch,
    apply_batch,
    check_batch,
    map_headers,
    open_upload,
    receive_upload,
)
from tests.households import sheets
from tests.households.conftest import TODAY, everything
from tests.households.sheets import household
from tests.make import NOW

pytestmark = pytest.mark.django_db
State = RegisterBatch.State
FIRST, SECOND = "5103041050000001", "5103041050000002"


@pytest.fixture
def receive(areas, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(rows, by=None, header=None, **options):
        path = sheets.write(tmp_path / "底册.xlsx", rows, header=header)
        file = ContentFile(path.read_bytes())
        return receive_upload(file=file, name=path.name, kind="register", by=by, **options)

    return run


# ---- receiving


def test_an_upload_is_kept_sealed_and_nothing_of_it_is_looked_at(receive):
    batch = receive([{"品名": "化肥"}], header=["品名"])

    assert (batch.state, batch.area_code, batch.counts) == (State.RECEIVED, "510304", {})
    with batch.file.open("rb") as file:
        stored = file.read()
    assert b"PK\x03\x04" not in stored
    assert open_upload(batch).startswith(b"PK\x03\x04")
    with pytest.raises(CannotOpen):
        open_file(stored, place="households_registerbatch.checked")


@pytest.mark.parametrize(("size", "reason"), [(0, "文件是空的"), (MAX_BYTES + 1, "文件超过")])
def test_an_empty_or_enormous_file_is_not_received(areas, size, reason):
    file = ContentFile(b"0" * size)
    with pytest.raises(RuleBroken, match=reason):
        receive_upload(file=file, name="底册.xlsx", kind="register", by=None)
    assert not RegisterBatch.objects.exists()


def test_a_file_nobody_can_read_is_kept_as_refused_with_the_reason(areas, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    file = ContentFile(b"<html><table></table></html>")
    batch = receive_upload(file=file, name="底册.xls", kind="register", by=None)
    check_batch(batch=batch, on=TODAY)

    assert batch.state == State.REFUSED
    assert batch.complaints.get().reason == batch.counts["refused"]


# ---- checking


def test_the_checked_rows_are_stored_sealed(stage):
    batch = stage(household(1))

    with batch.checked.open("rb") as file:
        assert FIRST.encode() not in file.read()


def test_a_check_that_is_done_is_not_done_again(stage):
    batch = stage(household(1))
    before = list(AuditEvent.objects.values_list())

    check_batch(batch=batch, on=TODAY)

    assert list(AuditEvent.objects.values_list()) == before


def test_a_check_that_died_before_its_end_begins_anew(receive):
    batch = receive(household(1))
    other = RegisterBatch.objects.get(pk=batch.pk)
    check_batch(batch=batch, on=TODAY)

    check_batch(batch=other, on=TODAY)

    assert (other.state, other.counts["new"]) == (State.STAGED, 1)
    assert other.changes.count() == 1


def test_check_and_apply_run_as_jobs(receive, verifier, django_capture_on_commit_callbacks):
    batch = receive(household(1), verifier)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.ask_for_check(batch=batch, by=verifier)
    assert tasks.check_job(batch).state == Job.State.DONE
    batch.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.ask_for_apply(batch=batch, by=verifier)

    batch.refresh_from_db()
    assert (tasks.apply_job(batch).state, batch.state) == (Job.State.DONE, State.APPLIED)
    assert Household.objects.count() == 1


# ---- applying


def test_every_new_row_names_the_upload_it_came_from(load):
    batch = load(household(1))

    row = Household.objects.get()
    rows = [row, *row.members.all(), row.incomes.get(), row.helpers.get()]
    assert {one.source_id for one in rows} == {batch.pk}


def test_the_year_s_record_begins_with_the_household_and_follows_it(load):
    load(household(1))
    load(household(1, 四个一批="低保政策兜底"))

    year = HouseholdYear.objects.get()
    assert (year.year, year.measure, year.status) == (2016, "allowance", "poor")


def test_a_file_with_rejected_rows_is_applied_only_knowingly(stage):
    batch = stage(household(1))
    RegisterBatch.objects.update(counts=batch.counts | {"rejected": 2})
    with pytest.raises(RuleBroken, match="有2行不能导入"):
        apply_batch(batch=batch, by=None, at=NOW, on=TODAY)
    batch.refresh_from_db()
    assert (batch.state, Household.objects.count()) == (State.STAGED, 0)

    apply_batch(batch=batch, by=None, at=NOW, on=TODAY, partial=True)

    assert (batch.state, Household.objects.count()) == (State.APPLIED, 1)


def test_what_was_applied_meanwhile_leaves_the_other_file_unchanged(stage):
    batches = [stage(household(1)), stage(household(1))]
    for batch in batches:
        apply_batch(batch=batch, by=None, at=NOW, on=TODAY)

    assert [batch.state for batch in batches] == [State.APPLIED, State.UNCHANGED]
    assert [batch.counts["new"] for batch in batches] == [1, 0]
    assert not batches[1].changes.exists()


def test_an_unchanged_file_is_compared_again_when_the_register_moved_on(load, stage):
    load(household(1))
    batch = stage(household(1))
    Household.objects.update(group_name="9组")

    apply_batch(batch=batch, by=None, at=NOW, on=TODAY)

    assert (batch.state, Household.objects.get().group_name) == (State.APPLIED, "3组")


# ---- answers and headers


def test_headers_are_mapped_once_and_remembered_for_the_county(receive, verifier):
    header = ["户代码" if name == "户编号" else name for name in sheets.HEADER]
    rows = [row | {"户代码": row["户编号"]} for row in household(1)]
    batch = check_batch(batch=receive(rows, verifier, header=header), on=TODAY)
    assert (batch.state, batch.counts["missing"]) == (State.MAPPING, ["户编号"])

    map_headers(batch=batch, by=verifier, mapping={"户代码": "household_no"})

    assert (batch.state, batch.options["turn"]) == (State.RECEIVED, 1)
    assert check_batch(batch=batch, on=TODAY).state == State.STAGED
    again = receive(rows, verifier, header=header)
    assert check_batch(batch=again, on=TODAY).state == State.STAGED
    assert HeaderMapping.objects.get().area_code == "510304"


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ({"甲": "nothing"}, "没有这一列"),
        ({"甲": "name", "乙": "name"}, "不能对应两个列名"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(stage, mapping, reason):
    with pytest.raises(RuleBroken, match=reason):
        map_headers(batch=stage(household(1)), by=None, mapping=mapping)


def test_answers_are_kept_and_the_file_is_checked_again(stage):
    batch = stage(household(1))
    question = {
        "key": "unit",
        "text": "？",
        "choices": [["yuan", "元"]],
        "count": 1,
        "examples": [],
    }
    RegisterBatch.objects.update(state=State.ASKING, counts={"questions": [question]})
    batch.refresh_from_db()

    answer_batch(batch=batch, by=None, answers={"unit": "yuan"}, income_year=2014)

    assert (batch.state, batch.options["answers"]) == (State.RECEIVED, {"unit": "yuan"})
    check_batch(batch=batch, on=TODAY)
    assert (batch.state, batch.options["income_year"]) == (State.STAGED, 2014)


@pytest.mark.parametrize("answers", [{"unit": "mu"}, {"other": "yuan"}])
def test_answers_to_what_was_not_asked_are_refused(stage, answers):
    batch = stage(household(1))
    question = {"key": "unit", "choices": [["yuan", "元"]]}
    RegisterBatch.objects.update(state=State.ASKING, counts={"questions": [question]})
    batch.refresh_from_db()

    with pytest.raises(RuleBroken, match="不在这份文件中"):
        answer_batch(batch=batch, by=None, answers=answers)


def test_a_chosen_sheet_stays_until_it_is_to_be_found_again(stage):
    batch = stage(household(1))
    for sheet, kept in (("底册", "底册"), (None, "底册"), ("", "")):
        answer_batch(batch=batch, by=None, answers={}, sheet=sheet)
        check_batch(batch=batch, on=TODAY)
        assert (batch.state, batch.options["sheet"]) == (State.STAGED, kept)


def test_an_applied_file_takes_no_more_answers(load):
    with pytest.raises(RuleBroken, match="不能重新核对"):
        answer_batch(batch=load(household(1)), by=None, answers={})


def test_nothing_of_a_check_is_in_the_register(stage):
    stage(household(1))
    assert not any(everything())
    assert not Member.objects.exists()
