"""The steps of an upload: received, checked, asked about, applied whole or not, taken back.

The kinds (importing.kinds) know what is in the file; these services know its states:
RECEIVED → MAPPING | ASKING | REFUSED | STAGED → APPLIED | UNCHANGED → REVERTED.
"""

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import COUNTY, NOWHERE
from accounts.sealing import open_file, seal_bytes
from accounts.services.trail import record
from households.identity import normal_text
from households.models import Area, HeaderMapping, RegisterBatch
from households.reading.guard import MAX_BYTES
from households.selectors.uploads import kinds_for
from households.services.importing import check as import_check
from households.services.importing.check import FILE_PLACE
from households.services.importing.checked_file import checked_data
from households.services.importing.kinds import kind_of

__all__ = [
    "answer_batch",
    "apply_batch",
    "check_batch",
    "map_headers",
    "open_upload",
    "receive_upload",
    "revert_batch",
]

State = RegisterBatch.State
MIN_REASON = 4  # characters: enough to say something
_NAME, _HEADER, _REASON = 120, 60, 200
_UNSEALED = b"PK\x03\x04"  # a workbook kept before uploads were sealed
CHECKED_AGAIN = (State.MAPPING, State.ASKING, State.STAGED, State.REFUSED)

check_batch = import_check.check_batch


def receive_upload(
    *,
    file: "File[Any]",
    name: str,
    kind: str = RegisterBatch.Kind.REGISTER,
    by: User | None,
    income_year: int | None = None,
    at: datetime | None = None,
) -> RegisterBatch:
    """Keep an uploaded file sealed, state RECEIVED; nothing in it is looked at yet.

    `by` None stands for the machine's own command. `income_year` is the year of columns that name
    none: last year unless given. Raises RuleBroken for a file that is empty or too large, for a
    kind the user may not send in and for a user without a place. The caller then asks for the
    check (households.tasks.ask_for_check).
    """
    label = kind_of(kind).label
    if by is not None and kind not in kinds_for(by):
        raise RuleBroken(f"您无权上传“{label}”，请由有权的单位上传。", code="kind_not_yours")
    _, scope = place_of(by)
    content = _content(file, name)
    batch = RegisterBatch(kind=kind, area_code=scope, file_name=name[-_NAME:], uploaded_by=by)
    batch.sha256 = hashlib.sha256(content).hexdigest()
    batch.uploaded_at = at or clock.now()
    if income_year:
        batch.options = {"income_year": income_year}
    sealed = ContentFile(seal_bytes(content, place=FILE_PLACE))
    batch.file.save(f"{batch.sha256[:16]}.sealed", sealed, save=False)
    with transaction.atomic():
        batch.save()
        record(by=by, action="receive_upload", about=batch, kind=kind, sha256=batch.sha256)
    return batch


def place_of(by: User | None) -> tuple[str, str]:
    """Give the county an upload belongs to and the prefix its rows must have."""
    scope = by.area_code if by else ""
    if scope == NOWHERE:
        raise RuleBroken("您的账号没有数据范围，请联系系统管理员。", code="no_area")
    if len(scope) >= COUNTY:
        return scope[:COUNTY], scope
    counties = list(Area.objects.counties().within(scope).values_list("code", flat=True)[:2])
    if not counties:
        raise RuleBroken("还没有区划数据，请先执行 load_areas。", code="no_areas")
    if len(counties) > 1:
        raise RuleBroken("系统中有多个区县，请用所属区县的账号导入。", code="which_county")
    return counties[0], counties[0]


def _content(file: "File[Any]", name: str) -> bytes:
    """Read the upload into memory, no further than the limit."""
    pieces, size = [], 0
    for chunk in file.chunks():
        size += len(chunk)
        if size > MAX_BYTES:
            text = f"{name}：文件超过{MAX_BYTES // 1048576}兆，请按乡镇分开上传。"
            raise RuleBroken(text, code="too_large")
        pieces.append(chunk)
    if not size:
        raise RuleBroken(f"{name}：文件是空的。", code="empty_file")
    return b"".join(pieces)


