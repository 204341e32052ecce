"""What a list of problems is read against: a county's places, units, households and words."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from accounts.models import Unit, UnitAlias
from accounts.scope import COUNTY, TOWNSHIP
from households.checking.places import Places, places_from
from households.identity import normal_text
from households.models import Area, AreaAlias, Household, Member
from inspections.models import ProblemCategory, ProblemSource
from inspections.selectors.known_items import KnownItem, categories_by_name, known_items
from inspections.selectors.names import longest_first
from inspections.selectors.sources import sources_for

T = TypeVar("T")
PORTION = 500  # values in one query


@dataclass
class KnownHousehold:
    """A household of the register with the names of its people, the longest first."""

    number: str
    head: str
    village: str
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class UploadFacts:
    """Everything a row is checked against; loaded once for a file."""

    scope: str
    today: date
    places: Places
    areas: dict[str, Area]
    units: dict[str, list[Unit]]
    categories: dict[str, ProblemCategory]
    items: dict[str, KnownItem]
    sources: dict[str, ProblemSource]
    households: dict[str, list[KnownHousehold]]


def upload_facts(
    *, scope: str, on: date, named: Collection[str], numbers: Collection[str]
) -> UploadFacts:
    """Load what rows are checked against in a number of queries that does not grow with them.

    `named` are householders' names, `numbers` household numbers, as they stand in the file.
    """
    county = scope[:COUNTY]
    areas = {area.code: area for area in Area.objects.within(county).select_related("parent")}
    aliases = AreaAlias.objects.within(county).values_list(
        "area_id", "name", "valid_from", "valid_to"
    )
    rows = ((area.code, area.name, area.level) for area in areas.values())
    return UploadFacts(
        scope=scope,
        today=on,
        places=places_from(rows, aliases, on=on),
        areas=areas,
        units=_units(county),
        categories=categories_by_name(),
        items=known_items(county),
        sources={source.name: source for source in sources_for(scope)},
        households=_households(scope, named, numbers),
    )


def _units(county: str) -> dict[str, list[Unit]]:
    """Give the units of a county and its places by every name they have."""
    named: dict[str, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.within(county):
        named[normal_text(unit.name)].append(unit)
    for alias in UnitAlias.objects.within(county).select_related("unit"):
        known = named[normal_text(alias.name)]
        if alias.unit not in known:
            known.append(alias.unit)
    return named


def _households(
    scope: str, named: Collection[str], numbers: Collection[str]
) -> dict[str, list[KnownHousehold]]:
    """Give the households of the scope by number and by householder, with their people's names."""
    found: dict[int, KnownHousehold] = {}
    for column, values in (("household_no", numbers), ("head_name", named)):
        for part in _portions(sorted(values)):
            rows = Household.objects.within(scope).filter(**{f"{column}__in": part})
            fields = rows.values_list("pk", "household_no", "head_name", "village_id")
            found |= {
                pk: KnownHousehold(number, head, village) for pk, number, head, village in fields
            }
    for pks in _portions(sorted(found)):
        people = Member.objects.filter(household__in=pks).values_list("household_id", "name")
        for household, name in people:
            found[household].names.append(name)
    known: dict[str, list[KnownHousehold]] = defaultdict(list)
    for one in found.values():
        one.names = longest_first({one.head, *one.names})
        known[one.number].append(one)
        known[normal_text(one.head)].append(one)
    return known


def _portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), PORTION):
        yield values[start : start + PORTION]


def villages_named(facts: UploadFacts, name: str) -> list[str]:
    """Give the codes of the scope's villages of a name, for a row that names no township."""
    codes = {code for code in facts.places.townships.values() if code.startswith(facts.scope)}
    codes.add(facts.scope[:TOWNSHIP])
    names = {code: label for label, code in facts.places.townships.items()}
    found = [facts.places.look("", names.get(code, ""), name) for code in sorted(codes)]
    return [one.code for one in found if one.code.startswith(facts.scope) and one.code]
