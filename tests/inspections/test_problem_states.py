"""Whatever anybody tries in whatever order, a problem only goes where its states allow."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import RuleBroken
from inspections.models import Problem, Verification
from inspections.services.problems import confirm_problem, reject_problem
from inspections.services.rectifications import (
    acknowledge_order,
    close_problem,
    issue_order,
    reply,
    verify,
)
from tests.inspections.problem_cast import DAY, DUE, NOON, WORDS, make_attachment
from tests.make import make_problem

PEOPLE = ("office", "verifier", "liaison", "outsider", "inspector")


def confirm(problem, by, yes):
    confirm_problem(problem=problem, scope="common", by=by, on=DAY)


def reject(problem, by, yes):
    reject_problem(problem=problem, by=by, on=DAY, note="不实" if yes else "")


def order(problem, by, yes):
    unit = problem.responsible_unit
    issue_order(problems=[problem], unit=unit, requirement="整改", due_on=DUE, by=by, on=DAY)


def acknowledge(problem, by, yes):
    if problem.order:
        acknowledge_order(order=problem.order, by=by, at=NOON)


def report(problem, by, yes):
    evidence = [make_attachment(by)] if yes else []
    reply(problem=problem, **WORDS, evidence=evidence, by=by, at=NOON)


def judge(problem, by, yes):
    gates = {"cause_found": True, "measure_done": yes, "result_met": True}
    verify(problem=problem, **gates, note="意见", by=by, at=NOON)


def close(problem, by, yes):
    close_problem(problem=problem, note="", by=by, on=DUE)


# each act comes as often as a long life needs it, rejection seldom
ACTS = (*(confirm, order, acknowledge, report, judge, close) * 3, reject)
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(PEOPLE), st.booleans()), max_size=60
)
LIFE = [
    *((confirm, "office", True), (order, "office", True), (acknowledge, "liaison", True)),
    *((report, "liaison", True), (judge, "verifier", True), (close, "office", True)),
]


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=STEPS, kept=st.integers(0, len(LIFE)), after=STEPS)
def test_no_sequence_of_acts_leaves_the_path(request, settings, tmp_path, before, kept, after):
    settings.MEDIA_ROOT = tmp_path
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    problem, seen = make_problem(), [Problem.State.FOUND]
    for act, name, yes in [*before[:5], *LIFE[:kept], *after]:
        attempt(act, problem, people[name], yes=yes)
        seen.append(Problem.State(problem.state))
        gates_hold(problem)
    assert all(new == old or new in Problem.NEXT[old] for old, new in pairwise(seen))


def attempt(act, problem, by, *, yes):
    """Try an act; a refusal changes nothing."""
    before = Problem.objects.values().get(pk=problem.pk)
    try:
        act(problem, by, yes)
    except RuleBroken:
        assert Problem.objects.values().get(pk=problem.pk) == before
    problem.refresh_from_db()


def gates_hold(problem):
    """What is verified or closed has evidence and another's three gates."""
    if problem.state not in {Problem.State.VERIFIED, Problem.State.CLOSED}:
        return
    last = problem.replies.order_by("-pk").first()
    judged = Verification.objects.get(reply=last)
    unit = problem.responsible_unit_id
    assert last.evidence.exists()
    assert judged.passed
    assert (last.by.unit_id, judged.by.unit_id == unit, judged.by == last.by) == (unit, 0, 0)
    if problem.state == Problem.State.CLOSED:
        closer = problem.entries.get(state="closed").by
        assert (closer.unit_id == unit, closer == last.by) == (False, False)
