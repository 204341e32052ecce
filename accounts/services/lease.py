"""A running job says now and then that its worker lives (docs/decisions/0003-jobs.md)."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, connections

from accounts.models import Job

BEATS_PER_LEASE = 4
logger = logging.getLogger(__name__)


def lease_end(now: datetime) -> datetime:
    """Give the moment another worker may take the job up, if nothing is heard until then."""
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)


@contextlib.contextmanager
def kept_lease(*, job: Job, now: Callable[[], datetime]) -> Iterator[None]:
    """Renew the job's lease while the block runs, from a thread with its own connection.

    Inside a transaction nothing is renewed: nobody else could see it.
    """
    if connection.in_atomic_block:
        yield
        return
    done = threading.Event()
    beat = threading.Thread(target=_renew, args=(job.pk, job.attempts, now, done), daemon=True)
    beat.start()
    try:
        yield
    finally:
        done.set()
        beat.join()


def _renew(pk: int, attempt: int, now: Callable[[], datetime], done: threading.Event) -> None:
    mine = Job.objects.filter(pk=pk, state=Job.State.RUNNING, attempts=attempt)
    while not done.wait(settings.JOB_LEASE_SECONDS / BEATS_PER_LEASE):
        try:
            mine.update(lease_until=lease_end(now()))
        except DatabaseError:
            logger.warning("The lease of job %s could not be renewed this time.", pk)
        finally:
            connections.close_all()
