"""A checklist edited in Excel: its workbook read and kept, then published as the next version."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localtime

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.models import Area
from households.reading.guard import SpreadsheetRefused
from inspections.models import Scheme, SchemeDraft
from inspections.scheme_data import SchemeData, from_json, to_json
from inspections.scheme_sheets import Complaint
from inspections.selectors.schemes import content_of
from inspections.services.schemes import load_scheme
from inspections.workbooks.reading import Read, read_upload

State = SchemeDraft.State
MIN_NOTE, MAX_NOTE = 4, 200
_NAME = 120


class Staged(NamedTuple):
    """What became of an upload: a draft, or every complaint about it."""

    draft: SchemeDraft | None
    complaints: list[Complaint]


def stage_scheme(*, scheme: Scheme, content: bytes, name: str, by: User, at: datetime) -> Staged:
    """Read an edited workbook of a scheme and keep what it says, to be published or dropped.

    It is compared with the newest version. An earlier draft of the same person for the scheme is
    dropped. A workbook with faults gives all its complaints and keeps nothing. Raises RuleBroken
    for a file that is no plain workbook ("bad_file"), a version that kept no content
    ("no_content"), a workbook of another scheme ("other_scheme") and one that changes nothing
    ("same_content").
    """
    read = _read(content, name)
    if read.data is None:
        return Staged(None, read.complaints)
    base: Scheme = Scheme.objects.current(area_code=scheme.area_code, code=scheme.code).get()
    content_of(base)  # what it is compared with
    _check_is_of(read.data, base)
    _check_is_edited(read.data, base)
    with transaction.atomic():
        own = SchemeDraft.objects.staged().filter(base__code=base.code, uploaded_by=by)
        own.filter(area_code=base.area_code).update(state=State.DROPPED)
        draft = SchemeDraft.objects.create(
            base=base,
            area_code=base.area_code,
            data=to_json(read.data),
            sha256=read.data.fingerprint(),
            file_name=name[-_NAME:],
            downloaded_from=read.version,
            uploaded_by=by,
            uploaded_at=at,
        )
        record(by=by, action="stage_scheme", about=draft, sha256=draft.sha256)
    return Staged(draft, [])


def _read(content: bytes, name: str) -> Read:
    try:
        return read_upload(content, name=name)
    except SpreadsheetRefused as refusal:
        raise RuleBroken(str(refusal), code="bad_file") from refusal


def _check_is_of(data: SchemeData, base: Scheme) -> None:
    """Refuse the workbook of another scheme."""
    if data.setting("code") != base.code:
        raise RuleBroken(
            f"这份工作簿的方案代号是“{data.setting('code')}”，不是“{base.code}”，"
            f"请到该方案的页面上传，或改回 settings 表的 form_id。",
            code="other_scheme",
        )


def _check_is_edited(data: SchemeData, base: Scheme) -> None:
    """Refuse what says only what is published already."""
    if data.fingerprint() == base.sha256:
        raise RuleBroken(
            f"内容与现行第{base.version}版完全相同，没有需要发布的修改。",
            code="same_content",
        )


@transaction.atomic
def publish_draft(*, draft: SchemeDraft, note: str, by: User) -> Scheme:
    """Publish a draft as its scheme's next version, with a note that says what was changed.

    Anybody who may publish may do it, not only who uploaded it. Rounds keep the version they have.
    Raises RuleBroken for an empty note ("no_note"), a draft published or dropped before
    ("not_staged"), one compared with a version that is no longer the newest ("moved_on") and one
    that changes nothing ("same_content").
    """
    note = note.strip()
    if not MIN_NOTE <= len(note) <= MAX_NOTE:
        raise RuleBroken(
            f"请写明修改说明（{MIN_NOTE}至{MAX_NOTE}字），如改了哪几题、依据什么。", code="no_note"
        )
    Area.objects.select_for_update().filter(code=draft.area_code).first()
    newest: Scheme = Scheme.objects.current(area_code=draft.area_code, code=draft.base.code).get()
    if newest.pk != draft.base_id:
        raise RuleBroken(
            f"{newest.published_by or '系统'}已于{at_words(newest.published_at)}"
            f"发布第{newest.version}版，"
            f"这份修改稿是与第{draft.base.version}版比对的。请下载第{newest.version}版的工作簿，"
            "把修改写进去后重新上传。",
            code="moved_on",
        )
    waiting = SchemeDraft.objects.staged().filter(pk=draft.pk)
    data = from_json(draft.data)
    _check_is_edited(data, newest)
    scheme = load_scheme(data=data, area_code=draft.area_code, by=by, note=note)
    if not waiting.update(state=State.PUBLISHED, published=scheme):
        raise _no_longer_staged()
    record(by=by, action="publish_scheme", about=scheme, draft=draft.pk, version=scheme.version)
    return scheme


@transaction.atomic
def drop_draft(*, draft: SchemeDraft, by: User) -> None:
    """Give a draft up; nothing is published. Raises RuleBroken "not_staged"."""
    if not SchemeDraft.objects.staged().filter(pk=draft.pk).update(state=State.DROPPED):
        raise _no_longer_staged()
    record(by=by, action="drop_scheme_draft", about=draft)


def _no_longer_staged() -> RuleBroken:
    return RuleBroken("这份修改稿已发布或已放弃，请刷新页面。", code="not_staged")


def at_words(moment: datetime) -> str:
    """A moment as the office writes it, in its own time."""
    return localtime(moment).strftime("%Y-%m-%d %H:%M")
