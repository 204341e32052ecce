"""What every test may ask for: the cast, a broker with a real worker, a real browser."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import machine, quick, servers
from tests.cast import (  # noqa: F401 -- fixtures are asked for by name
    inspector,
    leader,
    liaison,
    office,
    outsider,
    roles,
    verifier,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WORKER_PATIENCE = 60  # seconds a worker may take to say it is ready

collect_ignore = ["bench"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the second run of `make test` leave out what cannot differ from the first."""
    told = "leave out the tests that ask no database: the run on SQLite has them"
    parser.addoption("--database-only", action="store_true", help=told)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the long tests first, and on the second database only what asks it."""
    if config.getoption("database_only"):
        config.hook.pytest_deselected(items=quick.take_out_pure(items))
    quick.put_long_first(items)
    quick.rest_the_collector()


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """Forget what the test before read: its rows are gone and their numbers come again."""
    from inspections.selectors.questions import forget_questions  # noqa: PLC0415 -- needs settings
    from reports.snapshots import forget_facts  # noqa: PLC0415 -- needs settings

    forget_questions()
    forget_facts()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Fill the twelve roles once, as an installation does; each test's transaction has them."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415 -- needs settings
    from django.core.management import call_command  # noqa: PLC0415 -- needs settings
    from django.test import TransactionTestCase  # noqa: PLC0415 -- needs settings

    TransactionTestCase._fixture_teardown = quick.empty_tables
    StaticFilesHandler._should_handle = quick.leave_to_whitenoise
    with django_db_blocker.unblock():
        _note_migrations()
        call_command("sync_roles", verbosity=0)


def _note_migrations() -> None:
    """Note every migration as applied: the tables stand, made from the models."""
    from django.db import connection  # noqa: PLC0415 -- needs settings
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 -- needs settings
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415 -- needs settings

    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    recorder.migration_qs.bulk_create(
        recorder.Migration(app=app, name=name) for app, name in known
    )


@pytest.fixture(scope="session")
def redis_url(worker_id: str) -> Iterator[str]:
    """Give the address of a real Redis, in which each process of tests has a base of its own."""
    with servers.redis() as address:
        yield f"{address.rpartition('/')[0]}/{worker_id.removeprefix('gw').replace('master', '0')}"


@pytest.fixture
def broker(redis_url: str) -> Iterator[str]:
    """Send tasks to a real, empty Redis instead of running them in process."""
    import redis as redis_client  # noqa: PLC0415 -- only worker tests need it

    from config.celery_app import app  # noqa: PLC0415 -- settings must be ready

    before = {name: app.conf[name] for name in ("broker_url", "task_always_eager")}
    with redis_client.Redis.from_url(redis_url) as client:
        client.flushdb()
    use_queue(broker_url=redis_url, task_always_eager=False)
    yield redis_url
    use_queue(**before)


def use_queue(**settings: object) -> None:
    """Let this process send its tasks by other settings; kept connections are forgotten."""
    from kombu import pools  # noqa: PLC0415 -- only worker tests need it

    from config.celery_app import app  # noqa: PLC0415 -- settings must be ready

    app.conf.update(settings)
    pools.reset()
    app._pool = app.amqp._producer_pool = None


@pytest.fixture
def start_worker(
    broker: str, transactional_db, settings, tmp_path
) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Give a function that starts a real Celery worker on the test database."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        log = tmp_path / f"worker-{len(started)}.txt"
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "prefork"]
        command += ["--concurrency", "1", "--without-mingle", "--without-gossip"]
        with log.open("wb") as sink:
            process = subprocess.Popen(  # noqa: S603 -- a fixed command
                [*command, "--loglevel", "INFO", "--include", "tests.flows.worker_tasks"],
                env=_worker_environment(broker, settings),
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(process)
        _await_ready(process, log)
        return process

    yield start
    for process in started:  # at once: a worker that is asked to end takes seconds to
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _worker_environment(broker: str, settings) -> dict[str, str]:
    database = settings.DATABASES["default"]
    address = os.environ.get("TEST_DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.fail("worker 测试需要真实的 PostgreSQL：请用 make test-postgres。")
    head, _, query = address.partition("?")
    address = f"{head.rpartition('/')[0]}/{database['NAME']}?{query}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.test_settings",
        "TEST_DATABASE_URL": address,
        "REDIS_URL": broker,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "JOB_LEASE_SECONDS": str(settings.JOB_LEASE_SECONDS),
    }


def _await_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + WORKER_PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if " ready." in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    pytest.fail(f"worker 未能启动：{log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Give a real Chromium; a machine without one fails the test and is told what to install.

    Playwright keeps an event loop in this thread, where Django refuses to use the database unless
    told that the test means it.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only flows need it

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        found = playwright.chromium.launch(
            executable_path=machine.chromium(), args=machine.BROWSER_OPTIONS
        )
        yield found
        found.close()
