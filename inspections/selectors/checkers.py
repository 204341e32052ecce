"""Which unit looks for a problem at a place: a village's own where it has people, else above."""

from django.db.models import Exists, OuterRef

from accounts.models import Unit, User
from accounts.scope import TOWNSHIP, VILLAGE
from inspections.models.subjects import SubjectKind


class CheckerUnits:
    """The units of a county that can be asked to look, read with two queries."""

    def __init__(self, county: str) -> None:
        working = User.objects.filter(unit=OuterRef("pk"), is_active=True)
        rows = Unit.objects.within(county).annotate(manned=Exists(working)).order_by("pk")
        self.by_number: dict[str, Unit] = {}
        self.by_place: dict[str, Unit] = {}
        for unit in rows:
            self.by_number[str(unit.pk)] = unit
            if self._answers(unit):
                self.by_place.setdefault(unit.area_code, unit)

    @staticmethod
    def _answers(unit: Unit) -> bool:
        """Whether the unit answers for a place: a township's, or a village's that has people."""
        if unit.kind == Unit.Kind.VILLAGE:
            return bool(unit.manned)  # type: ignore[attr-defined]  # annotated above
        return bool(unit.kind == Unit.Kind.TOWNSHIP)

    def of(self, kind: str, code: str, area_code: str) -> Unit | None:
        """Give the unit that looks at a subject: a department itself, else village or township.

        None where the register of units has neither.
        """
        if kind == SubjectKind.DEPARTMENT:
            return self.by_number.get(code)
        village = self.by_place.get(area_code[:VILLAGE]) if len(area_code) >= VILLAGE else None
        return village or self.by_place.get(area_code[:TOWNSHIP])
