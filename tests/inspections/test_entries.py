"""Entering problems by hand: numbers, what is filled in, what is refused."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Role
from inspections.models import LedgerEntry, Problem, ProblemSource
from inspections.selectors.about import about_household, about_place, about_unit
from inspections.selectors.rollups import by_place
from inspections.services.entries import enter_problem
from tests.inspections.problem_cast import make_attachment
from tests.make import COUNTY, make_area, make_category, make_household, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 20)
VILLAGE = f"{COUNTY}105201"


@pytest.fixture
def village(roles):
    make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    return make_area(VILLAGE)


def enter(by, subject, **given):
    fields = {"source": "audit", "fact": "台账不全", "found_on": date(2016, 7, 12)}
    fields |= {"category": make_category(), "on": TODAY}
    return enter_problem(subject=subject, by=by, **(fields | given))


def test_a_problem_entered_by_hand_is_found_numbered_and_told_in_ledger_and_trail(office, village):
    problem = enter(office, about_place(village))
    assert (problem.number, problem.state, problem.period) == (
        f"{COUNTY}-201607-001",
        "found",
        date(2016, 7, 1),
    )
    assert (problem.responsible_unit.name, problem.severity, problem.track) == (
        "新店镇",
        "ordinary",
        "fix_by_date",
    )
    assert LedgerEntry.objects.get(problem=problem).note == "台账不全"
    assert AuditEvent.objects.filter(action="enter_problem").count() == 1


def test_an_earlier_finding_belongs_to_the_month_in_which_it_is_entered(office, village):
    problem = enter(office, about_place(village), found_on=date(2016, 5, 3))
    assert (problem.period, problem.found_on) == (date(2016, 7, 1), date(2016, 5, 3))


def test_a_householder_is_named_nowhere(office, village):
    household = make_household(village, head_name="欧阳文秀", household_no=f"{VILLAGE}0123")
    words = "欧阳文秀家漏雨，电话13987654321，证件999999195603120011"
    problem = enter(office, about_household(household), fact=words)
    assert problem.subject_name == "欧阳某某（户0123）"
    assert problem.fact == "欧阳某某家漏雨，电话139****4321，证件999999***"


def test_a_category_that_is_always_severe_wins(office, village):
    grave = make_category("housing", code="ZF", always_severe=True)
    problem = enter(office, about_place(village), category=grave, severity="ordinary")
    assert problem.severity == "severe"


def test_a_village_answers_for_what_it_can_solve_and_a_department_for_itself(office, village):
    own = make_unit("第201村", area_code=VILLAGE, kind="village")
    solved = enter(office, about_place(village), village_can_solve=True)
    department = make_unit("区水务局")
    of_department = enter(office, about_unit(department))
    assert (solved.responsible_unit, of_department.responsible_unit) == (own, department)
    assert (of_department.subject_kind, of_department.area_code) == ("department", COUNTY)


def test_the_same_key_gives_the_same_problem(office, village):
    first = enter(office, about_place(village), entry_key="k1")
    again = enter(office, about_place(village), entry_key="k1", fact="别的")
    assert (again, Problem.objects.count()) == (first, 1)


def test_photos_stay_with_the_problem(office, village):
    photo = make_attachment(office)
    assert list(enter(office, about_place(village), photos=[photo]).photos.all()) == [photo]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"fact": " "}, "no_fact"),
        ({"fact": "长" * 501}, "fact_too_long"),
        ({"found_on": date(2016, 7, 21)}, "future_day"),
        ({"source": "rumour"}, "wrong_source"),
    ],
)
def test_what_cannot_be_entered(office, village, given, code):
    with pytest.raises(RuleBroken) as refused:
        enter(office, about_place(village), **given)
    assert (refused.value.code, Problem.objects.count()) == (code, 0)


def test_a_day_that_is_today_is_not_to_come(office, village):
    assert enter(office, about_place(village), found_on=TODAY).found_on == TODAY


def test_a_body_and_its_kind_must_fit(office, village):
    body = ProblemSource.objects.create(kind="superior", name="市委督导组")
    with pytest.raises(RuleBroken, match="上级督导"):
        enter(office, about_place(village), origin=body)
    assert enter(office, about_place(village), source="superior", origin=body).origin == body


def test_a_township_enters_its_own_findings_in_its_own_area_only(village):
    officer = make_user(Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}105")
    own = enter(officer, about_place(village), source="self_check")
    assert own.found_in == "village_check"
    with pytest.raises(RuleBroken) as other_source:
        enter(officer, about_place(village), source="audit")
    with pytest.raises(RuleBroken) as other_place:
        enter(officer, about_place(make_area(f"{COUNTY}106201")), source="self_check")
    assert (other_source.value.code, other_place.value.code) == (
        "source_not_yours",
        "outside_area",
    )


def test_what_a_county_recheck_finds_counts_for_the_village_and_its_township(office, village):
    enter(office, about_place(village), found_in="county_recheck")
    rows = Problem.objects.visible_to(office)
    told = {
        line.query["area"]: line.counts["total"]
        for place in (COUNTY, VILLAGE[:9])
        for line in by_place(rows, office, place=place, on=TODAY)[0]
        if line.counts["total"]
    }
    assert told == {VILLAGE[:9]: 1, VILLAGE: 1}
