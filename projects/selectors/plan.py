"""A year's plan of a place: its targets, their parts a tier below, the register beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import Length, Substr

from accounts.models import AuditEvent, User
from accounts.scope import COUNTY, TOWNSHIP, VILLAGE
from households.models import Area
from projects.models import AnnualTarget
from projects.selectors.register import Figures, planned_by_place
from projects.standing import hands_down_to

_TIER_BELOW = {0: COUNTY, COUNTY: TOWNSHIP, TOWNSHIP: VILLAGE}
_WORDS = (
    ("villages", "摘帽村", "个"),
    ("households", "脱贫户", "户"),
    ("persons", "脱贫人口", "人"),
)
HISTORY_LENGTH = 30


@dataclass(frozen=True)
class Gap:
    """One figure that differs from what it should be, in words such as 底册少3人."""

    key: str
    text: str


@dataclass(frozen=True)
class Check:
    """Whether parts make the whole, or the register the plan: a label and the figures in words."""

    ok: bool
    label: str
    detail: str
    key: str = ""
    by_register: bool = False


@dataclass(frozen=True)
class PlanLine:
    """A place's share of the plan, what the register has marked, and what is broken down below.

    `parts` is the sum of the targets one tier below; None where nothing has been broken down.
    """

    code: str
    name: str
    target: Figures
    marked: Figures
    parts: Figures | None = None
    settable: bool = False

    @property
    def gaps(self) -> list[Gap]:
        """Give where the register differs from the target."""
        return gaps(self.target, self.marked, "底册")

    @property
    def agrees(self) -> bool:
        """Whether the register marks exactly what the plan asks."""
        return self.target == self.marked

    @property
    def is_township(self) -> bool:
        """Whether there are villages below."""
        return len(self.code) < VILLAGE

    @property
    def state(self) -> tuple[str, str]:
        """Give tone and word of the breaking down: 已平衡, 未平衡, 未分解, or — for no target."""
        if self.parts is None:
            return ("orange", "未分解") if any(self.target) else ("grey", "无任务")
        return ("green", "已平衡") if self.parts == self.target else ("red", "未平衡")

    @property
    def part_gaps(self) -> list[Gap]:
        """Give where the parts below differ from the target."""
        return [] if self.parts is None else gaps(self.target, self.parts, "各村之和")

    @property
    def cells(self) -> list[tuple[str, str, int, int]]:
        """Give key, label, target and marked figure of each of the three."""
        figures = zip(_WORDS, self.target, self.marked, strict=True)
        return [(key, label, target, marked) for (key, label, _), target, marked in figures]


@dataclass(frozen=True)
class Plan:
    """A year's plan of a place: the whole, its parts one tier below and their sum."""

    year: int
    code: str
    whole: PlanLine | None
    lines: tuple[PlanLine, ...]
    total: PlanLine

    @property
    def balanced(self) -> bool:
        """Whether the parts add up to the whole in all three figures."""
        return self.whole is None or self.whole.target == self.total.target

    @property
    def settable(self) -> bool:
        """Whether the reader may set any figure of this table."""
        return any(line.settable for line in (*self.lines, *([self.whole] if self.whole else [])))

    @property
    def checks(self) -> list[Check]:
        """Give whether the parts, then the register, make the whole: three figures each."""
        if self.whole is None:
            return []
        tier = "各乡镇" if len(self.code) == COUNTY else "各村"
        sums = _checks(
            f"{tier}{{label}}之和等于{self.whole.name}任务", self.whole, self.total.target
        )
        marked = _checks(
            f"底册标注的{{label}}等于{self.whole.name}任务", self.whole, self.total.marked
        )
        return [*sums, *(Check(c.ok, c.label, c.detail, c.key, by_register=True) for c in marked)]


def gaps(whole: Figures, found: Figures, subject: str) -> list[Gap]:
    """Say in words where figures differ from the whole: 底册少3人, 底册多1村."""
    units = {"villages": "村", "households": "户", "persons": "人"}
    return [
        Gap(key, f"{subject}{'少' if has < wants else '多'}{abs(has - wants):,}{units[key]}")
        for (key, _, _), wants, has in zip(_WORDS, whole, found, strict=True)
        if wants != has
    ]


