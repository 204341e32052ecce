"""The register import: a workbook is staged with its complaints, then applied whole or not."""

import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction

from accounts.errors import RuleBroken
from accounts.masking import MASKS
from accounts.models import User
from accounts.scope import COUNTY, NOWHERE
from accounts.services.trail import record
from households.models import Area, BatchComplaint, RegisterBatch
from households.register_check import check_rows
from households.register_columns import known_names
from households.register_data import Checked, Complaint, RegisterData
from households.register_places import places_from
from households.services.register_changes import Changes, find_changes
from households.services.register_write import write_changes
from households.spreadsheet import SpreadsheetRefused, Table, read_table

_MASKS = {
    "identity": MASKS["identity_number"],
    "phone": MASKS["phone"],
    "name": MASKS["name"],
}
_NAME = 120


def stage_register(
    *, file: "File[Any]", name: str, by: User | None, on: date, income_year: int | None = None
) -> RegisterBatch:
    """Read and check an uploaded register and keep it with its complaints; nothing is applied.

    `by` None stands for the machine's own command. `income_year` is the year of an income column
    that names none: last year unless given. Raises RuleBroken for a file that is no workbook of a
    register; one with wrong rows is kept as refused, with its complaints.
    """
    county, scope = _place(by)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        sha256 = _keep(file, path)
        try:
            table = read_table(path, known=known_names())
        except SpreadsheetRefused as refusal:
            raise RuleBroken(f"{name}：{refusal}", code="not_a_register") from refusal
        checked = _check(table, county, scope, on, income_year or on.year - 1)
        changes = None
        complaints = list(checked.complaints)
        if not checked.blocked:
            changes = find_changes(data=checked.data, county=county, scope=scope)
            complaints += _conflicts(table, checked.data, changes)
        with path.open("rb") as stored, transaction.atomic():
            batch = RegisterBatch(area_code=scope, file_name=name[-_NAME:], sha256=sha256)
            batch.counts = _told_of(batch, table)
            return _store(batch, File(stored), checked, changes, complaints, by)


def _place(by: User | None) -> tuple[str, str]:
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


def _keep(file: "File[Any]", path: Path) -> str:
    """Write the upload to a file of our own and give its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as out:
        for chunk in file.chunks():
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _check(table: Table, county: str, scope: str, on: date, income_year: int) -> Checked:
    """Check a sheet against the places of a county."""
    rows = Area.objects.within(county).values_list("code", "name", "level")
    return check_rows(
        table,
        places=places_from(rows),
        income_year=income_year,
        masks=_MASKS,
        scope=scope,
        latest=on.isoformat(),
    )


def _conflicts(table: Table, data: RegisterData, changes: Changes) -> list[Complaint]:
    """Complain about rows that collide with what is stored."""
    outside = [
        Complaint(
            table.sheet, data.households["row"][at], "户编号", number, "该户编号已登记在其他区域"
        )
        for at, number in changes.outside
    ]
    clashes = [
        Complaint(
            table.sheet,
            data.members["row"][at],
            "证件号码",
            _MASKS["identity"](number),
            "该证件号码已登记在另一人编号下",
        )
        for at, number in changes.clashes
    ]
    return outside + clashes


def _told_of(batch: RegisterBatch, table: Table) -> dict[str, Any]:
    """Give what the preview says of the file itself: hidden sheets, applied before or not."""
    same = RegisterBatch.objects.within(batch.area_code).filter(sha256=batch.sha256)
    before = same.filter(state=RegisterBatch.State.APPLIED).exists()
    return {"hidden_sheets": list(table.hidden), "applied_before": before}


def _store(
    batch: RegisterBatch,
    file: "File[Any]",
    checked: Checked,
    changes: Changes | None,
    complaints: list[Complaint],
    by: User | None,
) -> RegisterBatch:
    """Keep the upload, its figures and complaints; its checked rows only if it may be applied."""
    refused = any(complaint.blocks for complaint in complaints)
    batch.state = RegisterBatch.State.REFUSED if refused else RegisterBatch.State.STAGED
    batch.counts |= _counts(checked, changes, complaints)
    batch.uploaded_by = by
    batch.file.save(f"{batch.sha256[:16]}.xlsx", file, save=False)
    if not refused:
        packed = json.dumps(_columns(checked.data), ensure_ascii=False)
        batch.checked.save(f"{batch.sha256[:16]}.json", ContentFile(packed.encode()), save=False)
    batch.save()
    BatchComplaint.objects.bulk_create(_complaint_rows(batch, complaints), batch_size=5000)
    record(by=by, action="stage_register", about=batch, state=batch.state, **batch.counts)
    return batch


def _columns(data: RegisterData) -> dict[str, Any]:
    """Give the data's columns by name without copying them."""
    return {name: getattr(data, name) for name in ("households", "members", "incomes", "given")}


