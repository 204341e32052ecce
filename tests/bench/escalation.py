"""Escalation over 50,000 open problems on PostgreSQL: all at once, nothing to tell, a next day."""

import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from itertools import count, islice

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Role, Unit, User
from inspections.models import Problem, ProblemCategory, RectificationOrder
from inspections.services.escalation_steps import load_escalation_steps
from inspections.services.escalations import Told, escalate
from tests.bench.figures import Figure, peak_mb, seconds, tell

COUNTY = "510388"  # a county of its own beside the demonstration's
PROBLEMS, UNITS, PEOPLE = 50_000, 200, 3
TODAY, MONTH = date(2016, 12, 1), date(2016, 9, 1)
TERMS = range(-40, 20)  # days from the due day to today's: most are late, some not yet due
STATES = ("ordered", "acknowledged", "rectifying", "rectifying")


def make_people() -> list[Unit]:
    """Make the units with their people, ten leaders and a discipline office."""
    units = Unit.objects.bulk_create(
        Unit(name=f"单位{number}", area_code=f"{COUNTY}{number % 20 + 100}")
        for number in range(UNITS)
    )
    User.objects.bulk_create(
        User(username=f"e{unit.pk}-{number}", unit=unit, area_code=unit.area_code)
        for unit in units
        for number in range(PEOPLE)
    )
    for role, number in ((Role.LEADER, 10), (Role.DISCIPLINE, 2)):
        group = Group.objects.get(name=role.label)
        for place in range(number):
            person = User.objects.create(username=f"e{role}-{place}", area_code=COUNTY)
            person.groups.add(group)
    return units


def make_orders(units: list[Unit], by: User) -> list[RectificationOrder]:
    """Make an order for each unit and due day."""
    serial = count(1)
    return RectificationOrder.objects.bulk_create(
        RectificationOrder(
            area_code=COUNTY, year=2016, serial=next(serial), unit=unit, requirement="限期整改",
            issued_on=TODAY + timedelta(days=late - 30), due_on=TODAY + timedelta(days=late),
            issued_by=by,
        )
        for unit in units for late in TERMS
    )  # fmt: skip


def problems(orders: list[RectificationOrder]) -> Iterator[Problem]:
    """Invent problems without end, order after order."""
    category, _ = ProblemCategory.objects.get_or_create(
        slug="plan", defaults={"code": "FA", "name": "规划方案"}
    )
    for number in count():
        order = orders[number % len(orders)]
        place = order.unit.area_code
        yield Problem(
            number=f"{COUNTY}-201609-{number:05}", period=MONTH, subject_kind="township",
            subject_code=place, subject_name="某镇", area_code=place, item="A203",
            fact="减贫实施方案未制定", category=category, severity="ordinary", scope="individual",
            responsible_unit=order.unit, order=order, due_on=order.due_on, found_on=MONTH,
            state=STATES[number % len(STATES)],
        )  # fmt: skip


def run(on: date) -> Told:
    """Escalate the county as of a day."""
    return escalate(county=COUNTY, on=on, at=timezone.now())


def figure(job: str, on: date, goal: str = "") -> Figure:
    """Measure one run and say what it told."""
    told: list[Told] = []
    begun = time.process_time()
    taken = round(seconds(lambda: told.append(run(on))), 2)
    own = time.process_time() - begun
    said = ", ".join(f"{number:,} {name}" for name, number in asdict(told[0]).items())
    note = f"{said}; {own:.1f} s of it the program's own"
    return Figure(job, note, taken, "s", goal=goal, memory_mb=peak_mb())


def main() -> None:
    """Make the county and measure a first run, one with nothing to tell, and the next day's."""
    call_command("migrate", verbosity=0)
    call_command("sync_roles", verbosity=0)
    load_escalation_steps()
    units = make_people()
    orders = make_orders(units, by=User.objects.get(username=f"e{Role.LEADER}-0"))
    made = islice(problems(orders), PROBLEMS)
    while piece := list(islice(made, 5_000)):
        Problem.objects.bulk_create(piece)
    before = peak_mb()
    tell(
        [
            Figure("escalation: memory before the first run", "", memory_mb=before),
            figure("escalation of 50,000 problems, all at once", TODAY, "≤ 30 s"),
            figure("escalation of 50,000, nothing to tell", TODAY, "≤ 30 s"),
            figure("escalation of 50,000, the next day", TODAY + timedelta(days=1), "≤ 30 s"),
        ]
    )
