"""Plans on paper (乡乡有规划、村村有方案): a new one replaces the old, which stays in history."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from accounts.uploads import Upload, keep, removed_on_failure, take_in
from households.models import Area
from projects.models import PlanDocument
from projects.services.targets import refuse_odd_year

KINDS = frozenset({".pdf", ".docx", ".jpg"})


@dataclass(frozen=True)
class Paper:
    """What a plan document is called and the day it was made."""

    title: str
    dated_on: date


def store_plan(
    *, area_code: str, year: int, paper: Paper, file: "File[bytes]", by: User, at: datetime
) -> PlanDocument:
    """Store a place's plan of a year; the one in force until now is replaced, not removed.

    The same file under the same name and day again gives the row there is. Takes PDF, DOCX and
    photos, judged by content; see accounts.uploads.take_in for what is refused. Raises RuleBroken
    "target_year", "plan_future", "plan_not_here" (a place outside the person's area).
    """
    refuse_odd_year(year)
    if paper.dated_on > at.date():
        raise RuleBroken("成文日期不能晚于今天。", code="plan_future")
    if not Area.objects.visible_to(by).filter(code=area_code).exists():
        raise RuleBroken("只能上传本辖区的规划方案。", code="plan_not_here")
    upload = take_in(file, name=file.name or "规划方案", kinds=KINDS, spare="规划方案")
    row = PlanDocument(
        area_code=area_code,
        year=year,
        title=paper.title.strip(),
        dated_on=paper.dated_on,
        sha256=upload.sha256,
        uploaded_by=by,
        uploaded_at=at,
    )
    same = _same_in_force(row)
    if same is not None:
        return same
    return _put_in_force(row, upload)


def _put_in_force(row: PlanDocument, upload: Upload) -> PlanDocument:
    keep(row, upload)
    with removed_on_failure([row]), transaction.atomic():
        # one upload at a time to a place, or two would both stay in force
        Area.objects.select_for_update().get(code=row.area_code)
        row.save(force_insert=True)
        older = PlanDocument.objects.filter(area_code=row.area_code, year=row.year).current()
        replaced = older.exclude(pk=row.pk).update(replaced_by=row)
        record(
            by=row.uploaded_by,
            action="store_plan",
            about=row,
            year=row.year,
            sha256=row.sha256,
            replaced=replaced,
        )
    return row


def _same_in_force(row: PlanDocument) -> PlanDocument | None:
    same: PlanDocument | None = (
        PlanDocument.objects.current()
        .filter(
            area_code=row.area_code,
            year=row.year,
            sha256=row.sha256,
            title=row.title,
            dated_on=row.dated_on,
        )
        .first()
    )
    return same