def _checks(sentence: str, whole: PlanLine, found: Figures) -> list[Check]:
    checks = []
    for (key, label, unit), wants, has in zip(_WORDS, whole.target, found, strict=True):
        detail = f"{has:,}{unit}，任务{wants:,}{unit}"
        if has != wants:
            detail += f"，{'少' if has < wants else '多'}{abs(has - wants):,}{unit}"
        checks.append(Check(has == wants, sentence.format(label=label), detail, key))
    return checks


def years_of(user: User) -> list[int]:
    """Give the years that have targets, the latest first."""
    years = AnnualTarget.objects.visible_to(user).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def plan_of(user: User, *, year: int, code: str | None = None) -> Plan:
    """Give a year's plan of a place inside the user's area, his own unless given.

    A county is shown with its townships, a township with its villages, a village alone.
    """
    code = user.area_code if code is None else code
    digits = _TIER_BELOW.get(len(code), VILLAGE)
    marked = planned_by_place(code, year=year, digits=digits, user=user)
    targets = _targets(user, code, year, {len(code), digits})
    parts = _parts(user, code, year, digits)
    names = _names(user, code, digits)

    def line(place: str) -> PlanLine:
        asked, found = targets.get(place, Figures()), marked.get(place, Figures())
        may = hands_down_to(user, place)
        return PlanLine(place, names[place], asked, found, parts.get(place), settable=may)

    lines = tuple(line(place) for place in names if len(place) == digits)
    total = total_of(lines)
    whole = None
    if code in names and len(code) < digits:
        asked = targets.get(code, Figures())
        may = hands_down_to(user, code)
        whole = PlanLine(code, names[code], asked, total.marked, total.target, settable=may)
    return Plan(year, code, whole, lines, total)


def total_of(lines: Iterable[PlanLine]) -> PlanLine:
    """Add the lines up."""
    target, marked = Figures(), Figures()
    for line in lines:
        target, marked = target + line.target, marked + line.marked
    return PlanLine("", "合计", target, marked, target)


def changes_of(user: User, *, year: int, code: str) -> "QuerySet[AuditEvent]":
    """Give who set which target of a place and the tier below when, the newest first."""
    digits = _TIER_BELOW.get(len(code), VILLAGE)
    events = AuditEvent.objects.visible_to(user).within(code)
    events = events.annotate(digits=Length("area_code")).filter(digits__lte=digits)
    of_year = events.filter(action="set_target", detail__year=year)
    return of_year.select_related("actor__unit").order_by("-pk")[:HISTORY_LENGTH]


def _names(user: User, code: str, digits: int) -> dict[str, str]:
    areas = Area.objects.visible_to(user).within(code)
    shown = areas.annotate(digits=Length("code")).filter(digits__in={len(code), digits})
    return dict(shown.order_by("code").values_list("code", "short_name"))


def _targets(user: User, code: str, year: int, digits: set[int]) -> dict[str, Figures]:
    targets = AnnualTarget.objects.visible_to(user).within(code).filter(year=year)
    rows = targets.annotate(digits=Length("area_code")).filter(digits__in=digits)
    figures = rows.values_list("area_code", "villages", "households", "persons")
    return {place: Figures(*numbers) for place, *numbers in figures}


def _parts(user: User, code: str, year: int, digits: int) -> dict[str, Figures]:
    """Sum the targets two tiers below by the places one tier below."""
    targets = AnnualTarget.objects.visible_to(user).within(code).filter(year=year)
    below = targets.annotate(digits=Length("area_code")).filter(digits=_TIER_BELOW.get(digits, -1))
    sums = (
        below.order_by()
        .values_list(Substr("area_code", 1, digits))
        .annotate(v=Sum("villages"), h=Sum("households"), p=Sum("persons"))
    )
    return {place: Figures(*numbers) for place, *numbers in sums}
