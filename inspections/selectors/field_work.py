"""What somebody has to fill in now: the open forms a device should keep, and what is not begun."""

from dataclasses import dataclass
from zlib import crc32

from accounts.models import User
from inspections.checklists import sections
from inspections.models import Assignment, Round, Visit
from inspections.selectors.declarations import rounds_to_declare
from inspections.selectors.visits import unexpanded

MOST = 80  # forms on one device


@dataclass(frozen=True)
class FieldForm:
    """An open form with the codes of its parts."""

    visit: Visit
    parts: tuple[str, ...]

    @property
    def stamp(self) -> str:
        """Changes whenever a kept page would ask something else: a new edition, other checks."""
        visit = self.visit
        checks = crc32(repr(sorted(visit.round.strengths.items())).encode())
        return f"{visit.checklist_id}.{visit.edition}.{visit.returned_for != ''}.{checks}"


def open_forms(user: User) -> list[FieldForm]:
    """The drafts the user fills in, in rounds that are in the field, the nearest day first.

    One query for any number of forms, but for a department's other names.
    """
    own = Assignment.objects.visible_to(user).filled_by(user).active()
    visits = (
        Visit.objects.filter(assignment__in=own, state=Visit.State.DRAFT)
        .filter(round__state=Round.State.FIELD)
        .select_related("round", "assignment", "checklist")
        .order_by("assignment__due_on", "area_code", "pk")
    )
    return [
        FieldForm(visit, tuple(part.code for part in sections(unexpanded(visit).values())))
        for visit in visits[:MOST]
    ]


def not_begun(user: User) -> list[Assignment]:
    """The user's assignments in the field that have no form yet and that he may begin now."""
    rows = Assignment.objects.visible_to(user).filled_by(user).active()
    waiting = rows.filter(visit=None, round__state=Round.State.FIELD)
    undeclared = [round_.pk for round_ in rounds_to_declare(user)]
    joined = waiting.select_related("round__scheme", "team", "checklist")
    return list(joined.exclude(round__in=undeclared).order_by("due_on", "pk")[:MOST])
