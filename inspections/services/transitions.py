"""A problem's way from state to state: asked for by the old state, told in ledger and trail."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.models import LedgerEntry, Problem, Round

NOTICE_LENGTH = 200
NOTE_LENGTH = 500


def moment_of(on: date) -> datetime:
    """Give the moment an act of that day is written down at: the day, with the clock's time."""
    now = clock.now()
    return now.replace(year=on.year, month=on.month, day=on.day)


def move(
    *,
    problem: Problem,
    came_from: Iterable[str],
    to: str,
    by: User | None,
    at: datetime,
    action: str,
    note: str = "",
    **fields: Any,
) -> None:
    """Move one problem to a state if it stands in one of the states given, and write it down.

    `fields` are set in the same update. Raises RuleBroken "wrong_state" when the problem stands
    elsewhere, as it does when another person was faster.
    """
    old = [state for state in came_from if to in Problem.NEXT[Problem.State(state)]]
    waiting = Problem.objects.filter(pk=problem.pk, state__in=old)
    if not waiting.update(state=to, **fields):
        problem.refresh_from_db()
        raise wrong_state(problem)
    problem.refresh_from_db()
    write_down(problem=problem, by=by, at=at, note=note)
    record(by=by, action=action, about=problem, number=problem.number, state=to)


def move_all(
    *, problems: "QuerySet[Problem]", to: str, by: User, at: datetime, note: str, **fields: Any
) -> int:
    """Move every problem of the queryset that may go to a state; gives how many went.

    Raises RuleBroken "changed_meanwhile" when one of them is moved by another at the same time.
    """
    old = [state for state, following in Problem.NEXT.items() if to in following]
    waiting = problems.filter(state__in=old).order_by("pk")  # one order, so that two wait in turn
    # held: what another has changed since is read again, also the unit of one handed up
    ids = list(waiting.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    moved = Problem.objects.filter(pk__in=ids, state__in=old).update(state=to, **fields)
    if moved != len(ids):
        raise RuleBroken("有问题刚被他人办理，请刷新页面后重试。", code="changed_meanwhile")
    LedgerEntry.objects.bulk_create(
        LedgerEntry(problem_id=pk, state=to, by=by, at=at, note=note[:NOTE_LENGTH]) for pk in ids
    )
    return moved


def wrong_state(problem: Problem) -> RuleBroken:
    """Give the refusal of an act that the problem's present state does not allow."""
    return RuleBroken(
        f"问题{problem.number}现为“{problem.get_state_display()}”，不能进行此项操作，"
        "请刷新页面后再办理。",
        code="wrong_state",
    )


def write_down(*, problem: Problem, by: User | None, at: datetime, note: str = "") -> None:
    """Add a line with the problem's present state to its story."""
    LedgerEntry.objects.create(
        problem=problem, state=problem.state, by=by, at=at, note=note[:NOTE_LENGTH]
    )


def refuse_own_unit(*, problem: Problem, by: User, act: str) -> None:
    """Refuse a person of the responsible unit: nobody judges his own unit's rectification.

    Source: plan 001 (49); domain rule "checker ≠ person responsible".
    """
    if by.unit_id is not None and by.unit_id == problem.responsible_unit_id:
        raise RuleBroken(
            f"您属于责任单位“{problem.responsible_unit}”，不得{act}本单位的问题，"
            "请由其他单位的人员办理。",
            code="own_unit",
        )


def refuse_hidden(problems: Iterable[Problem], *, act: str) -> None:
    """Refuse to make known what an unannounced round (暗访) found before it is done."""
    if Round.objects.hidden().filter(problems__in=problems).exists():
        raise RuleBroken(
            f"暗访尚未完成，{act}会提前公开。请先完成该期督查。", code="round_is_hidden"
        )


def require_own_unit(*, unit: Unit, by: User, act: str) -> None:
    """Refuse everybody but the people of the responsible unit."""
    if by.unit_id != unit.pk:
        raise RuleBroken(
            f"只有责任单位“{unit}”的人员可以{act}，请与该单位联系。", code="other_unit"
        )


def tell_unit(*, unit: Unit, key: str, text: str, url: str, at: datetime) -> None:
    """Tell the people of a unit who can still log in."""
    people = unit.people.filter(is_active=True)
    notify(recipients=people, key=key, text=text[:NOTICE_LENGTH], url=url, at=at)


def tell(*, person: User, key: str, text: str, url: str, at: datetime) -> None:
    """Tell one person."""
    notify(recipients=[person], key=key, text=text[:NOTICE_LENGTH], url=url, at=at)


def page_of(problem: Problem) -> str:
    """Give the address of a problem's page."""
    return reverse("inspections:problem_detail", args=[problem.pk])
