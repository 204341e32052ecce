"""举一反三: who else may have the problem, and asking them in one step."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import Notice, Role
from inspections.models import Round, SelfCheck
from inspections.selectors.generalising import how_listed, others_to_check, proposed_matter
from inspections.services.self_checks import ask_self_checks
from tests.inspections.look_cast import BY_AUGUST, LATER, make_accepted, make_closed, month
from tests.inspections.problem_cast import code_of
from tests.make import (
    COUNTY,
    make_area,
    make_assignment,
    make_household,
    make_problem,
    make_question,
    make_round,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 28)
T = [f"{COUNTY}{number}" for number in range(105, 112)]


@pytest.fixture
def problem(db):
    """A township's problem of item A203, confirmed."""
    make_question()
    for code in T:
        make_area(code)
        make_unit(f"{code}镇", area_code=code, kind="township")
    return make_problem(round=month(), state="confirmed", scope="individual", area_code=T[0])


def listed(problem, user) -> list[tuple[str, str]]:
    return [(one.subject_code, one.why) for one in others_to_check(problem, user, on=TODAY)]


def ask(problem, by, *keys, **given):
    asked = {"matter": "自查方案", "due_on": BY_AUGUST, "at": LATER} | given
    return ask_self_checks(problem=problem, chosen=keys, by=by, **asked)


def test_others_are_those_that_failed_were_not_checked_or_not_visited(problem, office):
    make_accepted(T[0], failed=True)
    make_accepted(T[1], failed=True)
    make_accepted(T[2], status="unchecked")
    make_accepted(T[3], failed=False)
    make_accepted(T[4], status="not_applicable")
    make_problem(area_code=T[5], item="A203", state="closed", closed_on=TODAY, **_ended())

    assert listed(problem, office) == [
        (T[1], "failed"),
        (T[5], "failed"),
        (T[2], "not_checked"),
        (T[6], "not_visited"),
    ]


def _ended() -> dict:
    closed = make_closed(area_code=T[0])
    return {"scope": "common", "order": closed.order, "due_on": closed.due_on}


def test_only_the_newest_visit_counts_and_an_old_one_does_not(problem, office):
    last_year = make_round(period=date(2015, 7, 1), state="done", closed_on=date(2015, 7, 31))
    make_accepted(T[1], failed=True, visited_on=date(2015, 7, 12), round=last_year)
    may = make_round(period=date(2016, 5, 1), state="done", closed_on=date(2016, 5, 31))
    make_accepted(T[2], failed=True, visited_on=date(2016, 5, 12), round=may)
    make_accepted(T[2], failed=False)
    assert (T[1], "not_visited") in listed(problem, office)
    assert T[2] not in dict(listed(problem, office))


def test_what_an_unannounced_round_found_is_not_told(problem, office):
    hidden = make_round(period=date(2016, 6, 1), mode="unannounced", state="field")
    make_accepted(T[1], failed=True, round=hidden)
    make_problem(area_code=T[2], round=hidden)
    assert {why for _, why in listed(problem, office)} == {"not_visited"}


def test_a_households_problem_goes_to_its_round_and_to_the_villages(problem, office):
    village = make_area(f"{T[0]}201")
    make_area(f"{T[1]}202")
    home = make_household(village)
    other = {"subject_kind": "household", "area_code": village.code, "round": month()}
    make_assignment(**other, subject_code="H2", subject_name="王某")
    make_assignment(**other, subject_code="H3", subject_name="赵某", withdrawn=True)
    make_accepted("H4", failed=True, subject_kind="household", area_code=village.code)
    own = make_problem(
        round=month(), area_code=village.code, subject_kind="household",
        subject_code=home.household_no, fact="患病未享受政策",
    )  # fmt: skip

    assert listed(own, office) == [
        ("H4", "failed"),
        (village.code, "not_checked"),
        ("H2", "not_visited"),
    ]
    assert "患病" not in proposed_matter(own)


