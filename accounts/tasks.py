"""Which task does which kind of job, the sweep that sends jobs again, and exports."""

import logging
from collections.abc import Callable
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from accounts import clock
from accounts.models import Export, Job
from accounts.searches import open_search
from accounts.services import exports, jobs, sweep

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


@register("export_list")
@shared_task
def export_list(job_id: int) -> None:
    """Write the workbook of the export a job names."""
    jobs.run(job_id=job_id, work=_export, now=timezone.now)


def _export(job: Job) -> dict[str, Any]:
    export = Export.objects.select_related("requested_by").get(pk=job.payload["export"])
    rows = exports.write_export(
        export=export,
        search=open_search(job.payload.get("search", "")),
        at=clock.now(),
        progress=lambda percent: jobs.report_progress(job=job, percent=percent),
    )
    return {"rows": rows}


@shared_task
def drop_old_exports() -> None:
    """Delete the files of exports older than a week."""
    exports.drop_old_files(now=clock.now())
