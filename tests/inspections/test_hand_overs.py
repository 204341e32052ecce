"""Work that changes hands, the days it is due, and the word an inspector gives."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Role
from inspections.models import Assignment, Declaration, HandOver
from inspections.selectors.declarations import must_declare, rounds_to_declare, undeclared
from inspections.selectors.tasks import history
from inspections.services.declarations import declare
from inspections.services.hand_overs import change_due, hand_over, hand_over_all
from tests.make import (
    NOW,
    make_assignment,
    make_household,
    make_round,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """A leader with two members."""
    return [make_user(Role.INSPECTOR, name=name) for name in ("组长", "张三", "王五")]


@pytest.fixture
def task(people):
    """One township's form, still 张三's."""
    round_ = make_round(state="field")
    return make_assignment(team=make_team(round_, *people, name="一组"), owner=people[1])


def move(task, by, **given):
    return hand_over(assignment=task, reason="生病", by=by, at=NOW, **given)


def test_a_leader_hands_over_inside_his_team(task, people):
    moved = move(task, people[0], to_owner=people[2])
    task.refresh_from_db()
    assert (task.owner, moved.from_owner, moved.reason) == (people[2], people[1], "生病")
    assert AuditEvent.objects.get(action="hand_over").object_id == str(task.pk)
    assert sorted(Notice.objects.values_list("recipient__name", "text")) == [
        ("张三", "新店镇任务已移交王五负责。"),
        ("王五", "新店镇任务移交给您负责。"),
    ]


def test_the_office_hands_over_to_another_team_and_its_least_busy_takes_it(task, office):
    busy, free = (make_user(Role.INSPECTOR) for _ in range(2))
    other = make_team(task.round, busy, free, name="二组")
    make_assignment(round=task.round, team=other, owner=free)
    make_assignment(round=task.round, team=other, owner=free)
    move(task, office, to_team=other)
    task.refresh_from_db()
    assert (task.team, task.owner) == (other, busy)
    assert [moment.label for moment in history(task)] == ["任务移交"]


def test_what_was_answered_goes_along(task, people):
    visit = make_visit(task)
    move(task, people[0], to_owner=people[2])
    assert Assignment.objects.get(owner=people[2]).visit == visit


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"to": 1}, "same_owner"),
        ({"to": "stranger"}, "not_a_member"),
        ({"by": 1}, "not_mover"),
        ({"round": "done"}, "not_in_field"),
        ({"sealed": True}, "already_submitted"),
        ({"withdrawn": True}, "not_in_field"),
    ],
)
def test_hand_over_refuses(task, people, given, code):
    stranger = make_user(Role.INSPECTOR)
    if given.get("sealed"):
        make_visit(task, state="submitted", submitted_at=NOW, visited_on=NOW.date())
    if given.get("round"):
        task.round.state = "done"
    task.withdrawn = given.get("withdrawn", False)
    to = given.get("to", 2)
    with pytest.raises(RuleBroken) as refusal:
        hand_over(
            assignment=task,
            reason=given.get("reason", "生病"),
            by=people[given.get("by", 0)],
            to_owner=stranger if to == "stranger" else people[to],
            at=NOW,
        )
    assert (refusal.value.code, HandOver.objects.count()) == (code, 0)


def test_a_leader_does_not_reach_into_another_team(task, people):
    other = make_team(task.round)
    with pytest.raises(RuleBroken, match="跨组移交请目督办办理"):
        move(task, people[0], to_team=other)


def test_a_team_of_another_round_cannot_take_it(task, office):
    with pytest.raises(RuleBroken, match="只能移交给本期的督查组"):
        move(task, office, to_team=make_team(make_round(period=date(2016, 8, 1))))


def test_nobody_takes_over_his_own_household_or_township(task, people, office):
    household = make_household()
    Assignment.objects.update(
        subject_kind="household",
        subject_code=household.household_no,
        area_code=household.area_code,
    )
    task.refresh_from_db()
    household.helpers.create(
        area_code=household.area_code, user=people[2], name="王五", starts_on=date(2016, 1, 1)
    )
    native = make_user(
        Role.INSPECTOR, unit=make_unit("某镇", area_code=task.area_code[:9], kind="township")
    )
    other = make_team(task.round, native)
    with pytest.raises(RuleBroken, match="王五须回避"):
        move(task, people[0], to_owner=people[2])
    with pytest.raises(RuleBroken, match="有人须回避"):
        move(task, office, to_team=other)


def test_two_hand_overs_at_once_do_one(task, people):
    stale = Assignment.objects.select_related("team", "round", "owner").get(pk=task.pk)
    move(task, people[0], to_owner=people[2])
    with pytest.raises(RuleBroken, match="任务刚刚有变动"):
        move(stale, people[0], to_owner=people[0])


def test_all_that_a_sick_person_has_left_is_shared_out(task, people):
    for _ in range(3):
        make_assignment(round=task.round, team=task.team, owner=people[1])
    sealed = make_assignment(round=task.round, team=task.team, owner=people[1])
    make_visit(sealed, state="submitted", submitted_at=NOW, visited_on=NOW.date())
    moved = hand_over_all(
        round=task.round, from_owner=people[1], reason="住院", by=people[0], at=NOW
    )
    owners = [row.to_owner.name for row in moved]
    assert sorted(owners) == ["王五", "王五", "组长", "组长"]
    assert Assignment.objects.filter(owner=people[1]).get() == sealed
    assert Notice.objects.filter(recipient=people[1]).count() == 1


def test_a_person_with_nothing_left_is_named(task, people):
    with pytest.raises(RuleBroken, match="王五在本期没有未完成的任务"):
        hand_over_all(round=task.round, from_owner=people[2], reason="病", by=people[0], at=NOW)


def test_the_office_gives_unfinished_work_another_day(task, people, office):
    day = date(2016, 7, 28)
    assert change_due(assignments=[task], due_on=day, reason="暴雨", by=office, at=NOW) == 1
    task.refresh_from_db()
    assert task.due_on == day
    assert Notice.objects.get().text == "新店镇任务的完成期限改为7月28日。"
    assert history(task)[0].note == "由2016-07-22改为2016-07-28：暴雨"


@pytest.mark.parametrize(
    ("by", "day", "reason", "code"),
    [
        ("leader", 28, "暴雨", "not_office"),
        ("office", 28, "", "no_reason"),
        ("office", 22, "暴雨", "nothing_left"),
        ("office", 1, "暴雨", "due_before_start"),
    ],
)
def test_another_day_is_refused(task, people, office, by, day, reason, code):
    who = {"leader": people[0], "office": office}[by]
    with pytest.raises(RuleBroken) as refusal:
        change_due(assignments=[task], due_on=date(2016, 7, day), reason=reason, by=who, at=NOW)
    assert refusal.value.code == code


def test_an_inspector_gives_his_word_once(task, people):
    assert rounds_to_declare(people[0]) == [task.round]
    for _ in range(2):
        declare(round=task.round, by=people[0], at=NOW)
    assert (Declaration.objects.count(), rounds_to_declare(people[0])) == (1, [])
    assert undeclared(task.round) == [people[1], people[2]]
    assert AuditEvent.objects.filter(action="declare_discipline").count() == 1


def test_nobody_else_gives_his_word(task, office):
    assert must_declare(task.round, office) is False
    with pytest.raises(RuleBroken, match="不是本期督查组成员"):
        declare(round=task.round, by=office, at=NOW)


def test_whoever_has_left_takes_nothing_over(task, people):
    people[2].is_active = False
    people[2].save()
    with pytest.raises(RuleBroken, match="账号已停用"):
        move(task, people[0], to_owner=people[2])
    assert move(task, people[0]).to_owner == people[0]
