"""Work by the calendar: each county's monthly draw on its scheme's day, escalation each hour."""

from dataclasses import asdict
from datetime import date
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts.clock import now, today
from accounts.models import Job
from accounts.services.jobs import ask_for, run
from accounts.tasks import register
from households.models import Area
from inspections.models import Scheme
from inspections.services.escalations import escalate
from inspections.services.monthly import prepare_monthly_draw
from inspections.services.rounds import scheme_number
from inspections.services.submitting_once import forget_keys
from inspections.services.tallies import fold_tallies

KIND = "hold_monthly_draw"
ESCALATE = "escalate_problems"
MONTHLY = "monthly"


@shared_task
def hold_monthly_draw() -> None:
    """Ask for the draw of every county whose day has come; a county and month is done once."""
    on = today()
    with transaction.atomic():
        for county in counties_due(on=on):
            job = ask_for(
                kind=KIND,
                key=f"{county}-{on:%Y-%m}",
                by=None,
                payload={"county": county, "on": on.isoformat()},
            )
            if job.state == Job.State.WAITING:
                hold_county_draw.delay_on_commit(job.pk)


@shared_task
def escalate_problems() -> None:
    """Ask for each county's escalation, once an hour; what is told already is not told again."""
    hour = f"{now():%Y-%m-%dT%H}"
    with transaction.atomic():
        for county in Area.objects.counties().values_list("code", flat=True):
            job = ask_for(
                kind=ESCALATE, key=f"{county}-{hour}", by=None, payload={"county": county}
            )
            if job.state == Job.State.WAITING:
                escalate_county.delay_on_commit(job.pk)


@register(ESCALATE)
@shared_task
def escalate_county(job_id: int) -> None:
    """Do one county's job: tell what has come by now, also where the job is late itself."""
    run(job_id=job_id, work=_escalate, now=timezone.now)


@shared_task
def fold_item_tallies() -> None:
    """Fold the roll-up's lines of single forms."""
    fold_tallies()


@shared_task
def forget_save_keys() -> None:
    """Drop the client keys of forms accepted long ago."""
    forget_keys(at=now())


@register(KIND)
@shared_task
def hold_county_draw(job_id: int) -> None:
    """Do one county's job: plan the month if nobody did, and seal. The seed is a person's."""
    run(job_id=job_id, work=_prepare, now=timezone.now)


def counties_due(*, on: date) -> list[str]:
    """Give the counties whose newest monthly scheme has its draw day on or before that day."""
    newest: dict[str, Scheme] = {}
    for scheme in Scheme.objects.filter(code=MONTHLY).order_by("area_code", "-version"):
        newest.setdefault(scheme.area_code, scheme)
    return [
        county for county, scheme in newest.items() if scheme_number(scheme, "draw_day") <= on.day
    ]


def _prepare(job: Job) -> dict[str, Any]:
    """Plan and seal the month of the job's day; the round's id and state are the result."""
    on = date.fromisoformat(job.payload["on"])
    planned = prepare_monthly_draw(county=job.payload["county"], period=on.replace(day=1), on=on)
    return {"round": planned.pk, "state": planned.state}


def _escalate(job: Job) -> dict[str, Any]:
    """Tell the county of the job; the result is what was told."""
    return asdict(escalate(county=job.payload["county"], on=today(), at=now()))
