import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from projects.models import AnnualTarget
from projects.selectors import plan_of
from projects.selectors.plan import changes_of
from projects.selectors.register import Figures
from projects.services import TargetRow, set_targets, targets_from_register
from tests.make import COUNTY, make_area, make_household, make_user
from tests.projects.plan_cast import FIRST, SECOND, make_plan, make_register

pytestmark = pytest.mark.django_db


def test_set_targets_sets_and_changes_a_place_s_target(office):
    set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 1000, 3000)], by=office)
    set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 1000, 3073)], by=office)

    target = AnnualTarget.objects.get()
    assert (target.villages, target.persons) == (4, 3073)
    told = AuditEvent.objects.filter(action="set_target", actor=office)
    assert [event.detail["was"] for event in told] == [[4, 1000, 3000], None]


def test_a_target_that_is_what_it_was_is_left_alone(office):
    for _ in range(2):
        set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 1000, 3073)], by=office)
    assert AuditEvent.objects.filter(action="set_target").count() == 1


@pytest.mark.parametrize(
    ("year", "persons", "code"),
    [
        (1999, 1, "target_year"),
        (2016, -1, "target_negative"),
        (2016, 100_000_000, "target_too_large"),
    ],
)
def test_set_targets_refuses_odd_years_and_figures(year, persons, code):
    with pytest.raises(RuleBroken) as refusal:
        set_targets(year=year, rows=[TargetRow(COUNTY, 0, 0, persons)], by=None)
    assert (refusal.value.code, AnnualTarget.objects.count()) == (code, 0)


def test_a_township_breaks_its_share_down_and_never_sets_it(liaison):
    set_targets(year=2016, rows=[TargetRow(f"{FIRST}201", 1, 1, 9)], by=liaison)
    for code in (FIRST, f"{SECOND}201", COUNTY):
        with pytest.raises(RuleBroken) as refusal:
            set_targets(year=2016, rows=[TargetRow(code, 1, 1, 9)], by=liaison)
        assert refusal.value.code == "target_from_above"
    assert list(AnnualTarget.objects.values_list("area_code", flat=True)) == [f"{FIRST}201"]


def test_a_target_somebody_changed_meanwhile_is_not_overwritten(office):
    set_targets(year=2016, rows=[TargetRow(FIRST, 1, 2, 3)], by=None)
    with pytest.raises(RuleBroken, match="已被改为1村、2户、3人") as refusal:
        set_targets(
            year=2016, rows=[TargetRow(FIRST, 1, 2, 9)], by=office, seen={FIRST: (0, 0, 0)}
        )
    assert refusal.value.code == "target_changed"
    assert AnnualTarget.objects.get().persons == 3


def test_the_parts_add_up_to_four_villages_and_3073_persons_at_every_level(office):
    make_register()
    make_plan()
    targets_from_register(year=2016, area_code=COUNTY, by=office)

    county = plan_of(office, year=2016)
    townships = [plan_of(office, year=2016, code=code) for code in (FIRST, SECOND)]

    assert county.total.target == county.total.marked == Figures(4, 4, 3073)
    assert [plan.total.target for plan in townships] == [Figures(1, 1, 1500), Figures(3, 3, 1573)]
    assert all(plan.balanced for plan in (county, *townships))
    assert [check.ok for check in county.checks] == [True] * 6
    assert [line.state for line in county.lines] == [("green", "已平衡")] * 2


def test_parts_that_do_not_add_up_are_saved_and_told_in_words(office):
    make_register()
    make_plan(second=1500)
    found = plan_of(office, year=2016)

    assert not found.balanced
    wrong = [(check.label, check.detail) for check in found.checks if not check.ok]
    assert wrong == [("各乡镇脱贫人口之和等于大安区任务", "3,000人，任务3,073人，少73人")]
    assert [[gap.text for gap in line.gaps] for line in found.lines] == [[], ["底册多73人"]]
    assert [line.state[1] for line in found.lines] == ["未分解", "未分解"]


def test_only_registered_households_of_the_year_count(office):
    village = make_area(f"{FIRST}201")
    make_household(village, planned_exit_year=2016, person_count=3)
    make_household(village, planned_exit_year=2017, person_count=5)
    make_household(village, planned_exit_year=2016, person_count=7, registered=False)

    assert plan_of(office, year=2016).total.marked == Figures(0, 1, 3)


def test_targets_from_register_clears_what_the_register_no_longer_plans(liaison):
    make_register()
    gone = make_area(f"{FIRST}209")
    set_targets(year=2016, rows=[TargetRow(gone.code, 1, 5, 20)], by=None)

    targets_from_register(year=2016, area_code=FIRST, by=liaison)

    figures = AnnualTarget.objects.values_list("area_code", "villages", "persons")
    assert list(figures) == [(f"{FIRST}201", 1, 1500), (gone.code, 0, 0)]


def test_targets_from_register_refuses_a_register_without_a_plan(office):
    make_area(f"{FIRST}201")
    with pytest.raises(RuleBroken) as refusal:
        targets_from_register(year=2016, area_code=COUNTY, by=office)
    assert refusal.value.code == "nothing_planned"


def test_a_village_sees_its_own_line_and_may_set_nothing(village_officer):
    make_register()
    plan = plan_of(village_officer, year=2016)
    assert ([line.code for line in plan.lines], plan.whole) == ([f"{FIRST}201"], None)
    assert not plan.settable


def test_who_set_what_is_told_for_the_year_and_the_place(office, verifier):
    set_targets(year=2016, rows=[TargetRow(FIRST, 1, 2, 3)], by=office)
    set_targets(year=2015, rows=[TargetRow(FIRST, 9, 9, 9)], by=office)
    set_targets(year=2016, rows=[TargetRow(SECOND, 1, 2, 3)], by=verifier)

    assert [e.actor for e in changes_of(office, year=2016, code=COUNTY)] == [verifier, office]
    assert [e.actor for e in changes_of(office, year=2016, code=FIRST)] == [office]


def test_a_county_s_history_leaves_the_villages_to_their_township(liaison, verifier):
    set_targets(year=2016, rows=[TargetRow(f"{FIRST}201", 1, 2, 3)], by=liaison)
    assert list(changes_of(verifier, year=2016, code=COUNTY)) == []
    assert [e.actor for e in changes_of(verifier, year=2016, code=FIRST)] == [liaison]


def test_a_program_of_all_counties_sees_them_side_by_side(db):
    make_area(COUNTY)
    make_area("510311", "沿滩区")
    make_plan()
    plan = plan_of(make_user(area_code=""), year=2016)
    assert [line.target.persons for line in plan.lines] == [3073, 0]