def test_quotes_within_the_quoted_rule_are_single(problem):
    problem.basis = "B304 “邻帮邻”机制"
    problem.fact = "公示栏内容未更新。"
    assert proposed_matter(problem).startswith("对照“B304 ‘邻帮邻’机制”，")
    assert proposed_matter(problem).endswith("（如：公示栏内容未更新）。")


def test_without_an_item_those_of_the_category_are_listed_and_it_is_said(problem, office):
    by_hand = make_problem(item="", area_code=T[0])
    make_problem(item="", area_code=T[1])
    assert listed(by_hand, office) == [(T[1], "failed")]
    assert "没有对应条目" in how_listed(by_hand)


def test_a_village_without_people_is_looked_at_by_its_township(problem, office):
    for code in (f"{T[0]}201", f"{T[0]}202", f"{T[0]}203"):
        make_area(code)
    manned = make_unit("有人村", area_code=f"{T[0]}202", kind="village")
    make_user(Role.VILLAGE_OFFICER, unit=manned, area_code=manned.area_code)
    make_unit("空村", area_code=f"{T[0]}203", kind="village")
    own = make_problem(subject_kind="village", area_code=f"{T[0]}201")
    units = {one.subject_code: str(one.unit) for one in others_to_check(own, office, on=TODAY)}
    assert units == {f"{T[0]}202": "有人村", f"{T[0]}203": f"{T[0]}镇"}


def test_asking_tells_each_unit_once_and_a_repeat_adds_only_new_ones(problem, office):
    unit = make_unit(f"{T[1]}镇", area_code=T[1])
    people = [make_user(Role.TOWNSHIP_OFFICER, unit=unit, area_code=T[1]) for _ in "ab"]
    make_area(f"{T[1]}201")

    first = ask(problem, office, ("township", T[1]))
    second = ask(problem, office, ("township", T[1]), ("township", T[2]))

    assert [check.subject_code for check in [*first, *second]] == [T[1], T[2]]
    assert (first[0].unit, first[0].why, first[0].due_on) == (unit, "not_visited", BY_AUGUST)
    assert sorted(n.recipient_id for n in Notice.objects.all()) == [one.pk for one in people]
    assert ask(problem, office, ("township", T[2])) == []
    assert [line.note for line in problem.entries.all()] == ["布置举一反三自查，1个对象。"] * 2


def test_what_cannot_be_asked_is_refused(problem, office):
    key = ("township", T[1])
    assert code_of(lambda: ask(problem, office)) == "nothing_chosen"
    assert code_of(lambda: ask(problem, office, key, matter=" ")) == "no_matter"
    assert code_of(lambda: ask(problem, office, key, due_on=DAY_BEFORE)) == "due_too_early"
    assert code_of(lambda: ask(problem, office, ("township", "x"))) == "not_offered"
    found = make_problem(area_code=T[0])
    assert code_of(lambda: ask(found, office, key)) == "wrong_state"
    month()
    Round.objects.update(mode="unannounced")
    assert code_of(lambda: ask(problem, office, key)) == "round_is_hidden"
    assert not SelfCheck.objects.exists()


DAY_BEFORE = date(2016, 7, 27)


def test_a_place_without_any_unit_is_named_and_refused(problem, office):
    bare = make_area(f"{COUNTY}199", "无名镇")
    (one,) = [o for o in others_to_check(problem, office, on=TODAY) if o.unit is None]
    assert one.subject_code == bare.code
    with pytest.raises(RuleBroken, match=r"无名镇.*没有登记单位"):
        ask(problem, office, ("township", bare.code))


@pytest.mark.parametrize("more", [1, 4])
def test_the_list_asks_the_same_queries_for_any_length(
    problem, office, more, django_assert_num_queries
):
    for code in T[1 : 1 + more]:
        make_accepted(code, failed=True)
        make_problem(area_code=code)
    with django_assert_num_queries(8):
        others_to_check(problem, office, on=TODAY)
