"""Reading the coverage by plans: 乡乡有规划、村村有方案、户户有措施. Source: 002-10."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr

from accounts.models import User
from accounts.scope import TOWNSHIP, VILLAGE
from households.models import Area, Household
from projects.models import PlanDocument


@dataclass(frozen=True)
class Coverage:
    """How many of how many have what they should."""

    have: int = 0
    due: int = 0

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.due - self.have

    @property
    def percent(self) -> str:
        """Give have ÷ due × 100 with one decimal; — when nothing is due."""
        return f"{self.have / self.due:.1%}" if self.due else "—"

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.have + other.have, self.due + other.due)


@dataclass(frozen=True)
class CoverageLine:
    """A township: its own plan, its villages' schemes, its households' measures."""

    code: str
    name: str
    own: Coverage
    villages: Coverage
    households: Coverage


def planning_villages(user: User) -> "QuerySet[Area]":
    """Give the villages that must have a scheme: poor ones and those with poor households."""
    lived_in = Exists(Household.objects.registered().filter(area_code=OuterRef("code")))
    return Area.objects.visible_to(user).villages().filter(Q(is_poor=True) | lived_in)


def places_without_plan(user: User, *, year: int) -> "QuerySet[Area]":
    """Give the townships and villages that must have a plan of a year and have none."""
    has = PlanDocument.objects.current().filter(area_code=OuterRef("code"), year=year)
    due = Q(level=Area.Level.TOWNSHIP) | Q(code__in=planning_villages(user).values("code"))
    return Area.objects.visible_to(user).filter(due).exclude(Exists(has)).select_related("parent")


def coverage_lines(user: User, *, year: int) -> list[CoverageLine]:
    """Give each township's coverage; documents are a year's, measures as the register stands."""
    with_plan = _codes_with_plan(user, year)
    villages = _villages(user, with_plan)
    households = _households(user)
    townships = Area.objects.visible_to(user).townships().values_list("code", "short_name")
    return [
        CoverageLine(
            code,
            name,
            Coverage(int(code in with_plan), 1),
            villages.get(code, Coverage()),
            households.get(code, Coverage()),
        )
        for code, name in townships
    ]


def total_coverage(lines: list[CoverageLine]) -> CoverageLine:
    """Add the lines up."""
    own, villages, households = Coverage(), Coverage(), Coverage()
    for line in lines:
        own, villages = own + line.own, villages + line.villages
        households += line.households
    return CoverageLine("", "合计", own, villages, households)


def documents_of(user: User, *, year: int, code: str) -> "QuerySet[PlanDocument]":
    """Give a place's documents of a year, the one in force first, then the ones it replaced."""
    rows = PlanDocument.objects.visible_to(user).filter(area_code=code, year=year)
    return rows.select_related("uploaded_by").order_by("-pk")


def document_years(user: User) -> list[int]:
    """Give the years that have documents, the latest first."""
    years = PlanDocument.objects.visible_to(user).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def _codes_with_plan(user: User, year: int) -> set[str]:
    rows = PlanDocument.objects.visible_to(user).current().filter(year=year)
    placed = rows.annotate(digits=Length("area_code")).filter(digits__in=[TOWNSHIP, VILLAGE])
    return set(placed.values_list("area_code", flat=True))


def _villages(user: User, with_plan: set[str]) -> dict[str, Coverage]:
    sums: dict[str, Coverage] = {}
    for code in planning_villages(user).values_list("code", flat=True):
        has = Coverage(int(code in with_plan), 1)
        sums[code[:TOWNSHIP]] = sums.get(code[:TOWNSHIP], Coverage()) + has
    return sums


def _households(user: User) -> dict[str, Coverage]:
    return dict(_measured(Household.objects.counted_for(user).registered()))


def _measured(rows: "QuerySet[Household]") -> Iterator[tuple[str, Coverage]]:
    sums = (
        rows.order_by()
        .values_list(Substr("area_code", 1, TOWNSHIP))
        .annotate(have=Count("pk", filter=~Q(measure="")), due=Count("pk"))
    )
    for code, have, due in sums:
        yield code, Coverage(have, due)
