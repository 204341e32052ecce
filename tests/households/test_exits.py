from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Parameter
from households.facts.exit_steps import ORDER, PAPER_CODES
from households.models import ExitProcedure
from households.services.exits import file_papers, take_step, take_steps, withdraw_step
from tests.make import COUNTY, make_household

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 29)
DAYS = [date(2016, 7, day) for day in (1, 2, 3, 4, 11, 12)]


def planned(**fields):
    return make_household(planned_exit_year=2016, **fields)


def step(household, name, day, **given):
    return take_step(
        household=household, year=2016, step=name, day=day, by=None, today=TODAY, **given
    )


def walk(household, steps):
    for name, day in list(zip(ORDER, DAYS, strict=True))[:steps]:
        step(household, name, day)


def papers(household, codes=PAPER_CODES):
    return file_papers(household=household, year=2016, papers=codes, by=None)


def test_the_six_steps_and_the_whole_archive_lead_out_of_poverty():
    household = planned()
    papers(household)
    walk(household, 6)

    household.refresh_from_db()
    procedure = household.exits.get()
    assert [getattr(procedure, name) for name in ORDER] == DAYS
    assert household.status == "exited_supported"
    assert AuditEvent.objects.filter(action="take_exit_step").count() == 6


@pytest.mark.parametrize("skipped", range(1, 6))
def test_no_step_is_taken_before_the_one_before_it(skipped):
    household = planned()
    walk(household, skipped - 1)
    with pytest.raises(RuleBroken, match="须先完成"):
        step(household, ORDER[skipped], DAYS[skipped])


@pytest.mark.parametrize(
    ("taken", "name", "day", "reason"),
    [
        (1, "verified_on", date(2016, 6, 30), "早于上一步"),
        (1, "reviewed_on", date(2016, 7, 5), "已登记"),
        (0, "reviewed_on", date(2016, 7, 30), "不能晚于今天"),
        (0, "danced_on", date(2016, 7, 5), "没有这个步骤"),
        (4, "announced_on", date(2016, 7, 10), "公示不足7天"),
    ],
)
def test_a_step_is_refused_with_its_reason(taken, name, day, reason):
    household = planned()
    walk(household, taken)
    with pytest.raises(RuleBroken, match=reason):
        step(household, name, day)


def test_the_days_of_publicity_are_those_in_force_when_it_began():
    Parameter.objects.create(
        area_code=COUNTY, key="publicity_days", label="公示天数", value=5, valid_from="2016-07-04"
    )
    household = planned()
    walk(household, 4)
    with pytest.raises(RuleBroken, match="公示不足5天"):
        step(household, "announced_on", date(2016, 7, 8))
    assert step(household, "announced_on", date(2016, 7, 9)).announced_on == date(2016, 7, 9)


def test_marking_without_the_archive_needs_a_written_reason():
    household = planned()
    papers(household, ["application"])
    walk(household, 5)
    with pytest.raises(RuleBroken, match="缺民主评议记录"):
        step(household, "marked_on", DAYS[5], reason="补")

    step(household, "marked_on", DAYS[5], reason="资料在镇档案室核对")

    event = AuditEvent.objects.filter(action="take_exit_step").first()
    assert event.detail["reason"] == "资料在镇档案室核对"
    household.refresh_from_db()
    assert household.status == "exited_supported"


def test_a_household_outside_the_plan_has_no_procedure():
    with pytest.raises(RuleBroken, match="未列入2016年脱贫计划"):
        step(make_household(planned_exit_year=2017), "reviewed_on", DAYS[0])
    with pytest.raises(RuleBroken, match="已脱贫"):
        step(planned(status="exited_supported"), "reviewed_on", DAYS[0])
    assert not ExitProcedure.objects.exists()


def test_of_many_the_refused_are_named_and_the_others_go_on():
    ready, late = planned(), planned()
    walk(ready, 1)
    taken = take_steps(
        households=[ready, late],
        year=2016,
        step="verified_on",
        day=DAYS[1],
        by=None,
        today=TODAY,
    )
    assert taken.done == [ready]
    assert [(each.household, each.reason) for each in taken.refused] == [
        (late, "须先完成“民主评议”。")
    ]
    assert ExitProcedure.objects.get().verified_on == DAYS[1]


def test_withdrawing_the_mark_restores_the_status_before():
    household = planned(status="relapsed")
    papers(household)
    walk(household, 6)
    procedure = household.exits.get()
    with pytest.raises(RuleBroken, match="写明原因"):
        withdraw_step(procedure=procedure, by=None, reason="错")

    withdraw_step(procedure=procedure, by=None, reason="标注错户，重新核实")

    household.refresh_from_db()
    procedure.refresh_from_db()
    assert (household.status, procedure.marked_on) == ("relapsed", None)
    assert procedure.announced_on == DAYS[4]


def test_papers_are_kept_in_the_codebook_s_order_and_stay_once_marked():
    household = planned()
    assert papers(household, ["consent", "application"]).papers == ["application", "consent"]
    with pytest.raises(RuleBroken, match="没有这些资料：gossip"):
        papers(household, ["gossip"])
    papers(household)
    walk(household, 6)
    with pytest.raises(RuleBroken, match="只能补充"):
        papers(household, [])
