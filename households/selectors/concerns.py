"""Reading the flags of key households: sums by township and kind, households, one working."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr

from accounts.masking import Show, show_of
from accounts.models import Job, Role, User
from accounts.scope import COUNTY, TOWNSHIP
from households.concerns.facts import JOB, KINDS
from households.concerns.finding import plain
from households.concerns.rules import judge
from households.models import ConcernFlag, Household
from households.selectors.concern_facts import StandardsByPlace, facts_of
from households.selectors.postings import summed_places

BORDERLINE, ILL = "K00", "K04"


@dataclass(frozen=True)
class ConcernLine:
    """A township: households by kind, and how many there are; one may be of several kinds."""

    code: str
    name: str
    counts: tuple[tuple[str, int], ...]  # kind and households, in the order of KINDS
    households: int
    borderline_persons: int

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """Give kind, its short name and households."""
        return [(code, KINDS[code].short, number) for code, number in self.counts]


@dataclass(frozen=True)
class KindFinding:
    """What the rules say of a household for one kind; `holds` None is 资料不全."""

    code: str
    name: str
    holds: bool | None
    working: str


@dataclass(frozen=True)
class LastRun:
    """By which day's facts a county was last worked out, and households that lack facts."""

    on: date
    counts: tuple[tuple[str, int], ...]


def counted_flags(user: User) -> "QuerySet[ConcernFlag]":
    """Give the flags of the households a user may see, for sums."""
    if not user.has_perm("households.view_concernflag"):
        return ConcernFlag.objects.none()
    rows = ConcernFlag.objects.visible_to(user)
    if user.has_role(Role.HELPER):
        return rows.filter(household__in=Household.objects.visible_to(user))
    return rows


def visible_flags(user: User) -> "QuerySet[ConcernFlag]":
    """Give the flags a user may read by household: who is ill only to those who may know it."""
    rows = counted_flags(user)
    return rows.exclude(code=ILL) if hides_illness(user) else rows


def hides_illness(user: User) -> bool:
    """Whether a user gets nothing of people's health, by the masking registry."""
    return show_of(user, "illness") is Show.HIDE


def concern_lines(user: User) -> list[ConcernLine]:
    """Give the townships a user sees with their flagged households by kind."""
    digits, places = summed_places(user)
    flags = counted_flags(user).order_by().annotate(place=Substr("area_code", 1, digits))
    by_kind = flags.values_list("place", "code").annotate(number=Count("pk"))
    counts = {(place, code): number for place, code, number in by_kind}
    each = flags.values_list("place").annotate(number=Count("household", distinct=True))
    households = dict(each)
    risky = flags.filter(code=BORDERLINE).values_list("place")
    persons = dict(risky.annotate(number=Sum("household__person_count")))
    return [
        ConcernLine(
            place,
            name,
            tuple((code, counts.get((place, code), 0)) for code in KINDS),
            households.get(place, 0),
            persons.get(place, 0),
        )
        for place, name in places
    ]


def total_line(lines: Sequence[ConcernLine]) -> ConcernLine:
    """Add the townships up: a household stands in one township, so distinct ones add up too."""
    sums: Counter[str] = Counter()
    for line in lines:
        sums.update(dict(line.counts))
    return ConcernLine(
        "",
        "合计",
        tuple((code, sums[code]) for code in KINDS),
        sum(line.households for line in lines),
        sum(line.borderline_persons for line in lines),
    )


def last_run(user: User) -> LastRun | None:
    """Give the newest finished run over the user's county, with 资料不全 in his townships."""
    county = user.area_code[:COUNTY]
    runs = Job.objects.filter(kind=JOB, state=Job.State.DONE)
    if county:
        runs = runs.filter(key__startswith=f"{county}:")
    run = runs.order_by("-finished_at").first()
    if run is None or len(user.area_code) > TOWNSHIP:
        return None
    sums: Counter[str] = Counter()
    for township, kinds in run.result.get("incomplete", {}).items():
        if township.startswith(user.area_code):
            sums.update(kinds)
    return LastRun(
        date.fromisoformat(run.result["on"]), tuple((code, sums[code]) for code in KINDS)
    )


def findings(household: Household, *, on: date) -> list[KindFinding]:
    """Work every kind out for one household, from its facts and the standards of the day."""
    standards = StandardsByPlace(county=household.area_code[:COUNTY], on=on)
    ((_, area_code, facts),) = facts_of(Household.objects.filter(pk=household.pk), on=on)
    found = judge(facts, standards.of(area_code), on=on)
    return [KindFinding(code, KINDS[code].name, *finding) for code, finding in found.items()]


@dataclass(frozen=True)
class StandardLine:
    """A standard in force: what it is called, its number, where and since when, by what source."""

    label: str
    value: str
    place: str
    valid_from: date
    source: str


def standards_in_force(user: User, *, on: date) -> list[StandardLine]:
    """Give the county's standards of the day; none to a user of no single county."""
    county = user.area_code[:COUNTY]
    if not county:
        return []
    rows = StandardsByPlace(county=county, on=on).rows
    return [
        StandardLine(
            row.label,
            f"{plain(row.value)}{row.unit}",
            {"": "全部", county: "本区县"}.get(row.area_code, row.area_code),
            row.valid_from,
            row.source,
        )
        for row in rows
    ]
