"""Background work on the register."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from celery import shared_task
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from accounts.models import Job, User
from accounts.scope import COUNTY
from accounts.services import jobs
from accounts.tasks import register
from households.concerns.facts import JOB
from households.models import Area, RegisterBatch
from households.services import concerns
from households.services.exit_bulk import StepOrder, take_steps_listed
from households.services.importing import near_matches
from households.services.importing.applying import check_may_apply
from households.services.imports import apply_batch, check_batch

CHECK, APPLY, STEPS = "check_register_batch", "apply_register_batch", "take_exit_steps"
State = RegisterBatch.State
DONE = {State.APPLIED, State.UNCHANGED}


def ask_for_check(*, batch: RegisterBatch, by: User | None) -> Job:
    """Ask for a received file to be checked, once for each turn of answers; wakes a worker."""
    payload, url = {"batch": batch.pk}, page_of(batch)
    with transaction.atomic():
        job = jobs.ask_for(kind=CHECK, key=_key(batch), by=by, payload=payload, url=url)
        check_register_batch.delay_on_commit(job.pk)
    return job


def ask_for_apply(*, batch: RegisterBatch, by: User | None, partial: bool = False) -> Job | None:
    """Ask for a staged file to be applied; `partial` leaves its rejected rows out knowingly.

    None where it is applied already; raises RuleBroken for a file that may not be.
    """
    if not check_may_apply(batch, partial=partial):
        return None
    key = _key(batch) + ("-partial" if partial else "")
    payload, url = {"batch": batch.pk, "partial": partial}, page_of(batch)
    with transaction.atomic():
        job = jobs.ask_for(kind=APPLY, key=key, by=by, payload=payload, url=url)
        apply_register_batch.delay_on_commit(job.pk)
    return job


def page_of(batch: RegisterBatch) -> str:
    """Give the address of an upload's page."""
    return reverse("households:batch_detail", args=[batch.pk])


def check_job(batch: RegisterBatch) -> Job | None:
    """Give the job of the batch's present check."""
    return Job.objects.filter(kind=CHECK, key=_key(batch)).first()


def apply_job(batch: RegisterBatch) -> Job | None:
    """Give the job that applies the batch, the latest if it was asked for twice."""
    keys = [_key(batch), f"{_key(batch)}-partial"]
    return Job.objects.filter(kind=APPLY, key__in=keys).order_by("-pk").first()


def _key(batch: RegisterBatch) -> str:
    turn = batch.options.get("turn", 0)
    return f"{batch.pk}-{turn}" if turn else str(batch.pk)


@register(CHECK)
@shared_task
def check_register_batch(job_id: int) -> None:
    """Check the uploaded file a job names; one that is checked already is left alone."""
    jobs.run(job_id=job_id, work=_check, now=timezone.now)


def _check(job: Job) -> dict[str, Any]:
    batch = RegisterBatch.objects.get(pk=job.payload["batch"])
    jobs.report_progress(job=job, percent=10)
    return {"state": check_batch(batch=batch, on=clock.today()).state}


@register(APPLY)
@shared_task
def apply_register_batch(job_id: int) -> None:
    """Apply the staged register a job names; the batch's own state makes it happen once."""
    jobs.run(job_id=job_id, work=_apply, now=timezone.now)


def _apply(job: Job) -> dict[str, Any]:
    batch = RegisterBatch.objects.get(pk=job.payload["batch"])
    if batch.state not in DONE:  # else by a worker that died before saying so
        jobs.report_progress(job=job, percent=10)
        apply_batch(
            batch=batch,
            by=job.requested_by,
            at=clock.now(),
            on=clock.today(),
            partial=job.payload.get("partial", False),
        )
    if batch.state == State.APPLIED:
        flag_after(batch, by=job.requested_by)
    return {"state": batch.state}


def flag_after(batch: RegisterBatch, *, by: User | None) -> None:
    """Ask for the key households to be worked out again, once for an import."""
    county = batch.area_code[:COUNTY]
    counties = Area.objects.counties().filter(code__startswith=county)
    for code in counties.values_list("code", flat=True):
        ask_to_flag(county=code, key=f"batch-{batch.pk}", by=by)


def ask_to_flag(*, county: str, key: str, by: User | None) -> Job:
    """Ask for a county's key households to be worked out again, once for this key."""
    job = concerns.ask_to_flag(county=county, key=key, by=by)
    if job.state == Job.State.WAITING:
        flag_households.delay_on_commit(job.pk)
    return job


@register(JOB)
@shared_task
def flag_households(job_id: int) -> None:
    """Flag a county's key households."""
    jobs.run(job_id=job_id, work=_flag, now=timezone.now)


def _flag(job: Job) -> dict[str, Any]:
    on = clock.today()
    done = concerns.flag_households(county=job.payload["county"], on=on, by=job.requested_by)
    return concerns.job_result(done, on=on)


@shared_task
def flag_every_county() -> None:
    """Ask for each county's key households of the day: birthdays and standards come by date."""
    for county in Area.objects.counties().values_list("code", flat=True):
        ask_to_flag(county=county, key=f"{clock.today():%Y-%m-%d}", by=None)


def ask_for_near_matches(*, by: User) -> Job:
    """Ask for the register of a person's counties to be searched for near households, anew."""
    now = clock.now()
    job = jobs.ask_for(
        kind="find_near_matches",
        key=f"{by.area_code[:COUNTY]}:{now:%Y%m%d%H%M%S}",
        by=by,
        payload={"area": by.area_code[:COUNTY]},
        url=reverse("households:conflict_list"),
    )
    find_near_matches.delay_on_commit(job.pk)
    return job


@register("find_near_matches")
@shared_task
def find_near_matches(job_id: int) -> None:
    """Search for near households; a pair that is in the queue is not put there again."""
    jobs.run(job_id=job_id, work=_find_near_matches, now=timezone.now)


def _find_near_matches(job: Job) -> dict[str, Any]:
    counties = Area.objects.counties().within(job.payload["area"])
    found = 0
    for code in counties.values_list("code", flat=True):
        found += near_matches.find_near_matches(county=code, by=job.requested_by, at=clock.now())
    return {"found": found}


def ask_for_steps(*, ids: Sequence[int], order: StepOrder, by: User, token: str, url: str) -> Job:
    """Ask for a step of the exit for a list of households, once for a token; wakes a worker."""
    payload = {"ids": list(ids), "order": {**asdict(order), "day": order.day.isoformat()}}
    with transaction.atomic():
        job = jobs.ask_for(
            kind=STEPS, key=f"{by.pk}-{token}", by=by, payload=payload, url=url[:200]
        )
        take_exit_steps.delay_on_commit(job.pk)
    return job


def steps_job(*, by: User, token: str) -> Job | None:
    """Give the job that somebody asked for under a token."""
    return Job.objects.visible_to(by).filter(kind=STEPS, key=f"{by.pk}-{token}").first()


@register(STEPS)
@shared_task
def take_exit_steps(job_id: int) -> None:
    """Date a step for the households a job names; begun again it goes on where it stopped."""
    jobs.run(job_id=job_id, work=_take_steps, now=timezone.now)


def _take_steps(job: Job) -> dict[str, Any]:
    given = job.payload["order"]
    return take_steps_listed(
        ids=job.payload["ids"],
        order=StepOrder(**given | {"day": date.fromisoformat(given["day"])}),
        by=cast("User", job.requested_by),
        today=clock.today(),
        progress=lambda percent: jobs.report_progress(job=job, percent=percent),
    )
