"""Reading the board of the five posts: who serves, since when, seen when, what is empty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from accounts.models import User
from accounts.scope import TOWNSHIP, VILLAGE
from households.models import Area, HelperPairing, Household, Posting, PostingSighting

PAIRED = Posting.Post.PAIRED_UNIT


@dataclass(frozen=True)
class BoardSlot:
    """One post of a village: who is in it (None is a gap) and how a visitor last found him."""

    post: str
    label: str
    posting: Posting | None
    sighting: PostingSighting | None

    @property
    def who(self) -> str:
        """Give the person in post, or the unit where a unit is."""
        if self.posting is None:
            return ""
        return self.posting.person_name or str(self.posting.unit or "")

    @property
    def unit(self) -> str:
        """Give the unit a person comes from."""
        named = self.posting is not None and self.posting.person_name and self.posting.unit
        return str(named) if named else ""


@dataclass(frozen=True)
class BoardRow:
    """A village with the posts it must have."""

    village: Area
    slots: tuple[BoardSlot, ...]

    @property
    def gaps(self) -> int:
        """Give how many of its posts are empty."""
        return sum(slot.posting is None for slot in self.slots)

    @property
    def gaps_text(self) -> str:
        """Say how many of its posts are empty."""
        return f"缺{self.gaps}岗"


@dataclass(frozen=True)
class BoardSums:
    """Poor villages and how many have all five; the gaps of each post; villages without a unit."""

    poor: int
    complete: int
    other: int
    gaps: tuple[tuple[str, str, int], ...]  # post, its name, villages without


@dataclass(frozen=True)
class Coverage:
    """Registered households of a place, and how many of them have a helper."""

    code: str
    name: str
    helped: int
    households: int

    @property
    def missing(self) -> int:
        """Give the households without a helper."""
        return self.households - self.helped

    @property
    def of_text(self) -> str:
        """Say of how many."""
        return f"/ {self.households:,} 户（{self.percent}）"

    @property
    def tone(self) -> str:
        """Give green where every household has a helper."""
        return "orange" if self.missing else "green"

    @property
    def percent(self) -> str:
        """Give the share in percent, cut and not rounded up: 100.00% only when all have one."""
        if not self.households:
            return "—"
        parts = self.helped * 10000 // self.households
        return f"{parts // 100}.{parts % 100:02}%"


def posts_of(village: Area) -> tuple[str, ...]:
    """Give the posts a village must have: five for a poor one, else its paired unit. 000-42."""
    return Posting.FIVE if village.is_poor else (PAIRED,)


def board_rows(villages: Iterable[Area], *, on: date) -> list[BoardRow]:
    """Give villages with their posts on a day; two queries for any number of villages."""
    villages = list(villages)
    serving = Posting.objects.filter(village__in=[village.code for village in villages])
    held = {
        (posting.area_code, posting.post): posting
        for posting in serving.serving_on(on).select_related("unit", "village")
    }
    seen = last_sightings([posting.pk for posting in held.values()], on=on)
    return [
        BoardRow(village, tuple(_slot(village, post, held, seen) for post in posts_of(village)))
        for village in villages
    ]


def _slot(
    village: Area,
    post: str,
    held: dict[tuple[str, str], Posting],
    seen: dict[int, PostingSighting],
) -> BoardSlot:
    posting = held.get((village.code, post))
    sighting = seen.get(posting.pk) if posting else None
    return BoardSlot(post, str(Posting.Post(post).label), posting, sighting)


def last_sightings(postings: Sequence[int], *, on: date) -> dict[int, PostingSighting]:
    """Give each posting's newest sighting up to a day."""
    rows = PostingSighting.objects.filter(posting__in=postings, seen_on__lte=on)
    return {row.posting_id: row for row in rows.order_by("seen_on", "pk")}


