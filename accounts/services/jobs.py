"""Running a piece of work once, whatever the queue does (docs/decisions/0003-jobs.md)."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.errors import RuleBroken
from accounts.models import Job, User
from accounts.services.lease import kept_lease, lease_end

MAX_ATTEMPTS = 5
logger = logging.getLogger(__name__)


def ask_for(
    *, kind: str, key: str, by: User | None, payload: dict[str, Any] | None = None, url: str = ""
) -> Job:
    """Give the job row of this kind and key, made waiting if new or if it had failed."""
    job, created = Job.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={"payload": payload or {}, "requested_by": by, "url": url},
    )
    if not created:
        failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
        failed.update(state=Job.State.WAITING, attempts=0, error="", progress=0, requested_by=by)
        job.refresh_from_db()
    return job


def run(
    *, job_id: int, work: Callable[[Job], dict[str, Any]], now: Callable[[], datetime]
) -> bool:
    """Claim the job, do the work, keep its result; False when another worker has it.

    The work must be safe to begin again: a worker that dies leaves its lease to run out. A refusal
    (`RuleBroken`) ends the job as failed with its sentence; any other error fails it after the
    last attempt and is raised.
    """
    if not _claim(job_id=job_id, now=now()):
        return False
    job = Job.objects.get(pk=job_id)
    try:
        with kept_lease(job=job, now=now):
            result = work(job)
    except RuleBroken as refusal:
        _finish(job, now=now(), state=Job.State.FAILED, error=str(refusal)[:300])
        return True
    except Exception:  # whatever it was: noted for the next attempt and raised again below
        logger.exception("Job %s failed", job)
        last = job.attempts >= MAX_ATTEMPTS
        _finish(
            job,
            now=now(),
            state=Job.State.FAILED if last else Job.State.WAITING,
            error="系统处理出错，已记录，请稍后重试或联系管理员。",
        )
        raise
    _finish(job, now=now(), state=Job.State.DONE, result=result, progress=100)
    return True


def report_progress(*, job: Job, percent: int) -> None:
    """Show how far the job is, in percent."""
    Job.objects.filter(pk=job.pk).update(progress=percent)


def _claim(*, job_id: int, now: datetime) -> bool:
    free = Job.objects.filter(pk=job_id, attempts__lt=MAX_ATTEMPTS).to_take_up(now=now)
    return bool(
        free.update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=lease_end(now),
        )
    )


def _finish(job: Job, *, now: datetime, **fields: Any) -> None:
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    mine.update(lease_until=None, finished_at=now, **fields)
