"""One problem, walked from its order to its relapse by its people, each at his own screen."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, expect

from households.models import Area
from inspections.models import LedgerEntry, Problem
from inspections.services.escalation_steps import load_escalation_steps
from inspections.services.escalations import escalate
from reports.demo.moments import COUNTY, at
from tests.flows import in_the_problem
from tests.flows.people import Person
from tests.flows.small_county import TODAY, make_small_county, poor_villages

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

DUE, PUT_OFF = date(2016, 8, 3), date(2016, 8, 10)  # ten working days; a week more
LATE = date(2016, 8, 20)
STORY = [
    *("found", "confirmed", "ordered", "acknowledged", "rectifying"),
    *("rectifying", "rectifying"),  # more time asked for, and granted
    *("reported", "rectifying", "reported", "verified", "closed", "confirmed"),
]
Enter = Callable[..., Person]


@pytest.fixture
def enter(browser: Browser, live_server, roles, settings: LazySettings, tmp_path: Path) -> Enter:
    """Give a function that lets somebody of a small county come to his screen."""
    settings.DEMO_TODAY, settings.MEDIA_ROOT = TODAY, tmp_path / "media"
    make_small_county()
    load_escalation_steps()
    return partial(Person, browser, live_server.url)


def test_a_problem_is_walked_from_its_order_to_its_relapse(enter: Enter, settings: LazySettings):
    village = next(poor_villages())
    township = Area.objects.get(code=village.code[:9])
    mine, other = in_the_problem.enter_two(township, TODAY)
    office, verifier = enter("mudu"), enter("fupin")
    the_office_orders(office, mine, other)
    rectifier = enter(f"xz{township.code[6:]}", phone=True)
    the_township_begins(rectifier, mine)
    in_the_problem.grant(office, mine, until=PUT_OFF)
    it_is_reported_twice(rectifier, verifier, mine)
    in_the_problem.close(office, mine)
    in_the_problem.send_back_again(office, mine, on=LATE)
    inspector = enter("ducha1", phone=True)
    in_the_problem.find_relapse(inspector, mine, on=TODAY)
    it_is_open_again(office, mine)
    settings.DEMO_TODAY = LATE
    escalate(county=COUNTY, on=LATE, at=at(LATE, 7))
    leader = enter("lingdao")
    in_the_problem.read_the_list(leader, other)
    for somebody in (office, verifier, rectifier, inspector, leader):
        somebody.leave()


def the_office_orders(office: Person, mine: Problem, other: Problem) -> None:
    office.menu("首页")
    office.open(office.page.locator("#main .number-card", has_text="待认定问题"))
    office.page.locator("[data-select-all]").check()
    office.press("认定为个性", sure=True)
    expect(office.page.locator(".messages")).to_contain_text("已认定2个问题")
    in_the_problem.order(office, mine, days="10")
    in_the_problem.order(office, other, days="10")
    mine.refresh_from_db()
    assert mine.due_on == DUE


def the_township_begins(township: Person, mine: Problem) -> None:
    in_the_problem.sign_all(township, orders=2)
    in_the_problem.plan(township, mine, until=DUE)
    in_the_problem.ask_for_time(township, until=PUT_OFF)


def it_is_reported_twice(township: Person, verifier: Person, mine: Problem) -> None:
    in_the_problem.report(township, mine)
    in_the_problem.judge(verifier, mine, passes=False, on=TODAY)
    in_the_problem.report(township, mine, again=True)
    in_the_problem.judge(verifier, mine, passes=True, on=TODAY)


def it_is_open_again(office: Person, mine: Problem) -> None:
    in_the_problem.come_to(office, mine)
    expect(office.page.locator(".page-note")).to_contain_text("已认定")
    expect(office.page.locator("#main")).to_contain_text("回头看发现问题反弹")
    mine.refresh_from_db()
    states = LedgerEntry.objects.filter(problem=mine).values_list("state", flat=True)
    assert (mine.reopened, list(states)) == (1, STORY)
