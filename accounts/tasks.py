"""Which task does which kind of job, and the sweep that sends jobs again."""

import logging
from collections.abc import Callable

from celery import Task, shared_task
from django.utils import timezone

from accounts.services import sweep

RUNNERS: dict[str, Task] = {}
logger = logging.getLogger(__name__)


def register(kind: str) -> Callable[[Task], Task]:
    """Name the task that does jobs of this kind; stands above `@shared_task`."""

    def keep(task: Task) -> Task:
        RUNNERS[kind] = task
        return task

    return keep


@shared_task
def sweep_jobs() -> None:
    """Send again each job nobody works on. Safe at any time: a job is claimed once."""
    now = timezone.now()
    sweep.park_exhausted(now=now)
    for kind, job_id in sweep.jobs_left_behind(now=now):
        if kind not in RUNNERS:
            logger.error("No task does jobs of kind %s (job %s).", kind, job_id)
        elif not RUNNERS[kind].wake(job_id):
            return
