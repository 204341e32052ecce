import hashlib
from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice
from inspections.models import Problem
from projects.models import AnnualTarget
from reports.facts_json import fingerprint, from_json
from reports.ledgers import LEDGERS
from reports.models import Bulletin
from reports.services import ask_for_bulletin, assemble_bulletin, issue_bulletin
from tests.make import make_problem
from tests.reports.month import COUNTY, DAY, JULY, fill_month, make_month

pytestmark = pytest.mark.django_db
SIGNED = date(2016, 8, 3)


def assembled(**fields) -> Bulletin:
    return assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY, **fields)


def content(bulletin, kind) -> bytes:
    with bulletin.files.get(kind=kind).file.open("rb") as file:
        return file.read()


def test_assembling_keeps_the_facts_and_every_file():
    fill_month()
    bulletin = assembled()
    kinds = [file.kind for file in bulletin.files.all()]
    assert kinds == ["docx", "pdf", *(ledger.slug for ledger in LEDGERS)]
    assert bulletin.facts_sha == fingerprint(from_json(bulletin.facts))


def test_every_file_has_its_own_digest():
    fill_month()
    bulletin = assembled()
    for file in bulletin.files.all():
        assert hashlib.sha256(content(bulletin, file.kind)).hexdigest() == file.sha256


def test_the_same_facts_make_the_same_files():
    fill_month()
    digests = [dict(assembled().files.values_list("kind", "sha256")) for _ in range(2)]
    assert digests[0] == digests[1]


def test_a_new_draft_takes_the_place_of_the_old(django_capture_on_commit_callbacks):
    fill_month()
    old = [file.file for file in assembled().files.all()]
    with django_capture_on_commit_callbacks(execute=True):
        assembled()
    assert Bulletin.objects.count() == 1
    assert [file.storage.exists(file.name) for file in old] == [False] * len(old)


def test_a_month_without_a_round_is_refused():
    with pytest.raises(RuleBroken, match="没有督查期次"):
        assembled()


def test_missing_fonts_are_refused_with_the_way_out(settings, tmp_path):
    fill_month()
    settings.FONT_DIR = tmp_path
    with pytest.raises(RuleBroken, match="make fonts"):
        assembled()
    assert Bulletin.objects.count() == 0


def test_issuing_numbers_seals_and_tells(office):
    fill_month()
    issued = issue_bulletin(bulletin=assembled(), by=office, on=SIGNED)
    assert (issued.state, issued.number) == ("issued", "目督通〔2016〕1号")
    assert content(issued, "pdf")[:5] == b"%PDF-"
    assert Notice.objects.filter(recipient=office, text__contains="目督通〔2016〕1号").count() == 1
    assert AuditEvent.objects.filter(action="issue_bulletin", actor=office).count() == 1


def test_an_issued_bulletin_is_neither_assembled_nor_issued_again(office):
    fill_month()
    issued = issue_bulletin(bulletin=assembled(), by=office, on=SIGNED)
    for act in (assembled, lambda: ask_for_bulletin(county=COUNTY, period=JULY, by=office)):
        with pytest.raises(RuleBroken, match="已印发"):
            act()
    with pytest.raises(RuleBroken, match="已签发"):
        issue_bulletin(bulletin=issued, by=office, on=SIGNED)


def test_issuing_keeps_the_facts_of_the_draft(office):
    fill_month()
    draft = assembled()
    Problem.objects.filter(period=JULY).update(fact="改过的事实")
    issued = issue_bulletin(bulletin=draft, by=office, on=SIGNED)
    assert "改过的事实" not in str(issued.facts)


def test_numbers_run_on_through_the_year(office):
    fill_month()
    draft = assembled()
    Bulletin.objects.create(
        area_code=COUNTY,
        period=date(2016, 6, 1),
        state="issued",
        year=2016,
        serial=6,
        title="6月通报",
        facts={},
        facts_sha="0" * 64,
        issued_on=date(2016, 7, 4),
    )
    assert issue_bulletin(bulletin=draft, by=office, on=SIGNED).serial == 7


def test_problems_not_yet_judged_hold_the_bulletin_back(office):
    fill_month()
    make_problem()
    with pytest.raises(RuleBroken, match="1个问题未认定"):
        issue_bulletin(bulletin=assembled(), by=office, on=SIGNED)


def test_a_sample_below_the_minimum_needs_a_reason(office):
    round_ = make_month(households=2)
    with pytest.raises(RuleBroken, match="未达最低抽查数"):
        issue_bulletin(bulletin=assembled(), by=office, on=SIGNED)
    round_.shortfall_reason = "汛期道路中断"
    round_.save(update_fields=["shortfall_reason"])
    assert issue_bulletin(bulletin=assembled(), by=office, on=SIGNED).serial == 1


def test_a_plan_that_does_not_add_up_holds_the_bulletin_back(office):
    fill_month()
    AnnualTarget.objects.filter(area_code=COUNTY).update(persons=3073)
    with pytest.raises(RuleBroken, match="合计6人，与全区任务3073人不符"):
        issue_bulletin(bulletin=assembled(), by=office, on=SIGNED)


def test_asking_twice_gives_one_job_until_the_draft_is_made(office):
    fill_month()
    jobs = [ask_for_bulletin(county=COUNTY, period=JULY, by=office) for _ in range(2)]
    assembled()
    assert jobs[0] == jobs[1] != ask_for_bulletin(county=COUNTY, period=JULY, by=office)


def test_progress_ends_at_a_hundred():
    fill_month()
    told = []
    assembled(progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 100
