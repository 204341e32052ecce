"""Who the poor of a county are, by township, in several ways of sorting them, as it stands now.

Only a county has it: a township's own table beside the county's would tell what that one hides.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Value, When
from django.db.models.functions import Substr

from accounts.masking import Show, show_of
from accounts.models import User
from accounts.scope import COUNTY, TOWNSHIP
from accounts.sealing import search_key
from households.checking.words import HEALTH
from households.facts.income_bands import BANDS, CHOICES, UNKNOWN
from households.filters.register import NO_MEASURE
from households.models import Household, HouseholdIncome, Member
from households.selectors.income_bands import income_year, of_band
from reports.board.making import MEMBERS, Maker
from reports.board.people import Kind, make_up_of
from reports.board.shapes import MakeUp
from reports.facts.figures import HOUSEHOLDS
from reports.selectors.board.places import place_of


def _words(choices: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), str(label)) for key, label in choices)


def _of_households(key: str, label: str, choices: Any, **more: Any) -> Kind:
    return Kind(key, label, "户", HOUSEHOLDS, key, _words(choices), **more)


MAKE_UPS = {
    kind.key: kind
    for kind in (
        _of_households("cause", "主要致贫原因", Household.Cause.choices),
        _of_households("attribute", "贫困户属性", Household.Attribute.choices),
        _of_households(
            "measure", "四个一批", [*Household.Measure.choices, ("", "未定")], zero=NO_MEASURE
        ),
        _of_households("income", "人均纯收入", CHOICES),
        _of_households("status", "脱贫状态", Household.Status.choices, sensitive=False),
        Kind(
            "health", "成员健康状况", "人", MEMBERS, "health", _words(HEALTH.items()), partial=True
        ),
    )
}
"""The ways of sorting, by key. Causes, attributes (低保), measures (医疗救助, 兜底), incomes and
health tell of illness, disability or income: small counts of them are hidden."""

PLAIN = ("cause", "attribute", "measure", "status")
HEALTH_KIND, INCOME_KIND = "health", "income"
Counts = Counter[tuple[str, str]]


def kinds_for(user: User) -> tuple[Kind, ...]:
    """Give the ways of sorting a person may see: health only where he may read it in full."""
    full = show_of(user, "illness") is Show.FULL
    return tuple(kind for kind in MAKE_UPS.values() if full or kind.key != HEALTH_KIND)


def make_up(code: str, key: str, *, on: date, user: User) -> MakeUp | None:
    """Give a county's make-up of one kind; None for no county of his or a kind he may not see."""
    found = make_ups(code, on=on, user=user, only=key)
    return found[0] if found else None


def make_ups(code: str, *, on: date, user: User, only: str = "") -> tuple[MakeUp, ...] | None:
    """Give a county's make-up by township in every way the user may see, or in one of them.

    None for a place that is no county of the user's. Five queries: the register is read once.
    """
    place = place_of(code, user) if len(code) == COUNTY else None
    if place is None:
        return None
    kinds = [kind for kind in kinds_for(user) if only in ("", kind.key)]
    found = _counts(code, {kind.key for kind in kinds}, user)
    places = place.rows({part for counts in found.values() for part, _ in counts})
    year = income_year(user) if INCOME_KIND in found else 0
    if year:
        found[INCOME_KIND] = _incomes(code, year, user, found[INCOME_KIND])
    return tuple(
        make_up_of(Maker(code, on), _of_year(kind, year), places, found[kind.key])
        for kind in kinds
    )


def _of_year(kind: Kind, year: int) -> Kind:
    """Give the incomes the year they are of, in their name and in their lists."""
    if kind.key != INCOME_KIND or not year:
        return kind
    more = (("income_year", str(year)),)
    return replace(kind, more=more, label=f"{year}年{kind.label}")


def _counts(code: str, keys: set[str], user: User) -> dict[str, Counts]:
    """Count by (township, kind) in one reading of the register; incomes are all unknown yet."""
    fields = [field for field in PLAIN if field in keys]
    found: dict[str, Counts] = {key: Counter() for key in keys}
    rows = Household.objects.counted_for(user).registered().within(code)
    parts = rows.annotate(part=Substr("area_code", 1, TOWNSHIP)).order_by()
    if fields or INCOME_KIND in keys:
        for part, *sorts, number in parts.values_list("part", *fields).annotate(
            number=Count("pk")
        ):
            for field, kind in zip(fields, sorts, strict=True):
                found[field][part, kind] += number
            if INCOME_KIND in keys:
                found[INCOME_KIND][part, UNKNOWN] += number
    if HEALTH_KIND in keys:
        found[HEALTH_KIND] = _health(code, user)
    return found


def _incomes(code: str, year: int, user: User, unknown: Counts) -> Counts:
    """Count incomes of the year by band; who has none stays unknown."""
    households = Household.objects.counted_for(user).registered().within(code)
    band = Case(*(When(of_band(key), then=Value(key)) for key in BANDS), output_field=CharField())
    rows = HouseholdIncome.objects.within(code).filter(year=year, household__in=households)
    found = Counter(unknown)
    for part, key, number in _grouped(rows.annotate(band=band), "band"):
        found[part, key] += number
        found[part, UNKNOWN] -= number
    return found


def _health(code: str, user: User) -> Counts:
    """Count people by state of health through its keyed index; the words are never opened."""
    words = {search_key(word): word for word in HEALTH}
    rows = Member.objects.visible_to(user).within(code).filter(household__registered=True)
    found = _grouped(rows.filter(health_key__in=words), "health_key")
    return Counter({(part, words[key]): number for part, key, number in found})


def _grouped(rows: Any, field: str) -> Iterator[tuple[str, str, int]]:
    parts = rows.annotate(part=Substr("area_code", 1, TOWNSHIP)).order_by()
    yield from parts.values_list("part", field).annotate(number=Count("pk"))
