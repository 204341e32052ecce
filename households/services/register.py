"""The register import in two calls, for commands and programs that hold the file themselves."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import File

from accounts.errors import RuleBroken
from accounts.models import User
from households.models import RegisterBatch
from households.services.imports import apply_batch, check_batch, receive_upload


def stage_register(
    *, file: "File[Any]", name: str, by: User | None, on: date, income_year: int | None = None
) -> RegisterBatch:
    """Receive and check a register at once; nothing is applied.

    Raises RuleBroken for a file that is no workbook of a register, and keeps nothing of it; one
    with wrong rows is kept with its complaints.
    """
    batch = receive_upload(file=file, name=name, kind="register", by=by, income_year=income_year)
    batch = check_batch(batch=batch, on=on)
    refused = batch.counts.get("refused")
    if batch.state == RegisterBatch.State.MAPPING:
        refused = f"没有找到底册表头：缺少{'、'.join(batch.counts['missing'])}。"
    if refused:
        batch.file.delete(save=False)
        batch.delete()  # its act stays in the trail
        raise RuleBroken(f"{name}：{refused}", code="not_a_register")
    return batch


def apply_register_batch(
    *, batch: RegisterBatch, by: User | None, at: datetime, on: date
) -> RegisterBatch:
    """Write a staged register in one transaction; one with rejected rows is refused."""
    return apply_batch(batch=batch, by=by, at=at, on=on)
