"""Real workers on real Redis and PostgreSQL: jobs are done once, whatever dies."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import Job
from accounts.services.jobs import ask_for
from accounts.tasks import sweep_jobs
from config.celery_app import app
from reports.models import Bulletin
from reports.services import ask_for_bulletin
from reports.tasks import assemble_bulletin
from tests.conftest import use_queue
from tests.flows.worker_tasks import write_slowly_task
from tests.make import make_area, make_round

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

PATIENCE = 120  # seconds for what should take a few


def ask(file: Path, *, key: str = "1", seconds: float = 0) -> Job:
    """Ask for a job as a page does, in a transaction, and wake a worker when it is committed."""
    with transaction.atomic():
        job = ask_for(
            kind="write_slowly", key=key, by=None, payload={"file": str(file), "seconds": seconds}
        )
        write_slowly_task.delay_on_commit(job.pk)
    return job


def eventually(true: Callable[[], bool], *, else_do: Callable[[], object] = bool) -> None:
    """Wait until something is true; `else_do` runs between the looks."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited too long"
        else_do()
        time.sleep(0.2)


def is_done(job: Job) -> bool:
    job.refresh_from_db()
    return job.state == Job.State.DONE


def written(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def frozen_redis() -> Iterator[str]:
    """Give the address of a server that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_a_worker_does_what_a_page_asked_for(start_worker, tmp_path):
    start_worker()
    job = ask(tmp_path / "file")
    eventually(lambda: is_done(job))
    assert (job.result, job.progress, job.attempts) == ({"attempt": 1}, 100, 1)


def test_two_messages_for_one_job_do_it_once(start_worker, tmp_path):
    start_worker()
    job = ask(tmp_path / "file")
    ask(tmp_path / "file")
    last = ask(tmp_path / "other", key="2")
    eventually(lambda: is_done(last) and is_done(job))
    assert written(tmp_path / "file") == ["begun 1", "done 1"]


def test_a_job_whose_worker_is_killed_is_taken_up_and_finished_once(
    start_worker, tmp_path, settings
):
    settings.JOB_LEASE_SECONDS = 3
    job = ask(tmp_path / "file", seconds=5)
    victim = start_worker()
    eventually(lambda: written(tmp_path / "file") == ["begun 1"])
    os.killpg(victim.pid, signal.SIGKILL)
    start_worker()
    Job.objects.update(created_at="2016-07-01T00:00:00+08:00")
    eventually(lambda: is_done(job), else_do=sweep_jobs)
    assert written(tmp_path / "file") == ["begun 1", "begun 2", "done 2"]


def test_a_queue_emptied_by_a_crash_loses_no_job(start_worker, tmp_path, broker):
    made = [ask(tmp_path / "file", key=str(key)) for key in range(20)]
    app.control.purge()
    start_worker()
    Job.objects.update(created_at="2016-07-01T00:00:00+08:00")
    sweep_jobs.delay()
    eventually(lambda: all(is_done(job) for job in made))
    assert sorted(written(tmp_path / "file")) == ["begun 1"] * 20 + ["done 1"] * 20


def test_asking_for_a_job_works_while_the_queue_is_frozen(frozen_redis, broker, tmp_path, caplog):
    use_queue(broker_url=frozen_redis)
    job = ask(tmp_path / "file")
    assert job.state == Job.State.WAITING
    assert "waits for the sweep" in caplog.text


def test_a_worker_assembles_the_bulletin_of_a_month(start_worker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    make_area()
    month = make_round(state="field")
    start_worker()
    with transaction.atomic():
        job = ask_for_bulletin(county=month.area_code, period=month.period, by=None)
        assemble_bulletin.delay_on_commit(job.pk)
    eventually(lambda: is_done(job))
    bulletin = Bulletin.objects.get()
    assert job.result == {"bulletin": bulletin.pk, "files": bulletin.files.count()}
    kept = [Path(settings.MEDIA_ROOT, file.file.name) for file in bulletin.files.all()]
    assert {path.suffix for path in kept if path.stat().st_size} == {".docx", ".pdf", ".xlsx"}
