"""Uploading a workbook as on the pages: received, checked, applied."""

from datetime import date
from pathlib import Path

from django.core.files import File

from accounts.errors import RuleBroken
from accounts.models import User
from households.models import RegisterBatch
from households.services.imports import apply_batch, check_batch, receive_upload
from reports.demo.moments import at
from reports.demo.register import PLAN_YEAR


def send_in(path: Path, *, kind: str, by: User, on: date) -> RegisterBatch:
    """Upload a workbook on a day and have it checked; it waits for somebody to apply it."""
    with path.open("rb") as stream:
        batch = receive_upload(
            file=File(stream, name=path.name),
            name=path.name,
            kind=kind,
            by=by,
            income_year=PLAN_YEAR - 1,
            at=at(on),
        )
    return check_batch(batch=batch, on=on)


def take_in(
    path: Path, *, kind: str, by: User, on: date, since: date | None = None
) -> RegisterBatch:
    """Upload a workbook on a day and apply it; one with faults stops the demonstration.

    `since` is the day from which the helpers in it are taken to help.
    """
    batch = send_in(path, kind=kind, by=by, on=on)
    if batch.state != RegisterBatch.State.STAGED or batch.counts.get("rejected"):
        raise RuleBroken(f"{path.name}：{batch.complaints.first()}", code="demo_workbook")
    return apply_batch(batch=batch, by=by, at=at(on, 11), on=since or on)
