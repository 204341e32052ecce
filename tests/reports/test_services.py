import hashlib

import pytest

from accounts.errors import RuleBroken
from reports.facts.as_json import fingerprint, from_json
from reports.ledgers.month import LEDGERS
from reports.models import Bulletin
from reports.services import ask_for_bulletin, assemble_bulletin
from tests.reports.documents import issued, walked
from tests.reports.month import COUNTY, DAY, JULY, fill_month

pytestmark = pytest.mark.django_db


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


def test_an_issued_bulletin_is_not_assembled_again(office):
    fill_month()
    issued(assembled())
    for act in (assembled, lambda: ask_for_bulletin(county=COUNTY, period=JULY, by=office)):
        with pytest.raises(RuleBroken, match="已印发"):
            act()


def test_a_bulletin_under_way_is_not_assembled_again():
    fill_month()
    walked(assembled(), "review")
    with pytest.raises(RuleBroken, match="待审核，退回起草后才能重新汇总"):
        assembled()


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
