"""Reading the exit indicators of villages against the standard of their province."""

from dataclasses import dataclass

from households.facts.standards import RATE, Standard, standard_of
from households.models import Area, VillageIndicator


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator of a village in a year; row is None while nobody has looked."""

    code: str
    name: str
    limit: int | None
    row: VillageIndicator | None

    @property
    def met(self) -> bool | None:
        """Whether it is met; None while nobody has looked."""
        return self.row.met if self.row else None

    @property
    def working(self) -> str:
        """Say how the rate comes about: 12 ÷ 1530 = 0.78%."""
        if self.row is None or not self.row.denominator:
            return ""
        above, below = self.row.numerator or 0, self.row.denominator
        return f"{above} ÷ {below} = {above * 100 / below:.2f}%"


def indicator_lines(village: Area, *, year: int) -> tuple[Standard, list[IndicatorLine]]:
    """Give the standard of a village and where the village stands on each of its indicators."""
    standard = standard_of(village.code)
    rows = VillageIndicator.objects.filter(village=village, year=year)
    found = {row.code: row for row in rows}
    return standard, [
        IndicatorLine(
            each.code,
            each.name,
            standard.rate_limit if each.code == RATE else None,
            found.get(each.code),
        )
        for each in standard.indicators
    ]


def met_counts(codes: list[str], *, year: int) -> dict[str, int]:
    """Count the indicators met in a year, by village."""
    rows = VillageIndicator.objects.filter(area_code__in=codes, year=year, met=True)
    counts: dict[str, int] = {}
    for code in rows.values_list("area_code", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return counts
