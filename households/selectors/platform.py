"""Reading the platform check: what the register and the 六有 platform count, side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Substr

from accounts.models import User
from accounts.scope import COUNTY, NOWHERE, TOWNSHIP
from households.models import Area, Household, PlatformDifference, PlatformLine, RegisterBatch
from households.models.register import HouseholdQuerySet

Sums = dict[tuple[str, str], tuple[int, int]]  # place and measure → households, persons
MEASURES = tuple((choice.value, str(choice.label)) for choice in Household.Measure)


@dataclass(frozen=True)
class MeasureLine:
    """One of the four measures at one place: households and persons here and on the platform."""

    measure: str
    label: str
    here_households: int = 0
    here_persons: int = 0
    there_households: int = 0
    there_persons: int = 0

    @property
    def households_off(self) -> int:
        """Return how many households more stand here than on the platform."""
        return self.here_households - self.there_households

    @property
    def persons_off(self) -> int:
        """Return how many persons more stand here than on the platform."""
        return self.here_persons - self.there_persons


@dataclass(frozen=True)
class PlaceCheck:
    """A place's four lines; `compared` is False where the extract has nothing of the place."""

    code: str
    name: str
    measures: tuple[MeasureLine, ...]
    differences: int = 0
    explained: int = 0
    compared: bool = True

    @property
    def open(self) -> int:
        """Return how many differences nobody has explained."""
        return self.differences - self.explained

    @property
    def share(self) -> int | None:
        """Return the explained share in whole per cent, rounded down; None without differences."""
        return self.explained * 100 // self.differences if self.differences else None


@dataclass(frozen=True)
class PlatformCheck:
    """The latest extract beside the register, township by township, with their sum."""

    batch: RegisterBatch
    compared_at: datetime
    townships: tuple[PlaceCheck, ...]
    total: PlaceCheck
    stale: bool = field(default=False)  # the register has moved since the comparison


def latest_extract(area_code: str) -> RegisterBatch | None:
    """Give the applied extract a place is checked against: the newest of its county.

    One that is being applied this moment has no lines yet and is none.
    """
    extracts = RegisterBatch.objects.within(area_code[:COUNTY]).filter(
        Exists(PlatformLine.objects.filter(batch=OuterRef("pk"))),
        kind=RegisterBatch.Kind.PLATFORM,
        state=RegisterBatch.State.APPLIED,
    )
    return extracts.order_by("-applied_at", "-pk").first()


def latest_extract_for(user: User) -> RegisterBatch | None:
    """Give the extract a user's area is checked against; its owner is the county."""
    if not user.is_active or user.area_code == NOWHERE:
        return None
    return latest_extract(user.area_code)


def platform_check(area_code: str) -> PlaceCheck | None:
    """Give a county's, township's or village's figures against its county's latest extract.

    None while there is no extract, or it has nothing of the place's township: then nothing can be
    said. Households count once in each of their measures, main and further. Source: domain B002.
    """
    batch = latest_extract(area_code)
    lines = PlatformLine.objects.filter(batch=batch).within(area_code[:TOWNSHIP])
    if batch is None or not lines.exists():
        return None
    length = len(area_code)
    name = Area.objects.filter(code=area_code).values_list("short_name", flat=True).first()
    (place,) = _places(
        [(area_code, name or area_code)],
        here_sums(Household.objects.within(area_code), length=length),
        there_sums(PlatformLine.objects.filter(batch=batch).within(area_code), length=length),
        _difference_sums(PlatformDifference.objects.filter(batch=batch), length=length),
    )
    return place


def platform_overview(user: User) -> PlatformCheck | None:
    """Give the townships of a user's area beside the latest extract; None while there is none."""
    batch = latest_extract_for(user)
    if batch is None:
        return None
    named = Area.objects.visible_to(user).townships().within(batch.area_code)
    names = list(named.values_list("code", "short_name")) or _above(user)
    lines = PlatformLine.objects.filter(batch=batch).visible_to(user)
    households = Household.objects.counted_for(user).within(batch.area_code)
    there = there_sums(lines, length=TOWNSHIP)
    above = PlatformLine.objects.filter(batch=batch).within(user.area_code[:TOWNSHIP])
    townships = above.order_by().values_list(Substr("area_code", 1, TOWNSHIP)).distinct()
    covered = {code for (code,) in townships}
    differences = PlatformDifference.objects.filter(batch=batch).visible_to(user)
    off = _difference_sums(differences, length=TOWNSHIP)
    here = here_sums(households, length=TOWNSHIP)
    counted = {code for code, _ in here} | covered
    named_here = [(code, name) for code, name in names if code in counted]
    places = _places(named_here, here, there, off, covered=covered)
    return PlatformCheck(
        batch=batch,
        compared_at=_compared_at(batch),
        townships=tuple(places),
        total=_total(places),
        stale=any(_moved(place, off.get(place.code)) for place in places if place.compared),
    )


