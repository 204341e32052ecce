"""Households by income per person: the lower edge belongs to a band, a year at a time."""

import pytest

from accounts.lists import Asker
from households.facts.income_bands import BANDS
from households.filters.register import HouseholdFilter
from households.models import Household, HouseholdIncome
from tests.make import make_household, make_user

pytestmark = pytest.mark.django_db


def test_every_income_is_in_one_band_and_a_household_without_is_unknown():
    for year, amounts in ((2014, [100, 100, 100]), (2015, [1999.99, 2000, 6000])):
        for number, amount in enumerate(amounts):
            household = Household.objects.filter(household_no=f"n{number}").first()
            household = household or make_household(household_no=f"n{number}")
            HouseholdIncome.objects.create(
                household=household,
                area_code=household.area_code,
                year=year,
                net_income_pc=amount,
            )
    make_household(household_no="none")
    asker = Asker(make_user())

    def numbers(**asked: str) -> list[str]:
        kept = HouseholdFilter(asked, queryset=Household.objects.all(), request=asker)
        assert kept.is_valid()
        return sorted(kept.qs.values_list("household_no", flat=True))

    newest = {key: numbers(income=key) for key in (*BANDS, "unknown")}
    assert newest == {
        "below2000": ["n0"],
        "from2000": ["n1"],
        "from3000": [],
        "from4500": [],
        "from6000": ["n2"],
        "unknown": ["none"],
    }
    assert numbers(income="below2000", income_year="2014") == ["n0", "n1", "n2"]
    assert numbers(income="unknown", income_year="2013") == ["n0", "n1", "n2", "none"]