def open_upload(batch: RegisterBatch) -> bytes:
    """Give the uploaded file in the clear."""
    with batch.file.open("rb") as stored:
        content: bytes = stored.read()
    return content if content.startswith(_UNSEALED) else open_file(content, place=FILE_PLACE)


@transaction.atomic
def answer_batch(
    *,
    batch: RegisterBatch,
    by: User | None,
    answers: dict[str, str],
    sheet: str | None = None,
    income_year: int | None = None,
) -> RegisterBatch:
    """Keep the answers to a file's questions and set it back to RECEIVED, to be checked again.

    Works from MAPPING, ASKING, STAGED and REFUSED; raises RuleBroken from any other state, and for
    a question, choice or sheet the file has not. Earlier answers stay unless given anew; so does
    a sheet chosen earlier: "" goes back to finding it, None leaves it.
    """
    asked = {
        question["key"]: {value for value, _ in question["choices"]}
        for question in batch.counts.get("questions", [])
    }
    earlier = batch.options.get("answers", {})
    for key, value in answers.items():
        if (key in asked and value not in asked[key]) or (key not in asked and key not in earlier):
            raise RuleBroken("所答的问题或选项不在这份文件中，请刷新页面。", code="no_question")
    if sheet and sheet not in batch.counts.get("sheets", []):
        raise RuleBroken(f"文件中没有工作表“{sheet}”。", code="no_sheet")
    options = batch.options | {"answers": earlier | answers}
    options |= {"sheet": sheet} if sheet is not None else {}
    options |= {"income_year": income_year} if income_year else {}
    _back_to_received(batch, options)
    record(by=by, action="answer_batch", about=batch, answers=sorted(answers), sheet=bool(sheet))
    return batch


@transaction.atomic
def map_headers(
    *, batch: RegisterBatch, by: User | None, mapping: dict[str, str]
) -> RegisterBatch:
    """Remember for county and kind what headers mean (header → column key, "" is not read).

    Sets the batch back to RECEIVED. Raises RuleBroken for a column the kind has not, for one
    column given to two headers, and from a state in which nothing is to be mapped.
    """
    known = {column.key for column in kind_of(batch.kind).columns()}
    given = [key for key in mapping.values() if key]
    if set(given) - known:
        raise RuleBroken("没有这一列。", code="no_column")
    if len(set(given)) < len(given):
        raise RuleBroken("同一列不能对应两个列名。", code="column_twice")
    county = batch.area_code[:COUNTY]
    for header, key in mapping.items():
        HeaderMapping.objects.update_or_create(
            area_code=county,
            kind=batch.kind,
            header=normal_text(header)[:_HEADER],
            defaults={"column": key},
        )
    _back_to_received(batch, batch.options)
    record(by=by, action="map_headers", about=batch, columns=sorted(given))
    return batch


def _back_to_received(batch: RegisterBatch, options: dict[str, Any]) -> None:
    """Set the batch back for another check; each check is a turn with a job of its own."""
    options = options | {"turn": options.get("turn", 0) + 1}
    again = RegisterBatch.objects.filter(pk=batch.pk, state__in=CHECKED_AGAIN)
    if not again.update(state=State.RECEIVED, options=options):
        raise RuleBroken("这份文件现在不能重新核对。", code="wrong_state")
    batch.refresh_from_db()


def apply_batch(
    *, batch: RegisterBatch, by: User | None, at: datetime, on: date, partial: bool = False
) -> RegisterBatch:
    """Write a staged file in one transaction: all accepted rows or nothing.

    Ends as APPLIED, or as UNCHANGED when all of it is stored already. A file with rejected rows
    is written only with `partial`. New helper pairings and the like begin `on` this day. Raises
    RuleBroken for a file that is not staged, and when the register moved on since the preview so
    that rows now collide.
    """
    packed = batch.checked.name
    try:
        with transaction.atomic():
            _claim(batch, at, partial=partial)
            unchanged = _write(batch, on)
            action = "find_unchanged" if unchanged else "apply_register"
            record(by=by, action=action, about=batch, **import_check.figures(batch))
    except IntegrityError as clash:
        raise RuleBroken(
            "底册与已登记的数据冲突，没有写入任何数据，请重新上传核对。", code="register_conflict"
        ) from clash
    if packed:
        batch.checked.storage.delete(packed)
    batch.refresh_from_db()
    return batch


