"""Which items of a round are common problems (共性), by the rule of the scheme."""

from collections import defaultdict
from decimal import Decimal, InvalidOperation

from accounts.scope import TOWNSHIP
from inspections.models import Answer, Problem, Round, Scheme, Visit

DEFAULTS = {
    "common_townships": "2",
    "common_share": "0.5",
    "common_min_objects": "4",
    "fix_now_days": "3",
    "order_days": "15",
}


def option(scheme: Scheme, key: str) -> Decimal:
    """Give a number of the scheme's options; the rule's own where it is not set or no number."""
    try:
        return Decimal(str(scheme.options.get(key, DEFAULTS[key])))
    except InvalidOperation:
        return Decimal(DEFAULTS[key])


def common_items(*, round: Round) -> set[str]:  # noqa: A002 -- the record's own name
    """Give the items failing in ≥ 2 townships of the round, or in ≥ 50% of ≥ 4 objects asked.

    Both limits include the number itself. A problem that was not upheld does not count, and an
    object with 不适用 or 未查 was not asked.
    """
    townships: dict[str, set[str]] = defaultdict(set)
    failing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    rows = Problem.objects.filter(round=round).exclude(state=Problem.State.NOT_UPHELD)
    fields = rows.exclude(item="").values_list("item", "area_code", "subject_kind", "subject_code")
    for item, area_code, kind, code in fields:
        failing[item].add((kind, code))
        if len(area_code) >= TOWNSHIP:
            townships[item].add(area_code[:TOWNSHIP])
    enough = option(round.scheme, "common_townships")
    asked = _asked(round, set(failing))
    return {
        item
        for item, objects in failing.items()
        if len(townships[item]) >= enough
        or _is_share(round.scheme, failed=len(objects), asked=asked.get(item, 0))
    }


def _is_share(scheme: Scheme, *, failed: int, asked: int) -> bool:
    if asked < option(scheme, "common_min_objects"):
        return False
    return Decimal(failed) >= option(scheme, "common_share") * asked


def _asked(round_: Round, items: set[str]) -> dict[str, int]:
    """Give for each item how many visits of the round answered one of its questions."""
    given = Answer.objects.filter(
        visit__round=round_,
        visit__state=Visit.State.ACCEPTED,
        status=Answer.Status.GIVEN,
        question__item__in=items,
    )
    pairs = given.order_by().values_list("question__item", "visit").distinct()
    counts: dict[str, int] = defaultdict(int)
    for item, _visit in pairs:
        counts[item] += 1
    return counts
