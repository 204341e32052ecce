"""Background work on the register."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts import clock
from accounts.models import Job
from accounts.services import jobs
from accounts.tasks import register
from households.models import RegisterBatch
from households.services.register import apply_register_batch as apply_batch


@register("apply_register_batch")
@shared_task
def apply_register_batch(job_id: int) -> None:
    """Apply the staged register a job names; the batch's own state makes it happen once."""
    jobs.run(job_id=job_id, work=_apply, now=timezone.now)


def _apply(job: Job) -> dict[str, Any]:
    batch = RegisterBatch.objects.get(pk=job.payload["batch"])
    if batch.state == RegisterBatch.State.APPLIED:  # done by a worker that died before saying so
        return batch.counts
    jobs.report_progress(job=job, percent=10)
    apply_batch(batch=batch, by=job.requested_by, at=clock.now(), on=clock.today())
    return batch.counts