def _complaint_rows(batch: RegisterBatch, complaints: Iterable[Complaint]) -> list[BatchComplaint]:
    levels = {True: BatchComplaint.Level.BLOCK, False: BatchComplaint.Level.WARN}
    rows = []
    for complaint in complaints:
        fields = asdict(complaint)
        rows.append(BatchComplaint(batch=batch, level=levels[fields.pop("blocks")], **fields))
    return rows


def _counts(
    checked: Checked, changes: Changes | None, complaints: list[Complaint]
) -> dict[str, Any]:
    """Give the figures of the preview: rows, households, people, and what would change."""
    rejected = len({complaint.row for complaint in complaints if complaint.blocks})
    households = len(checked.data.households.get("household_no", ()))
    counts: dict[str, Any] = {
        "read": checked.read,
        "skipped": checked.skipped,
        "accepted": max(checked.read - rejected, 0),
        "rejected": rejected,
        "warnings": sum(not complaint.blocks for complaint in complaints),
        "households": households,
        "columns_not_read": list(checked.columns_not_read),
    }
    if changes:
        counts |= {
            "new": len(changes.new_households),
            "changed": changes.touched,
            "unchanged": households - len(changes.new_households) - changes.touched,
            "absent": changes.absent,
        }
    return counts


def apply_register_batch(
    *, batch: RegisterBatch, by: User | None, at: datetime, on: date
) -> RegisterBatch:
    """Write a staged register in one transaction; refused, applied or outdated ones are refused.

    Households are matched by 户编号, people by 人编号; what the file does not name stays as it is.
    New helper pairings begin `on` this day. Applying what is stored already changes no row.
    """
    try:
        with transaction.atomic():
            _claim(batch, at)
            _write(batch, on)
            record(by=by, action="apply_register", about=batch, **batch.counts)
    except IntegrityError as clash:
        raise RuleBroken(
            "底册与已登记的数据冲突，没有写入任何数据，请重新上传核对。", code="register_conflict"
        ) from clash
    packed = batch.checked.name
    batch.checked.storage.delete(packed or "")
    RegisterBatch.objects.filter(pk=batch.pk).update(checked="")
    batch.refresh_from_db()
    return batch


def _claim(batch: RegisterBatch, at: datetime) -> None:
    """Take the batch for applying, one at a time in a county."""
    list(Area.objects.select_for_update().filter(code=batch.area_code[:COUNTY]))
    staged = RegisterBatch.objects.filter(pk=batch.pk, state=RegisterBatch.State.STAGED)
    if staged.update(state=RegisterBatch.State.APPLIED, applied_at=at):
        return
    batch.refresh_from_db()
    if batch.state == RegisterBatch.State.REFUSED:
        raise RuleBroken("文件中有须改正的问题，改正后重新上传。", code="batch_has_complaints")
    raise RuleBroken("这份底册已经应用过。", code="batch_applied")


def _write(batch: RegisterBatch, on: date) -> None:
    """Compare again, now under the lock, and write."""
    data = _checked_data(batch)
    county = batch.area_code[:COUNTY]
    changes = find_changes(data=data, county=county, scope=batch.area_code)
    if changes.outside or changes.clashes:
        raise RuleBroken("预览之后底册有了新的变化，请重新上传。", code="batch_outdated")
    if not changes.nothing:
        write_changes(data=data, changes=changes, on=on)


def _checked_data(batch: RegisterBatch) -> RegisterData:
    """Read the rows that were checked when the file was staged."""
    if not batch.checked:
        raise RuleBroken("核对结果已不在，请重新上传。", code="batch_outdated")
    with batch.checked.open("rb") as file:
        return RegisterData(**json.loads(file.read()))
