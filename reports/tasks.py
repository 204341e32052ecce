"""Assembling bulletins in the background, and by the calendar."""

from datetime import date
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts import clock
from accounts.models import Job
from accounts.services.jobs import report_progress, run
from accounts.tasks import register
from inspections.models import Round
from reports.models import Bulletin
from reports.services import KIND, ask_for_bulletin, packs
from reports.services import assemble_bulletin as assemble


@register(KIND)
@shared_task
def assemble_bulletin(job_id: int) -> None:
    """Do the job of assembling one month's draft."""
    run(job_id=job_id, work=_work, now=timezone.now)


def _work(job: Job) -> dict[str, Any]:
    """Assemble the month named in the job as it stands today; the draft's id is the result."""
    bulletin = assemble(
        county=job.payload["county"],
        period=date.fromisoformat(job.payload["period"]),
        by=job.requested_by,
        on=clock.today(),
        progress=lambda percent: report_progress(job=job, percent=percent),
    )
    return {"bulletin": bulletin.pk, "files": bulletin.files.count()}


@register(packs.KIND)
@shared_task
def month_pack(job_id: int) -> None:
    """Do the job of putting a month's files into one zip."""
    run(job_id=job_id, work=_pack, now=timezone.now)


def _pack(job: Job) -> dict[str, Any]:
    """Make the pack of the document named in the job as it stands now; its id is the result."""
    pack = packs.make_pack(
        bulletin=Bulletin.objects.get(pk=job.payload["bulletin"]),
        by=job.requested_by,
        progress=lambda percent: report_progress(job=job, percent=percent),
    )
    return {"pack": pack.pk, "files": pack.files}


@shared_task
def assemble_due_bulletins() -> None:
    """Ask for the first draft of every month whose round is done and that has none yet."""
    held = set(Bulletin.objects.monthly().standing().values_list("area_code", "period"))
    done = Round.objects.filter(state=Round.State.DONE, scheme__code="monthly")
    with transaction.atomic():
        for county, period in done.values_list("area_code", "period"):
            if (county, period) not in held:
                job = ask_for_bulletin(county=county, period=period, by=None)
                assemble_bulletin.delay_on_commit(job.pk)
