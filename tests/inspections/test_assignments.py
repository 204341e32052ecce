"""Handing out a round: everything drawn and asked, evenly, nobody to his own unit."""

from collections import Counter
from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, UnitAlias
from inspections.models import Assignment, DrawnUnit, Round, Team
from inspections.services.assignments import assign_round
from tests.inspections.assign_cast import drawn_unit, make_drawn_round, team
from tests.make import (
    COUNTY,
    make_question,
    make_unit,
)

DAY = date(2016, 7, 8)
pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return make_drawn_round()


def test_assign_round_gives_every_drawn_unit_to_a_team(round_, office):
    made = assign_round(round=round_, by=office, teams=[team("一组"), team("二组")], on=DAY)

    kinds = Counter(Assignment.objects.values_list("team__name", "subject_kind"))
    assert kinds == {
        (name, kind): number
        for name in ("一组", "二组")
        for kind, number in (("township", 1), ("village", 1), ("household", 2))
    }
    assert len(made) == 8
    assert {assignment.due_on for assignment in made} == {round_.ends_on}


def test_one_township_is_one_teams_work(round_, office):
    assign_round(round=round_, by=office, teams=[team("一组"), team("二组")], on=DAY)
    pairs = {(a.team_id, a.area_code[:9]) for a in Assignment.objects.all()}
    assert len(pairs) == 2


def test_assign_round_starts_the_field_phase_once(round_, office):
    teams = [team("一组")]
    assign_round(round=round_, by=office, teams=teams, on=DAY)

    with pytest.raises(RuleBroken, match="只分派一次"):
        assign_round(round=round_, by=office, teams=teams, on=DAY)

    assert (round_.state, Team.objects.count(), Assignment.objects.count()) == ("field", 1, 8)
    assert AuditEvent.objects.filter(action="assign_round").count() == 1


def test_departments_that_the_checklist_asks_are_assigned_evenly(round_, office):
    names = ["区财政局", "区农业局", "区教育局", "区民政局"]
    for number, name in enumerate(names):
        make_question(f"C{number:02}_1_plan", levels="Q", asked_of=name)
        make_unit(name)
    make_unit("区档案局")

    assign_round(round=round_, by=office, teams=[team("一组"), team("二组")], on=DAY)

    asked = Assignment.objects.filter(subject_kind="department")
    assert sorted(a.subject_name for a in asked) == sorted(names)
    assert sorted(Counter(asked.values_list("team__name", flat=True)).values()) == [2, 2]


def test_a_unit_asked_by_its_other_name_is_assigned_once(round_, office):
    unit = make_unit("区直机关党委")
    UnitAlias.objects.create(unit=unit, area_code=COUNTY, name="区直机关工委")
    for number, name in enumerate(["区直机关党委", "区直机关工委"]):
        make_question(f"E{number:02}_x", levels="Q", asked_of=name)

    assign_round(round=round_, by=office, teams=[team("一组")], on=DAY)

    asked = Assignment.objects.get(subject_kind="department")
    assert (asked.subject_code, asked.subject_name) == (str(unit.pk), "区直机关党委")


def test_a_unit_that_is_not_on_record_is_named(round_, office):
    make_question("C01_1_plan", levels="Q", asked_of="区旅游局")
    with pytest.raises(RuleBroken, match="询问的单位尚未登记：区旅游局"):
        assign_round(round=round_, by=office, teams=[team("一组")], on=DAY)
    round_.refresh_from_db()
    assert round_.state == "drawn"


def test_nobody_inspects_his_own_township(round_, office):
    home = f"{COUNTY}105"
    own = make_unit("某镇", area_code=home, kind="township")
    teams = [team("一组", unit=own), team("二组")]

    assign_round(round=round_, by=office, teams=teams, on=DAY)

    places = Assignment.objects.filter(team__name="一组").values_list("area_code", flat=True)
    assert [code for code in places if code.startswith(home)] == []


def test_nobody_inspects_his_own_department(round_, office):
    make_question("D201_x", levels="Q", asked_of="区财政局")
    teams = [team("一组", unit=make_unit("区财政局")), team("二组")]
    assign_round(round=round_, by=office, teams=teams, on=DAY)
    assert Assignment.objects.get(subject_kind="department").team.name == "二组"


def test_a_conflict_in_every_team_is_refused(round_, office):
    with pytest.raises(RuleBroken, match="各组均有人须回避"):
        assign_round(
            round=round_, by=office, teams=[team("一组", area_code=f"{COUNTY}105")], on=DAY
        )


def test_a_replaced_household_is_not_assigned(round_, office):
    old = DrawnUnit.objects.filter(stage="household").order_by("pk")[0]
    reserve = drawn_unit(old.draw, "household", f"{old.area_code}0009", old.area_code)
    DrawnUnit.objects.filter(pk=old.pk).update(replaced_by=reserve, replace_reason="away")

    assign_round(round=round_, by=office, teams=[team("一组")], on=DAY)

    codes = Assignment.objects.values_list("subject_code", flat=True)
    assert reserve.subject_code in codes
    assert old.subject_code not in codes


def test_each_member_is_told(round_, office):
    given = team("一组")
    assign_round(round=round_, by=office, teams=[given], on=DAY, due_on=date(2016, 7, 25))

    notices = Notice.objects.values_list("recipient", "text")
    text = "一组有8项督查任务，7月25日前完成。"
    assert sorted(notices) == sorted((person.pk, text) for person in given["members"])


@pytest.mark.parametrize(
    ("state", "teams", "reason"),
    [("drawn", False, "至少组成一个"), ("sealed", True, "抽签后才能分派")],
)
def test_assign_round_refuses(round_, office, state, teams, reason):
    Round.objects.update(state=state)
    with pytest.raises(RuleBroken, match=reason):
        assign_round(round=round_, by=office, teams=[team("一组")] if teams else [], on=DAY)