def lock_county(batch: RegisterBatch) -> None:
    """Let one upload at a time write in a county, until the transaction ends."""
    list(Area.objects.select_for_update().filter(code=batch.area_code[:COUNTY]))


def _claim(batch: RegisterBatch, at: datetime, *, partial: bool) -> None:
    """Take the batch for applying, one at a time in a county; refuses what may not be applied."""
    lock_county(batch)
    staged = RegisterBatch.objects.filter(pk=batch.pk, state=State.STAGED)
    taken = staged.update(state=State.APPLIED, applied_at=at)
    batch.refresh_from_db()
    if not taken:
        _refuse(batch)
    if batch.counts.get("rejected") and not partial:
        text = (
            f"有{batch.counts['rejected']}行不能导入：确认这些行不写入后再应用，或改正后重新上传。"
        )
        raise RuleBroken(text, code="rows_rejected")


def _refuse(batch: RegisterBatch) -> None:
    if batch.state == State.REFUSED:
        raise RuleBroken("文件中有须改正的问题，改正后重新上传。", code="batch_has_complaints")
    if batch.state in {State.APPLIED, State.UNCHANGED}:
        raise RuleBroken("这份底册已经应用过。", code="batch_applied")
    raise RuleBroken(f"这份文件{batch.get_state_display()}，不能应用。", code="wrong_state")


def _write(batch: RegisterBatch, on: date) -> bool:
    """Compare again, now under the lock, and write; whether nothing was to be changed.

    Where nothing was to be changed and no row of the register has moved since, that still holds.
    """
    rows = RegisterBatch.objects.filter(pk=batch.pk)
    stamp = batch.counts.get("stamp")
    if stamp and stamp == import_check.stamp_of_register(batch):
        batch.state = State.UNCHANGED
        rows.update(state=batch.state)
        return True
    kind = kind_of(batch.kind)
    data = import_check.data_again(batch, on) if stamp else checked_data(batch)
    county, scope = batch.area_code[:COUNTY], batch.area_code
    comparison = kind.compare(data, county=county, scope=scope, on=on)
    if comparison.data is not None:
        raise RuleBroken(
            "预览之后登记册有了变化，有的行现在须改正，请重新核对。", code="batch_outdated"
        )
    if not comparison.nothing:
        kind.write(data, comparison, batch=batch, on=on)
        batch.counts["year"] = on.year
    import_check.keep_differences(batch, comparison)
    batch.counts |= import_check.comparison_counts(comparison)
    batch.state = State.UNCHANGED if comparison.nothing else State.APPLIED
    rows.update(state=batch.state, counts=batch.counts, checked="")
    return comparison.nothing


def revert_batch(
    *, batch: RegisterBatch, by: User | None, reason: str, at: datetime
) -> RegisterBatch:
    """Take an applied file back as a whole, with a reason; state REVERTED.

    Raises RuleBroken naming what a later file or hand changed since, or what is in use.
    """
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise RuleBroken(f"请写明撤回的原因（至少{MIN_REASON}字）。", code="no_reason")
    with transaction.atomic():
        lock_county(batch)
        applied = RegisterBatch.objects.filter(pk=batch.pk, state=State.APPLIED)
        if not applied.update(state=State.REVERTED, reverted_at=at):
            raise RuleBroken("只有已应用的导入可以撤回。", code="not_applied")
        batch.refresh_from_db()
        kind_of(batch.kind).revert(batch)
        record(by=by, action="revert_batch", about=batch, reason=reason[:_REASON])
    return batch
