"""Imports on PostgreSQL whose workers are killed, and imports at the same moment."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections

from accounts.errors import RuleBroken
from accounts.models import Job
from accounts.services.jobs import ask_for
from accounts.tasks import sweep_jobs
from households.models import BatchDifference, Household, Member, RegisterBatch
from households.services.imports import apply_batch, check_batch, receive_upload
from households.tasks import APPLY, CHECK
from tests.conftest import _worker_environment
from tests.flows.test_worker import eventually, is_done
from tests.households import sheets
from tests.households.conftest import TODAY, everything
from tests.households.sheets import household
from tests.make import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="an SQLite test database lives in memory, where another process does not see it",
    ),
]
State = RegisterBatch.State
ROWS = [row for number in range(1, 40) for row in household(number, people=3)]
PEOPLE = len(ROWS)

CHECKING = ("batchdifference", "registerbatch")
APPLYING = ("household", "member", "helperpairing", "auditevent")


@pytest.fixture
def receive(areas, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.JOB_LEASE_SECONDS = 2

    def run(rows):
        path = sheets.write(tmp_path / "底册.xlsx", rows)
        file = ContentFile(path.read_bytes())
        return receive_upload(file=file, name=path.name, kind="register", by=None)

    return run


@pytest.fixture
def start(settings):
    """Give a function that starts a program for a job, ready to begin."""
    started = []

    def run(job: Job) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 -- a fixed command
            [sys.executable, "-m", "tests.households.import_worker", str(job.pk)],
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

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def pause():
    """Give a function that lets the next statement on a table wait for three seconds, once."""
    made = []

    def run(table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE SEQUENCE fault_once")
            cursor.execute(
                "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "IF nextval('fault_once') = 1 THEN PERFORM pg_sleep(3); END IF; "
                "RETURN NULL; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER fault AFTER INSERT OR UPDATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION fault()"
            )
        made.append(table)

    yield run
    with connection.cursor() as cursor:
        for table in made:
            cursor.execute(f"DROP TRIGGER fault ON {table}")
            cursor.execute("DROP FUNCTION fault")
            cursor.execute("DROP SEQUENCE fault_once")


def paused() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_called FROM fault_once")
        return bool(cursor.fetchone()[0])


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def taken_up(job: Job) -> None:
    """Let the sweep find the job whose worker died, as beat does."""
    Job.objects.update(created_at="2016-07-01T00:00:00+08:00")
    eventually(lambda: is_done(job), else_do=sweep_jobs)


def named(table: str) -> str:
    app = "accounts" if table == "auditevent" else "households"
    return f"{app}_{table}"


@pytest.mark.parametrize("table", CHECKING)
def test_a_check_that_is_killed_leaves_nothing_and_is_done_later(receive, start, pause, table):
    batch = receive([*ROWS, household(99, 危房户="也许")[0]])
    job = ask_for(kind=CHECK, key=str(batch.pk), by=None, payload={"batch": batch.pk})
    pause(named(table))
    victim = start(job)
    eventually(paused)
    kill(victim)
    batch.refresh_from_db()
    assert (batch.state, batch.counts, BatchDifference.objects.count()) == (State.RECEIVED, {}, 0)

    taken_up(job)

    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"], batch.counts["rejected"]) == (State.STAGED, 39, 1)
    assert BatchDifference.objects.count() == 39


@pytest.mark.parametrize("table", APPLYING)
def test_an_application_that_is_killed_leaves_nothing_and_is_done_later(
    receive, start, pause, table
):
    batch = check_batch(batch=receive(ROWS), on=TODAY)
    job = ask_for(kind=APPLY, key=str(batch.pk), by=None, payload={"batch": batch.pk})
    pause(named(table))
    victim = start(job)
    eventually(paused)
    kill(victim)
    batch.refresh_from_db()
    assert (batch.state, everything()) == (State.STAGED, [[], [], [], [], []])

    taken_up(job)

    batch.refresh_from_db()
    assert (batch.state, Household.objects.count(), Member.objects.count()) == (
        State.APPLIED,
        39,
        PEOPLE,
    )


@pytest.mark.parametrize("kind", [CHECK, APPLY])
def test_kills_at_any_moment_leave_all_or_nothing(receive, start, kind):
    batch = receive(ROWS)
    if kind == APPLY:
        check_batch(batch=batch, on=TODAY)
    job = ask_for(kind=kind, key=str(batch.pk), by=None, payload={"batch": batch.pk})
    for moment in (0.05, 0.2, 0.5):
        Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, attempts=0)
        victim = start(job)
        time.sleep(moment)
        kill(victim)
        people, listed = Member.objects.count(), BatchDifference.objects.count()
        assert people in {0, PEOPLE}
        assert listed in {0, 39}
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, attempts=0)
    taken_up(job)

    batch.refresh_from_db()
    assert batch.state == (State.STAGED if kind == CHECK else State.APPLIED)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do all of these at the same moment; give what each gave or refused."""
    gate, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(at: int, work: Callable[[], object]) -> None:
        try:
            gate.wait()
            outcomes[at] = work()
        except RuleBroken as refusal:
            outcomes[at] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def applies(batch: RegisterBatch) -> Callable[[], str]:
    return lambda: apply_batch(batch=batch, by=None, at=NOW, on=TODAY).state


def test_two_people_who_import_the_same_file_at_once_make_one_import(receive):
    batches = [check_batch(batch=receive(ROWS), on=TODAY) for _ in range(2)]

    outcomes = at_once(*map(applies, batches))

    assert sorted(outcomes) == [State.APPLIED, State.UNCHANGED]
    assert (Household.objects.count(), Member.objects.count()) == (39, PEOPLE)


def test_one_upload_applied_twice_at_once_is_applied_once(receive):
    batch = check_batch(batch=receive(ROWS), on=TODAY)
    again = RegisterBatch.objects.get(pk=batch.pk)

    outcomes = at_once(applies(batch), applies(again))

    assert sorted(outcomes) == [State.APPLIED, "batch_applied"]
    assert Member.objects.count() == PEOPLE


def test_different_files_of_one_county_go_in_one_after_the_other(receive):
    parts = (ROWS[:60], ROWS[60:])
    batches = [check_batch(batch=receive(part), on=TODAY) for part in parts]

    outcomes = at_once(*map(applies, batches))

    assert outcomes == [State.APPLIED, State.APPLIED]
    assert Member.objects.count() == PEOPLE


def test_a_file_checked_twice_at_once_is_checked_once(receive):
    batch = receive(ROWS)
    others = [RegisterBatch.objects.get(pk=batch.pk) for _ in range(2)]

    at_once(*(lambda one=one: check_batch(batch=one, on=TODAY).state for one in others))

    batch.refresh_from_db()
    assert (batch.state, BatchDifference.objects.count()) == (State.STAGED, 39)
