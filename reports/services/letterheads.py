"""公文模板: uploaded and checked, each upload a version; put in use, taken out, never deleted."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import COUNTY
from accounts.services.trail import record
from accounts.uploads import Upload, keep, removed_on_failure
from reports.composing import document_of
from reports.letterheads.check import complaints, slot_names
from reports.models import Bulletin, Letterhead
from reports.renderers.letterhead import render_on
from reports.selectors.letterheads import previewed_document, template_of
from reports.services.steps import required

NAME_LENGTH = 60
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHANGED = "他人刚改动了公文模板，请刷新后再办。"


class LetterheadRefused(RuleBroken):
    """The template is not taken; `complaints` says why, line by line."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(f"模板有{len(told)}处须改，改好后再上传。", code="letterhead_refused")
        self.complaints = told


def upload_letterhead(
    *, county: str, kind: str, name: str, content: bytes, by: User, at: datetime
) -> Letterhead:
    """Keep a template as the next version of its kind, not yet in use.

    Raises LetterheadRefused with all complaints, RuleBroken for a missing name, an unknown kind,
    a file that is kept already, a full disk, and somebody else's upload at the same moment.
    """
    area_code, called = county[:COUNTY], required(name, what="名称", longest=NAME_LENGTH)
    if kind and kind not in Bulletin.Kind.values:
        raise RuleBroken("没有这个文种，请重新选择。", code="unknown_kind")
    told = complaints(content)
    if told:
        raise LetterheadRefused(told)
    rows = Letterhead.objects.filter(area_code=area_code, kind=kind)
    sha256 = hashlib.sha256(content).hexdigest()
    same = rows.filter(sha256=sha256).first()
    if same is not None:
        raise RuleBroken(f"与已上传的“{same}”完全相同，不必再传。", code="same_file")
    newest = rows.aggregate(newest=Max("version"))["newest"] or 0
    row = Letterhead(
        area_code=area_code,
        kind=kind,
        name=called,
        version=newest + 1,
        sha256=sha256,
        slots=slot_names(content),
        uploaded_by=by,
        uploaded_at=at,
    )
    keep(row, Upload(content, f"{called}.docx", ".docx", DOCX))
    with removed_on_failure([row]):
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                record(by=by, action="upload_letterhead", about=row, sha256=sha256)
        except IntegrityError as twice:
            raise RuleBroken(CHANGED, code="changed_meanwhile") from twice
    return row


def put_in_use(*, letterhead: Letterhead, by: User) -> None:
    """Let new drafts of its kind be made on this version; another version of it steps back.

    Raises RuleBroken where it is in use already, or somebody else was faster.
    """
    beside = Letterhead.objects.filter(area_code=letterhead.area_code, kind=letterhead.kind)
    template_of(letterhead)
    try:
        with transaction.atomic():
            beside.filter(in_use=True).exclude(pk=letterhead.pk).update(in_use=False)
            if not beside.filter(pk=letterhead.pk, in_use=False).update(in_use=True):
                raise RuleBroken("本版已在使用。", code="in_use_already")
            record(by=by, action="use_letterhead", about=letterhead)
    except IntegrityError as twice:
        raise RuleBroken(CHANGED, code="changed_meanwhile") from twice


@transaction.atomic
def take_out_of_use(*, letterhead: Letterhead, by: User) -> None:
    """Let new drafts be made without this version; what was made on it keeps it.

    Raises RuleBroken where it is not in use.
    """
    rows = Letterhead.objects.filter(pk=letterhead.pk, in_use=True)
    if not rows.update(in_use=False):
        raise RuleBroken("本版没有在使用。", code="not_in_use")
    record(by=by, action="stop_letterhead", about=letterhead)


def previewed(letterhead: Letterhead) -> bytes:
    """Give the county's newest document of the kind as it would come out on this version.

    Raises RuleBroken where there is no document yet, or the template's file is damaged.
    """
    held = previewed_document(county=letterhead.area_code, kind=letterhead.kind)
    template = template_of(letterhead)
    if held is None or template is None:
        raise RuleBroken("本区县还没有这一文种的文件，先起草一份再预览。", code="nothing_to_show")
    return render_on(template, document_of(held))
