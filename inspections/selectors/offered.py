"""Which checklists a round can hand out for each kind of unit."""

from collections.abc import Iterable

from inspections.checklists import LEVELS
from inspections.models import Checklist, Question, Round, Scheme
from inspections.models.subjects import SubjectKind

KINDS = (
    SubjectKind.TOWNSHIP,
    SubjectKind.VILLAGE,
    SubjectKind.HOUSEHOLD,
    SubjectKind.DEPARTMENT,
)


def offered_checklists(round_: Round) -> dict[str, list[Checklist]]:
    """The current checklists of the county that ask each kind of unit; the round's own first.

    A kind that nobody asks is not there. Checklists without a question ask nobody, but those of
    the round's own scheme stand for all kinds when none of them has one.
    """
    newest: dict[str, int] = {}
    schemes = Scheme.objects.filter(area_code=round_.area_code).order_by("code", "-version")
    for number, code in schemes.values_list("pk", "code"):
        newest.setdefault(code, number)
    newest[round_.scheme.code] = round_.scheme_id
    lists = list(
        Checklist.objects.filter(scheme__in=newest.values())
        .select_related("scheme")
        .order_by("pk")
    )
    lists.sort(key=lambda one: one.scheme_id != round_.scheme_id)
    asked = _levels(lists)
    own = [one for one in lists if one.scheme_id == round_.scheme_id]
    if not any(asked.get(one.pk) for one in own):
        return dict.fromkeys(KINDS, own) if own else {}
    found = {kind: [one for one in lists if LEVELS[kind] & asked[one.pk]] for kind in KINDS}
    return {kind: fitting for kind, fitting in found.items() if fitting}


def _levels(lists: Iterable[Checklist]) -> dict[int, set[str]]:
    """The levels each checklist asks; one query."""
    found: dict[int, set[str]] = {one.pk: set() for one in lists}
    rows = Question.objects.filter(checklist__in=found).order_by()
    for number, levels in rows.values_list("checklist", "levels").distinct():
        found[number] |= set(levels.split(","))
    return found


def own_checklists(round_: Round) -> dict[str, Checklist]:
    """The checklist of the round's own scheme for each kind of unit it asks."""
    offered = offered_checklists(round_)
    found: dict[str, Checklist] = {}
    for kind, lists in offered.items():
        own = [one for one in lists if one.scheme_id == round_.scheme_id]
        if own:
            found[kind] = own[0]
    return found
