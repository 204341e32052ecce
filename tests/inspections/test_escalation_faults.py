"""Escalation on PostgreSQL whose worker is killed, and two workers at the same moment."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts.models import Notice, User
from inspections.models import AccountabilityCase, Escalation
from inspections.services.escalations import Told
from tests.cast import have_roles
from tests.conftest import _worker_environment
from tests.flows.test_worker import eventually
from tests.households.test_import_faults import (
    kill,
    pause,  # noqa: F401 -- asked for by name
    paused,
)
from tests.inspections.escalation_cast import DUE, have_timetable, make_discipline, ordered, run
from tests.make import Role, make_unit, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="an SQLite test database lives in memory, where another process does not see it",
    ),
]
UNITS, PROBLEMS = 5, 4
DAY = DUE + timedelta(days=20)
TABLES = ("inspections_escalation", "accounts_notice", "inspections_accountabilitycase")
WHOLE = {
    "escalations": UNITS * PROBLEMS * 6,
    "cases": UNITS * PROBLEMS,
    # the unit's own, its people for the head it has not, and each unit's to leader and 纪委
    "notices": UNITS * 4,
}


@pytest.fixture
def county(transactional_db):
    """Give five units with four problems each, a leader and a discipline office."""
    have_roles()
    have_timetable()
    make_user(Role.LEADER)
    make_discipline()
    for number in range(UNITS):
        unit = make_unit(f"单位{number}")
        make_user(Role.DEPARTMENT, unit=unit)
        for _ in range(PROBLEMS):
            ordered(unit=unit)


@pytest.fixture
def start(settings):
    """Give a function that starts a worker, ready to begin, and lets it begin."""
    started = []

    def begin() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 -- a fixed command
            [sys.executable, "-m", "tests.inspections.escalation_worker", DAY.isoformat()],
            env=_worker_environment("", settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout.readline() == b"begun\n"
        process.stdin.write(b"\n")
        process.stdin.flush()
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def written() -> dict[str, int]:
    return {
        "escalations": Escalation.objects.count(),
        "cases": AccountabilityCase.objects.count(),
        "notices": Notice.objects.count(),
    }


def told_twice() -> list[object]:
    """Give the texts that one person has been sent more than once."""
    sent = Counter(Notice.objects.values_list("recipient", "text", "url", "key"))
    return [line for line, times in sent.items() if times > 1]


@pytest.mark.parametrize("table", TABLES)
def test_a_killed_run_is_made_up_for(county, start, pause, table):  # noqa: F811 -- imported
    pause(table)
    victim = start()
    eventually(paused)
    kill(victim)
    assert written() == dict.fromkeys(WHOLE, 0)

    run(DAY)

    assert (written(), told_twice()) == (WHOLE, [])
    assert run(DAY) == Told()


def test_kills_at_any_moment_leave_whole_units_and_each_notice_once(county, start):
    for moment in (0.01, 0.03, 0.06, 0.1, 0.2):
        victim = start()
        time.sleep(moment)
        kill(victim)
        found = written()
        units = found["cases"] // PROBLEMS
        assert found == {name: units * count // UNITS for name, count in WHOLE.items()}

    run(DAY)

    assert (written(), told_twice()) == (WHOLE, [])


def test_workers_at_the_same_moment_tell_everything_once(county):
    gate = Barrier(3)

    def work(_: int) -> Told:
        try:
            gate.wait()
            return run(DAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(work, range(3)))
    assert (written(), told_twice()) == (WHOLE, [])
    assert sum(told.notices for told in done) == WHOLE["notices"]
    assert User.objects.filter(notices=None).count() == 1  # who issued the orders
