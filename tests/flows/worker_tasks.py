"""A slow piece of work for worker tests; the worker is started with `--include` of this module."""

import time
from pathlib import Path

from celery import shared_task
from django.utils import timezone

from accounts.models import Job
from accounts.services import jobs
from accounts.tasks import register


def write_slowly(job: Job) -> dict[str, int]:
    """Write a line, wait, write another: both stand in the file the payload names."""
    with Path(job.payload["file"]).open("a") as file:
        file.write(f"begun {job.attempts}\n")
        file.flush()
        time.sleep(job.payload["seconds"])
        file.write(f"done {job.attempts}\n")
    return {"attempt": job.attempts}


@register("write_slowly")
@shared_task
def write_slowly_task(job_id: int) -> None:
    """Do a job of the kind `write_slowly`."""
    jobs.run(job_id=job_id, work=write_slowly, now=timezone.now)
