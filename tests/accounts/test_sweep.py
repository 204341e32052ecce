from datetime import timedelta

import pytest
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts import tasks
from accounts.models import Job
from accounts.services import jobs, sweep
from accounts.services.lease import kept_lease

pytestmark = pytest.mark.django_db


def make_job(**fields) -> Job:
    now = timezone.now()
    return Job.objects.create(
        **{
            "kind": "count",
            "key": str(Job.objects.count()),
            "created_at": now - timedelta(hours=1),
        }
        | fields
    )


COUNTED: list[int] = []


@shared_task(name="tests.count")
def count(job_id: int) -> None:
    jobs.run(job_id=job_id, work=lambda job: COUNTED.append(job.pk) or {}, now=timezone.now)


@pytest.fixture
def counted(monkeypatch) -> list[int]:
    """Register a task for the kind `count`, and give the list of jobs it did."""
    monkeypatch.setattr(tasks, "RUNNERS", {})
    tasks.register("count")(count)
    COUNTED.clear()
    return COUNTED


def test_the_sweep_does_a_job_whose_message_was_lost(counted):
    job = make_job()
    tasks.sweep_jobs()
    tasks.sweep_jobs()
    job.refresh_from_db()
    assert (counted, job.state) == ([job.pk], Job.State.DONE)


def test_the_sweep_takes_up_what_a_dead_worker_left(counted):
    job = make_job(state="running", attempts=1, lease_until=timezone.now() - timedelta(seconds=1))
    tasks.sweep_jobs()
    job.refresh_from_db()
    assert (counted, job.state, job.attempts) == ([job.pk], Job.State.DONE, 2)


def test_the_sweep_leaves_a_living_worker_its_job(counted):
    make_job(state="running", attempts=1, lease_until=timezone.now() + timedelta(seconds=60))
    tasks.sweep_jobs()
    assert counted == []


def test_the_sweep_leaves_a_job_just_sent_to_its_message(counted):
    make_job(created_at=timezone.now())
    tasks.sweep_jobs()
    assert counted == []


def test_a_job_that_always_takes_its_worker_with_it_is_parked(counted):
    past = timezone.now() - timedelta(seconds=1)
    job = make_job(state="running", attempts=jobs.MAX_ATTEMPTS, lease_until=past)
    tasks.sweep_jobs()
    job.refresh_from_db()
    assert (counted, job.state) == ([], Job.State.FAILED)
    assert job.error.startswith("多次中断")


def test_a_kind_nobody_does_is_logged_and_does_not_stop_the_others(counted, caplog):
    make_job(kind="unheard_of")
    known = make_job()
    tasks.sweep_jobs()
    assert counted == [known.pk]
    assert "unheard_of" in caplog.text


def test_an_unreachable_queue_ends_the_sweep_without_an_error(counted, monkeypatch):
    make_job()
    monkeypatch.setattr(tasks.RUNNERS["count"], "wake", lambda job_id: False)
    tasks.sweep_jobs()
    assert counted == []


def test_a_late_worker_cannot_finish_a_job_another_has_taken_over():
    job = make_job()

    def slow(mine: Job) -> dict[str, str]:
        Job.objects.filter(pk=mine.pk).update(attempts=2)
        return {"by": "the late one"}

    jobs.run(job_id=job.pk, work=slow, now=timezone.now)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.RUNNING, {})


@pytest.mark.django_db(transaction=True)
def test_a_living_worker_renews_its_lease(settings, tmp_path):
    settings.JOB_LEASE_SECONDS = 1
    job = make_job(state="running", attempts=1, lease_until=timezone.now())
    before = job.lease_until
    with kept_lease(job=job, now=timezone.now):
        end = timezone.now() + timedelta(seconds=10)
        while timezone.now() < end and job.lease_until == before:
            job.refresh_from_db()
    assert job.lease_until > before


def test_a_lease_outlives_the_pauses_between_its_renewals():
    assert sweep.GRACE.total_seconds() < settings.JOB_LEASE_SECONDS < 180
