"""Reading what the key-household rules need: facts of many households, standards by place."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Min, QuerySet

from accounts.models import Parameter
from households.concerns.facts import HouseholdFacts, Income, Person, Standards, YearFacts
from households.concerns.standards import shipped_standards, shipped_words
from households.identity import birth_date
from households.models import Household, HouseholdIncome, HouseholdYear, Member

_PERSON = ("schooling", "labour", "marriage", "work_months")
_INCOME = ("wages", "business", "property_income", "transfers", "costs")
_YEAR = (
    *("only_house", "house_structure", "near_hazard", "industry", "employment", "setback"),
    *("lacks_drive", "relapse_risk"),
)


_BLANK = (None, "")
Keys = Any  # a queryset of the keys of households


class StandardsByPlace:
    """The standards in force on a day in one county; the nearest place's own value wins."""

    def __init__(self, *, county: str, on: date) -> None:
        keys = {row["key"] for row in shipped_standards()}
        rows = Parameter.objects.valid_on(on).filter(key__in=keys, area_code__in=["", county])
        inside = Parameter.objects.valid_on(on).filter(key__in=keys).within(county)
        found = (rows | inside).order_by("valid_from")
        self.rows = sorted(found, key=lambda row: len(row.area_code))
        self._made: dict[tuple[int | None, ...], Standards] = {}
        self._of: dict[str, Standards] = {}

    def of(self, area_code: str) -> Standards:
        """Give the standards of a place; places under the same values share them."""
        if area_code not in self._of:
            self._of[area_code] = self._find(area_code)
        return self._of[area_code]

    def _find(self, area_code: str) -> Standards:
        here = [row for row in self.rows if area_code.startswith(row.area_code)]
        same = tuple(row.pk for row in here)
        if same not in self._made:
            numbers: dict[str, Decimal] = {row.key: row.value for row in here}
            self._made[same] = Standards(numbers, shipped_words())
        return self._made[same]


def facts_of(
    households: "QuerySet[Household]", *, on: date
) -> Iterator[tuple[int, str, HouseholdFacts]]:
    """Give each household's key, place and facts: of each kind the newest year up to the day's.

    Six queries for any number of households.
    """
    keys = households.order_by().values("pk")
    people = _people(keys)
    incomes = _incomes(keys, year=on.year)
    years = _years(keys, year=on.year)
    rows = households.order_by("pk").values_list("pk", "area_code", "registered", "person_count")
    for pk, area_code, registered, person_count in rows:
        yield (
            pk,
            area_code,
            HouseholdFacts(
                registered, person_count, tuple(people[pk]), incomes.get(pk), years.get(pk)
            ),
        )


def _people(keys: Keys) -> dict[int, list[Person]]:
    """Give the people of each household; each word about health is unsealed once, not per head."""
    rows = Member.objects.filter(household__in=keys).order_by()
    health = _health_words(rows)
    found: dict[int, list[Person]] = defaultdict(list)
    columns = ("household_id", "identity_number", "health_key", *_PERSON)
    for household, number, key, *rest in rows.values_list(*columns):
        found[household].append(Person(_birth(number), health.get(key, ""), *rest))
    return found


def _health_words(rows: "QuerySet[Member]") -> dict[str, str]:
    """Give what each index of a health entry stands for, by one row that has it."""
    one_each = rows.values("health_key").annotate(one=Min("pk")).values("one")
    return dict(Member.objects.filter(pk__in=one_each).values_list("health_key", "health"))


def _birth(number: str) -> date | None:
    """Give the birth date of an identity number, None where it has none."""
    try:
        return birth_date(number)
    except ValueError:
        return None


def _incomes(keys: Keys, *, year: int) -> dict[int, Income]:
    """Give the newest income of each household: a later row of the same one replaces it."""
    rows = HouseholdIncome.objects.filter(household__in=keys, year__lte=year).order_by("year")
    given = rows.values_list("household_id", "year", "net_income_pc", *_INCOME)
    return {household: Income(*rest) for household, *rest in given}


def _years(keys: Keys, *, year: int) -> dict[int, YearFacts]:
    """Give what is known of each household: of every fact the newest entry.

    A year in which nothing was entered, such as one made by closing the books, says nothing; a
    setback (K08) is told of the newest year in which anything was entered, and not carried on.
    """
    rows = HouseholdYear.objects.filter(household__in=keys, year__lte=year).order_by("year")
    found: dict[int, YearFacts] = {}
    for household, *rest in rows.values_list("household_id", "year", *_YEAR):
        facts = YearFacts(*rest)
        if any(value not in _BLANK for value in facts[1:]):
            before = found.get(household)
            found[household] = _over(before, facts) if before else facts
    return found


def _over(before: YearFacts, now: YearFacts) -> YearFacts:
    """Lay a newer year over what was known: what it does not say stays as it was."""
    said: dict[str, Any] = {
        name: value for name, value in now._asdict().items() if value not in _BLANK
    }
    return before._replace(**(said | {"setback": now.setback}))