def _above(user: User) -> list[tuple[str, str]]:
    """Give the township above a village's own user, so that his figures stand in one line."""
    code = user.area_code
    name = Area.objects.filter(code=code).values_list("short_name", flat=True).first()
    return [(code[:TOWNSHIP], name)] if name else []


def _compared_at(batch: RegisterBatch) -> datetime:
    """Give when the extract was last compared: with its applying, or again since."""
    told = batch.counts.get("compared_at")
    return datetime.fromisoformat(told) if told else batch.applied_at or batch.uploaded_at


def measures_of(main: str, further: Sequence[str]) -> set[str]:
    """Give the measures a household counts under: its main one and the further ones."""
    return {measure for measure in (main, *further) if measure}


def here_sums(households: HouseholdQuerySet, *, length: int) -> Sums:
    """Count registered households and their people by place (first digits) and measure."""
    rows = (
        households.registered()
        .order_by()
        .values_list(Substr("area_code", 1, length), "measure", "further_measures")
        .annotate(sum_households=Count("pk", distinct=True), sum_persons=Sum("person_count"))
    )
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for code, main, further, count, persons in rows:
        for measure in measures_of(main, further):
            sums[code, measure][0] += count
            sums[code, measure][1] += persons
    return {key: (count, persons) for key, (count, persons) in sums.items()}


def there_sums(lines: "QuerySet[PlatformLine]", *, length: int) -> Sums:
    """Count an extract's households and people by place (first digits) and measure."""
    rows = (
        lines.order_by()
        .values_list(Substr("area_code", 1, length), "measure")
        .annotate(sum_households=Count("pk"), sum_persons=Sum("person_count"))
    )
    return {(code, measure): (count, persons) for code, measure, count, persons in rows}


@dataclass(frozen=True)
class _Off:
    """The stored differences of a place: how many, how many explained, persons more here."""

    differences: int
    explained: int
    households: int
    persons: int


def _difference_sums(
    differences: "QuerySet[PlatformDifference]", *, length: int
) -> dict[str, _Off]:
    """Count a batch's differences that still stand, by the first digits of their place."""
    kinds = PlatformDifference.Kind
    rows = (
        standing(differences)
        .order_by()
        .values_list(Substr("area_code", 1, length))
        .annotate(
            sum_all=Count("pk"),
            sum_explained=Count("pk", filter=Q(explained_at__isnull=False)),
            sum_here=Count("pk", filter=Q(kind=kinds.ONLY_REGISTER)),
            sum_there=Count("pk", filter=Q(kind=kinds.ONLY_PLATFORM)),
            sum_persons=Sum(F("here_persons") - F("there_persons")),
        )
    )
    return {
        code: _Off(count, explained, here - there, persons)
        for code, count, explained, here, there, persons in rows
    }


def standing(differences: "QuerySet[PlatformDifference]") -> "QuerySet[PlatformDifference]":
    """Keep the differences that still stand: a settled one has equal figures on both sides."""
    return differences.exclude(here_persons=F("there_persons"))


def _places(
    names: Iterable[tuple[str, str]],
    here: Sums,
    there: Sums,
    off: Mapping[str, _Off],
    *,
    covered: set[str] | None = None,
) -> list[PlaceCheck]:
    """Put the sums of both sides beside each other, place by place."""
    found = []
    for code, name in names:
        lines = tuple(
            MeasureLine(
                measure,
                label,
                *here.get((code, measure), (0, 0)),
                *there.get((code, measure), (0, 0)),
            )
            for measure, label in MEASURES
        )
        known = off.get(code, _Off(0, 0, 0, 0))
        compared = covered is None or code in covered
        found.append(PlaceCheck(code, name, lines, known.differences, known.explained, compared))
    return found


def _moved(place: PlaceCheck, off: _Off | None) -> bool:
    """Whether today's figures are no longer those the stored differences were found with."""
    known = off or _Off(0, 0, 0, 0)
    households = sum(line.households_off for line in place.measures)
    persons = sum(line.persons_off for line in place.measures)
    return (households, persons) != (known.households, known.persons)


def _total(places: Sequence[PlaceCheck]) -> PlaceCheck:
    """Add up the townships that were compared, measure by measure."""
    compared = [place for place in places if place.compared]
    lines = []
    for at, (measure, label) in enumerate(MEASURES):
        parts = [place.measures[at] for place in compared]
        lines.append(
            MeasureLine(
                measure,
                label,
                sum(part.here_households for part in parts),
                sum(part.here_persons for part in parts),
                sum(part.there_households for part in parts),
                sum(part.there_persons for part in parts),
            )
        )
    return PlaceCheck(
        "",
        "合计",
        tuple(lines),
        sum(place.differences for place in compared),
        sum(place.explained for place in compared),
    )
