from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from households.models import HouseholdYear
from households.services.facts import close_year, set_income, set_year_facts
from tests.make import COUNTY, make_area, make_household

pytestmark = pytest.mark.django_db
TODAY = date(2016, 7, 29)
CLOSED = datetime(2016, 12, 31, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PARTS = dict.fromkeys(("wages", "business", "property_income", "transfers", "costs"), Decimal(100))


def income(household, parts, year=2015, **given):
    return set_income(household=household, year=year, parts=parts, by=None, on=TODAY, **given)


def facts(household, year=2016, reason="", **given):
    return set_year_facts(
        household=household, year=year, facts=given, by=None, on=TODAY, reason=reason
    )


def test_the_net_per_person_is_worked_out_from_its_sources():
    household = make_household(person_count=4)
    stored = income(household, PARTS, net_income_pc=Decimal(9999))
    assert (stored.net_income_pc, stored.person_count) == (Decimal("75.00"), 4)

    income(household, PARTS | {"costs": Decimal(1000)})

    assert household.incomes.get().net_income_pc == Decimal("-150.00")
    assert AuditEvent.objects.filter(action="set_income").count() == 2


@pytest.mark.parametrize(
    ("parts", "given", "reason"),
    [
        (PARTS | {"wages": None}, {}, "没有的填0"),
        (PARTS | {"wages": Decimal(-1)}, {}, "不能为负数"),
        ({}, {}, "或只填人均纯收入"),
        ({}, {"net_income_pc": Decimal(-1)}, "须填各项"),
        ({}, {"net_income_pc": Decimal(1), "year": 2017}, "年度应在"),
    ],
)
def test_an_income_that_cannot_be_is_refused(parts, given, reason):
    with pytest.raises(RuleBroken, match=reason):
        income(make_household(), parts, **given)


def test_the_net_alone_is_kept_as_told():
    assert income(make_household(), {}, net_income_pc=Decimal(2900)).wages is None


def test_a_year_takes_its_class_from_the_household_and_works_out_what_is_due():
    household = make_household(attribute="allowance", measure="medical", safe_water=True)
    row = facts(household, food=True, water=False, policies_received=["ncms"])

    assert (row.attribute, row.measure, row.food, row.water) == (
        "allowance",
        "medical",
        True,
        False,
    )
    assert row.policies_due == ["ncms", "illness_aid", "allowance", "water"]
    event = AuditEvent.objects.get(action="set_year_facts")
    assert event.detail == {"year": 2016, "fields": ["food", "policies_received", "water"]}


def test_what_is_not_named_stays():
    household = make_household()
    facts(household, food=True, house_grade="C")
    facts(household, house_grade="B")
    row = household.years.get()
    assert (row.food, row.house_grade) == (True, "B")


def test_unknown_facts_and_policies_are_refused():
    with pytest.raises(RuleBroken, match="没有这些项目：colour、free_beer"):
        facts(make_household(), colour="red", policies_received=["free_beer"])


def close(year=2016, **given):
    return close_year(county=make_area(COUNTY), year=year, by=None, at=CLOSED, **given)


def test_closing_a_year_keeps_every_household_as_it_stands():
    told, untold = make_household(cause="illness"), make_household(further_causes=["skill"])
    make_household(make_area("510311105201"))
    make_household(registered=False)
    facts(told, food=True)
    told.cause, told.further_causes = "schooling", ["land", "water"]
    told.save(update_fields=["cause", "further_causes"])

    assert close() == (1, 1)

    rows = {row.household_id: row for row in HouseholdYear.objects.all()}
    assert rows.keys() == {told.pk, untold.pk}
    first, second = rows[told.pk], rows[untold.pk]
    assert (first.food, first.cause, first.further_causes) == (
        True,
        "schooling",
        ["land", "water"],
    )
    assert (second.cause, second.further_causes, second.closed_at) == (
        "illness",
        ["skill"],
        CLOSED,
    )


def test_a_closed_year_is_overwritten_only_for_a_reason():
    household = make_household()
    close()
    with pytest.raises(RuleBroken, match="已封存"):
        close()
    with pytest.raises(RuleBroken, match="更正须写明原因"):
        facts(household, food=True)

    facts(household, food=True, reason="核实后更正")
    make_household()
    assert close(reason="补录一户") == (1, 1)


def test_closing_asks_the_same_queries_for_any_number(django_assert_max_num_queries):
    for _ in range(30):
        facts(make_household())
        make_household()
    with django_assert_max_num_queries(12):
        assert close() == (30, 30)
