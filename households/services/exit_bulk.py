"""One step of the exit for a whole list of households, which may begin again where it stopped."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.errors import RuleBroken
from accounts.models import User
from households.models import ExitProcedure, Household
from households.services.exits import take_steps

PIECE = 100
MOST_REASONS = 10  # named in the result


@dataclass(frozen=True)
class StepOrder:
    """Which step of which year's exit, its day, and why in spite of missing papers."""

    year: int
    step: str
    day: date
    reason: str = ""


def take_steps_listed(
    *,
    ids: Sequence[int],
    order: StepOrder,
    by: User,
    today: date,
    progress: Callable[[int], None],
) -> dict[str, Any]:
    """Date the step for the households of a list, each in its own transaction.

    The list holds households whose next step this was when it was agreed: one that has the step
    now was done before a worker died, and counts as done. Gives `done`, `refused` and `reasons`
    (reason, households), the most frequent first. Raises RuleBroken "no_permission".
    """
    if not (by.is_active and by.has_perm("households.change_exitprocedure")):
        raise RuleBroken("您无权登记退出步骤。", code="no_permission")
    done, refused = 0, Counter[str]()
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        progress(start * 100 // len(ids))
        found, reasons = _take(piece, order, by=by, today=today)
        done += found
        refused.update(reasons)
    told = refused.most_common(MOST_REASONS)
    return {"done": done, "refused": refused.total(), "reasons": [list(each) for each in told]}


def _take(
    piece: Sequence[int], order: StepOrder, *, by: User, today: date
) -> tuple[int, Counter[str]]:
    dated = ExitProcedure.objects.filter(
        household__in=piece, year=order.year, **{f"{order.step}__isnull": False}
    )
    before = set(dated.values_list("household", flat=True))
    left = [number for number in piece if number not in before]
    households = list(Household.objects.visible_to(by).registered().filter(pk__in=left))
    taken = take_steps(
        households=households,
        year=order.year,
        step=order.step,
        day=order.day,
        by=by,
        today=today,
        reason=order.reason,
    )
    reasons = Counter(each.reason for each in taken.refused)
    reasons["已不在名单中。"] += len(left) - len(households)
    return len(before) + len(taken.done), +reasons