def board_sums(user: User, *, on: date) -> BoardSums:
    """Count complete villages and the empty posts over all villages a user sees."""
    villages = Area.objects.visible_to(user).villages()
    poor = villages.poor_villages()
    numbers = villages.aggregate(
        poor=Count("pk", filter=Q(is_poor=True)), other=Count("pk", filter=Q(is_poor=False))
    )
    held = _held(villages, on=on)
    gaps = [(post, numbers["poor"] - held.get((True, post), 0)) for post in Posting.FIVE]
    gaps.append((PAIRED, numbers["other"] - held.get((False, PAIRED), 0)))
    return BoardSums(
        poor=numbers["poor"],
        complete=numbers["poor"] - poor.filter(lacking("any", on=on)).count(),
        other=numbers["other"],
        gaps=tuple((post, str(Posting.Post(post).label), number) for post, number in gaps),
    )


def _held(villages: "QuerySet[Area]", *, on: date) -> dict[tuple[bool, str], int]:
    """Count the villages of each kind in which a post is held."""
    serving = Posting.objects.filter(village__in=villages.values("pk")).serving_on(on)
    rows = serving.order_by().values_list("village__is_poor", "post")
    return {
        (poor, post): number
        for poor, post, number in rows.annotate(number=Count("village", distinct=True))
    }


def lacking(post: str, *, on: date) -> Q:
    """Give the villages where a post they must have is empty on a day; "any" is one of them."""
    serving = Posting.objects.serving_on(on).filter(village=OuterRef("pk"))
    lacks = Q(pk__in=[])
    for one in Posting.Post.values:
        if post in {one, "any"}:
            lacks |= Q(Q(is_poor=one in Posting.FIVE), ~Exists(serving.filter(post=one)))
    return lacks


def summed_places(user: User) -> tuple[int, list[tuple[str, str]]]:
    """Give the digits and the places sums stand for: townships, or a village user's village."""
    areas = Area.objects.visible_to(user)
    if len(user.area_code) > TOWNSHIP:
        return VILLAGE, list(areas.villages().values_list("code", "short_name"))
    return TOWNSHIP, list(areas.townships().values_list("code", "short_name"))


def coverage(user: User) -> list[Coverage]:
    """Give the townships a user sees with their registered households and those with a helper.

    The same rows as the household list under 帮扶责任人 已落实 / 未落实. Source: 000-45.
    """
    digits, places = summed_places(user)
    helped = Exists(HelperPairing.objects.filter(household=OuterRef("pk"), ends_on=None))
    rows = (
        Household.objects.counted_for(user)
        .registered()
        .order_by()
        .values_list(Substr("area_code", 1, digits))
        .annotate(households=Count("pk"), helped=Count("pk", filter=helped))
    )
    found = {code: (with_helper, number) for code, number, with_helper in rows}
    return [Coverage(code, name, *found.get(code, (0, 0))) for code, name in places]


def total_coverage(lines: Sequence[Coverage]) -> Coverage:
    """Add the townships up."""
    helped, households = sum(one.helped for one in lines), sum(one.households for one in lines)
    return Coverage("", "合计", helped, households)


@dataclass(frozen=True)
class PostHistory:
    """A post of a village with all its terms, the newest first, each with what visitors saw."""

    post: str
    label: str
    terms: tuple[tuple[Posting, tuple[PostingSighting, ...]], ...]
    vacant: bool


def history(village: Area, *, on: date) -> list[PostHistory]:
    """Give the terms of a village's posts; posts it need not have now only where it had them."""
    terms = Posting.objects.filter(village=village).select_related("unit")
    by_post: dict[str, list[Posting]] = {}
    for posting in terms.prefetch_related("sightings").order_by("-starts_on", "-pk"):
        by_post.setdefault(posting.post, []).append(posting)
    now = posts_of(village)
    posts = [post for post in Posting.Post.values if post in now or post in by_post]
    return [
        PostHistory(
            post,
            str(Posting.Post(post).label),
            tuple((term, tuple(term.sightings.all())) for term in by_post.get(post, [])),
            post in now and not any(_serves(term, on) for term in by_post.get(post, [])),
        )
        for post in posts
    ]


def _serves(term: Posting, on: date) -> bool:
    return term.starts_on <= on and (term.ends_on is None or term.ends_on >= on)
