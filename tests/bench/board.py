"""The dashboards at 20,000 households and 36 months of history, through their real pages.

A county of its own beside the demonstration's. Beside each page stand the bare group-bys of its
numbers, without rights, links and drawing. Nothing passes or fails by the clock.
"""

import os
import statistics
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.bench import board_county, clients, stage
from tests.bench.board_county import COUNTY, MONTHS, NEWEST, TODAY
from tests.bench.figures import Figure, peak_mb, seconds, tell

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "1"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
GOAL = "≤ 300 ms"
PLACE = f"{COUNTY}%"
REGISTER = """
    SELECT substr(area_code, 1, 9), count(*), sum(person_count), count(helped.id)
    FROM households_household h LEFT JOIN (SELECT household_id AS id FROM households_helperpairing
        WHERE ends_on IS NULL) helped ON helped.id = h.id
    WHERE area_code LIKE %s AND registered GROUP BY 1
"""
FOUND = """
    SELECT substr(area_code, 1, 9), category_id, state, count(*), count(*) FILTER
        (WHERE due_on < %s) FROM inspections_problem
    WHERE area_code LIKE %s AND period = %s GROUP BY 1, 2, 3
"""
BY_MONTH = """
    SELECT period, state, closed_on - found_on, count(*) FROM inspections_problem
    WHERE area_code LIKE %s AND period > %s GROUP BY 1, 2, 3
"""
SEEN = """
    SELECT r.period, v.subject_kind, count(*) FROM inspections_visit v
    JOIN inspections_round r ON r.id = v.round_id
    WHERE v.area_code LIKE %s AND v.state = 'accepted' GROUP BY 1, 2
"""
CAUSES = """
    SELECT substr(area_code, 1, 9), cause, count(*) FROM households_household
    WHERE area_code LIKE %s AND registered GROUP BY 1, 2
"""


def build() -> User:
    """Make the county once; give who reads its boards."""
    call_command("migrate", verbosity=0)
    call_command("sync_roles", verbosity=0)
    board_county.make_places()
    board_county.make_register()
    reader = board_county.make_reader()
    board_county.History(reader).make()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return reader


def bare(*statements: tuple[str, tuple[object, ...]]) -> Callable[[], None]:
    """Give the work of running plain SQL and fetching it."""

    def run() -> None:
        with connection.cursor() as cursor:
            for sql, given in statements:
                cursor.execute(sql, given)
                cursor.fetchall()

    return run


def pages() -> list[tuple[str, str, Callable[[], None]]]:
    """Give the pages measured: name, address, the bare group-bys of the same numbers."""
    month = f"period={NEWEST:%Y-%m}"
    register, found = (REGISTER, (PLACE,)), (FOUND, (TODAY, PLACE, NEWEST))
    history = (BY_MONTH, (PLACE, NEWEST.replace(year=NEWEST.year - 3)))
    here = f"area={COUNTY}&{month}"
    place = reverse("reports:board_place", args=[f"{COUNTY}100"])
    village = reverse("reports:board_place", args=[f"{COUNTY}100200"])
    shown = {name: reverse(f"reports:board_{name}") for name in ("trends", "matrix", "people")}
    screen = reverse("reports:board_screen")
    seen, causes = (SEEN, (PLACE,)), (CAUSES, (PLACE,))
    return [
        ("county", f"{reverse('reports:dashboard')}?{month}", bare(register, found, seen)),
        ("township", f"{place}?{month}", bare(register, found, seen)),
        ("village", f"{village}?{month}", bare(register, found, seen)),
        ("trends", f"{shown['trends']}?{here}&span={MONTHS}", bare(history, seen)),
        ("matrix", f"{shown['matrix']}?{here}&window=year", bare(found, history)),
        ("people", f"{shown['people']}?{here}", bare(causes)),
        ("screen", f"{screen}?{here}", bare(register, found, seen)),
    ]


def p95(work: Callable[[], None], times: int = 40) -> float:
    """Give the milliseconds within which the work is done nineteen times of twenty."""
    work()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


def main() -> None:
    """Measure every board page as its reader opens it, beside the bare group-bys."""
    readers: list[User] = []
    built = seconds(lambda: readers.append(build()))
    client = Client()
    client.force_login(readers[0], backend="accounts.backends.RightsBackend")
    cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    size = f"{board_county.HOUSEHOLDS:,} households, {MONTHS} months"
    found = [Figure("dashboards: county built", size, round(built, 1), "s", memory_mb=peak_mb())]
    with stage.web("config.wsgi", DEMO_TODAY=TODAY.isoformat()) as (port, _):
        for name, path, plain in pages():
            asked = ("GET", path, None, {"Cookie": cookie})
            clients.load(port, 1, seconds=1, request=lambda *_, one=asked: one)
            taken = clients.load(port, CLIENTS, seconds=SECONDS, request=lambda *_, one=asked: one)
            note = f"p95, p50 {taken.p50_ms:.0f} ms, failed {taken.failed}"
            told = "bare group-bys, p95"
            found.append(
                Figure(f"board: {name}", note, taken.p95_ms, "ms", told, p95(plain), GOAL)
            )
    tell(found)
