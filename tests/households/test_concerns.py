"""Flags in the register: set by a run, kept, taken away, marked by hand; the page and the API."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Job, Parameter
from households import tasks
from households.models import ConcernFlag
from households.services.concerns import (
    flag_household,
    load_standards,
    mark_other,
    unmark_other,
)
from households.services.facts import set_year_facts
from tests.households.watched import BEFORE, EARNED, TODAY, household, kinds, run
from tests.make import COUNTY, make_area, make_household

pytestmark = pytest.mark.django_db


def test_a_run_flags_by_the_rules_and_tells_what_it_did():
    near, sound = household(near_hazard=True), household()

    done = run()

    assert (kinds(near), kinds(sound)) == (["K07"], [])
    assert (done.households, done.added, done.changed, done.removed) == (2, 1, 0, 0)
    assert AuditEvent.objects.get(action="flag_households").detail["added"] == 1


def test_the_same_facts_again_change_nothing():
    household(near_hazard=True)
    run(on=BEFORE)
    before = list(ConcernFlag.objects.values())

    done = run(on=TODAY)

    assert list(ConcernFlag.objects.values()) == before
    assert (done.added, done.changed, done.removed) == (0, 0, 0)


def test_new_figures_keep_the_day_and_gone_facts_take_the_flag_away():
    one = household(near_hazard=True)
    one.incomes.update(**EARNED)
    run(on=BEFORE)
    one.incomes.update(transfers=4300, wages=5700)
    one.years.update(near_hazard=False)

    done = run(on=TODAY)

    (flag,) = one.flags.all()
    assert (flag.code, flag.flagged_on) == ("K01", BEFORE)
    assert flag.working == "2015年转移性收入 4,300 ÷ 总收入 10,000 = 43.00% ＞ 40%"
    assert (done.added, done.changed, done.removed) == (0, 1, 1)


def test_a_mark_made_by_hand_stays(verifier):
    one = household()
    mark_other(household=one, text="邻里反映生活困难", on=BEFORE, by=verifier)
    run()
    assert kinds(one) == ["K99"]
    with pytest.raises(RuleBroken, match="请先取消"):
        mark_other(household=one, text="再次", on=TODAY, by=verifier)
    unmark_other(household=one, by=verifier)
    with pytest.raises(RuleBroken, match="没有人工标记"):
        unmark_other(household=one, by=verifier)
    assert kinds(one) == []


def test_the_newest_year_up_to_the_day_counts():
    one = household(near_hazard=True)
    one.years.create(
        year=2017, person_count=1, area_code=one.area_code, status="poor", near_hazard=False
    )
    assert (run() and kinds(one), run(on=date(2017, 1, 1)) and kinds(one)) == (["K07"], [])


def test_a_year_in_which_nothing_was_entered_says_nothing():
    one = household(near_hazard=True, setback="养殖失败")
    one.years.create(year=2017, person_count=1, area_code=one.area_code, status="poor")
    run(on=date(2017, 2, 1))
    assert kinds(one) == ["K07", "K08"]


def test_a_newer_year_leaves_what_it_does_not_say_but_no_old_setback():
    one = household(near_hazard=True, setback="养殖失败")
    one.years.create(
        year=2017, person_count=1, area_code=one.area_code, status="poor", lacks_drive=True
    )
    run(on=date(2017, 2, 1))
    assert kinds(one) == ["K07", "K09"]


def test_missing_facts_are_counted_and_flag_nobody():
    make_household(make_area("510304105201"))
    done = run()
    assert ConcernFlag.objects.count() == 0
    assert done.incomplete["510304105"]["K04"] == 1


def test_the_standards_are_those_of_the_day_and_the_nearest_place():
    one, other = household("510304105201"), household("510304106201")
    for each in (one, other):
        each.incomes.update(**EARNED)
    load_standards(county=COUNTY, by=None)
    Parameter.objects.create(
        area_code="510304106", key="transfer_share", label="占比", value=Decimal("0.5"),
        valid_from=date(2016, 7, 15), source="镇定",
    )  # fmt: skip

    run(on=BEFORE)
    assert (kinds(one), kinds(other)) == (["K01"], ["K01"])
    run(on=TODAY)
    assert (kinds(one), kinds(other)) == (["K01"], [])


def test_the_shipped_standards_never_overwrite_what_the_office_changed():
    make_area(COUNTY)
    first = load_standards(county=COUNTY, by=None)
    Parameter.objects.filter(key="borderline_income").update(value=4000)
    assert (first, load_standards(county=COUNTY, by=None)) == (11, 0)
    assert Parameter.objects.get(key="borderline_income").value == 4000
    assert all(row.source for row in Parameter.objects.all())


def test_one_household_is_judged_alone():
    one, other = household(near_hazard=True), household(near_hazard=True)
    load_standards(county=COUNTY, by=None)
    flag_household(household=one, on=TODAY)
    assert (kinds(one), kinds(other)) == (["K07"], [])


def test_saving_a_households_facts_judges_it_at_once(verifier):
    one = household()
    set_year_facts(household=one, year=2016, facts={"near_hazard": True}, by=verifier, on=TODAY)
    assert kinds(one) == ["K07"]


def test_a_run_asks_the_same_queries_for_any_number_of_households():
    counts = []
    for _ in range(3):
        household(near_hazard=True)
        with CaptureQueriesContext(connection) as queries:
            run()
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_an_import_asks_for_a_run_once(django_capture_on_commit_callbacks):
    household(near_hazard=True)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.ask_to_flag(county=COUNTY, key="batch-7", by=None)
    job = Job.objects.get()
    assert (job.state, job.result["flags"]) == ("done", {"K07": 1})
    assert job.url == "/register/concerns/"


def test_the_command_flags_a_county(capsys):
    household(near_hazard=True)
    call_command("flag_households", COUNTY)
    assert '"flags": {"K07": 1}' in capsys.readouterr().out


def test_the_command_refuses_an_unknown_county():
    with pytest.raises(CommandError, match="没有区划代码为999999的区县"):
        call_command("flag_households", "999999")
