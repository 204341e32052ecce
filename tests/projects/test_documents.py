from datetime import date
from hashlib import sha256

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from projects.models import PlanDocument
from projects.selectors.documents import (
    Coverage,
    coverage_lines,
    places_without_plan,
    total_coverage,
)
from projects.services.documents import Paper, store_plan
from tests.inspections.problem_cast import photo
from tests.make import NOW, make_area, make_household
from tests.projects.plan_cast import FIRST, PDF, SECOND, docx, pdf

pytestmark = pytest.mark.django_db
PAPER = Paper("新店镇2016年规划", date(2016, 3, 1))


@pytest.fixture(autouse=True)
def house(media):
    make_area(FIRST)


def store(by, file=None, **fields):
    ask = {"area_code": FIRST, "year": 2016, "paper": PAPER, "at": NOW} | fields
    return store_plan(file=file or pdf(), by=by, **ask)


def code_of(by, **fields):
    with pytest.raises(RuleBroken) as refusal:
        store(by, **fields)
    return refusal.value.code


def test_store_plan_keeps_the_file_with_its_fingerprint(liaison):
    row = store(liaison)
    with row.file.open("rb") as kept:
        assert kept.read() == PDF
    assert row.sha256 == sha256(PDF).hexdigest()
    assert "规划" not in row.file.name
    assert AuditEvent.objects.get(action="store_plan").detail["sha256"] == row.sha256


def test_a_new_file_replaces_the_old_which_stays(liaison):
    rows = [store(liaison), store(liaison, docx()), store(liaison, photo())]
    for row in rows:
        row.refresh_from_db()
    assert [row.replaced_by for row in rows] == [rows[1], rows[2], None]
    assert all(row.file.storage.exists(row.file.name) for row in rows)
    assert list(PlanDocument.objects.current()) == [rows[2]]


def test_another_year_and_another_place_replace_nothing(verifier):
    make_area(SECOND)
    store(verifier)
    store(verifier, year=2017)
    store(verifier, area_code=SECOND)
    assert PlanDocument.objects.current().count() == 3


def test_the_same_file_again_changes_nothing(liaison, media):
    assert store(liaison) == store(liaison)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"year": 1999}, "target_year"),
        ({"paper": Paper("规划", date(2016, 7, 21))}, "plan_future"),
        ({"area_code": SECOND}, "plan_not_here"),
        ({"file": docx("[Content_Types].xml", "xl/workbook.xml")}, "file_type"),
        ({"file": pdf("规划.pdf", b"MZ program")}, "file_type"),
        ({"file": pdf("规划.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old")}, "file_type"),
    ],
)
def test_store_plan_refuses(liaison, fields, code, media):
    assert code_of(liaison, **fields) == code
    assert (PlanDocument.objects.count(), list(media.rglob("*.*"))) == (0, [])


def test_a_village_uploads_its_own_and_no_other(village_officer):
    store(village_officer, area_code=f"{FIRST}201")
    assert code_of(village_officer) == "plan_not_here"


def test_coverage_adds_up_from_townships_to_the_county(verifier):
    make_area(SECOND)
    make_area(f"{SECOND}209")  # nobody poor lives there: no scheme asked
    poor = make_area(f"{FIRST}201", is_poor=True)
    make_household(make_area(f"{FIRST}202"), measure="industry")
    make_household(poor)
    make_household(poor, registered=False)
    store(verifier)
    store(verifier, area_code=f"{FIRST}202")

    lines = coverage_lines(verifier, year=2016)
    total = total_coverage(lines)

    assert [line.own for line in lines] == [Coverage(1, 1), Coverage(0, 1)]
    assert (total.own, total.villages, total.households) == (
        Coverage(1, 2),
        Coverage(1, 2),
        Coverage(1, 2),
    )
    assert (total.villages.missing, total.villages.percent) == (1, "50.0%")


def test_the_missing_ones_are_those_the_board_counts(verifier):
    make_area(SECOND)
    poor = make_area(f"{FIRST}201", is_poor=True)
    make_household(poor)
    store(verifier)
    total = total_coverage(coverage_lines(verifier, year=2016))

    missing = places_without_plan(verifier, year=2016)

    assert [area.code for area in missing] == [poor.code, SECOND]
    assert total.own.missing + total.villages.missing == 2
    assert total.households.missing == 1


def test_last_year_s_plan_does_not_count_for_this_year(verifier):
    store(verifier, year=2015)
    (line,) = coverage_lines(verifier, year=2016)
    assert line.own == Coverage(0, 1)
