"""Which households of the register rounds stand on: drawn, assigned or visited."""

from collections.abc import Collection

from inspections.models import Assignment, DrawnUnit, Visit
from inspections.models.subjects import SubjectKind

_PIECE = 2000


def households_in_rounds(household_nos: Collection[str]) -> Collection[str]:
    """Give those of these 户编号 that were drawn, assigned or visited in any round."""
    numbers, found = list(household_nos), set[str]()
    for start in range(0, len(numbers), _PIECE):
        piece = numbers[start : start + _PIECE]
        for model in (DrawnUnit, Assignment, Visit):
            rows = model.objects.filter(subject_kind=SubjectKind.HOUSEHOLD, subject_code__in=piece)
            found.update(rows.values_list("subject_code", flat=True))
    return found
