"""Checking an uploaded file: read by the child, checked, compared, kept with what was found."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.masking import MASKS
from accounts.scope import COUNTY
from accounts.sealing import open_file, search_key
from accounts.services.trail import record
from households.bulk import insert_columns
from households.checking.columns import known_names
from households.checking.data import (
    Checked,
    CheckOptions,
    Complaint,
    FoundConflict,
    Level,
    PlainData,
    RegisterData,
)
from households.checking.places import places_from
from households.models import (
    Area,
    AreaAlias,
    BatchComplaint,
    BatchDifference,
    HeaderMapping,
    Household,
    Member,
    RegisterBatch,
    RegisterConflict,
)
from households.reading.book import Book, SpreadsheetRefused, read_book
from households.services.importing.checked_file import keep_data
from households.services.importing.comparison import Comparison, Differences, ImportKind
from households.services.importing.kinds import kind_of
from households.services.importing.register_stamp import stamp_of

FILE_PLACE = "households_registerbatch.file"
State = RegisterBatch.State
_VALUE, _REASON, _FOUND = 60, 200, 300
_PIECE = 2000
_MASKS = {
    "identity": MASKS["identity_number"],
    "phone": MASKS["phone"],
    "name": MASKS["name"],
    "account": MASKS["bank_account"],
}


def check_batch(*, batch: RegisterBatch, on: date) -> RegisterBatch:
    """Read and check a received file and compare it with what is stored; safe to begin again.

    Ends as MAPPING (columns not found), ASKING (questions open), REFUSED or STAGED, with its
    complaints, differences, conflicts and figures. A batch that is not RECEIVED is left alone.
    """
    if batch.state != State.RECEIVED:
        return batch
    kind = kind_of(batch.kind)
    options = _options(batch, on)
    try:
        book = _read(batch, kind, options)
    except SpreadsheetRefused as refusal:
        return _refuse(batch, str(refusal))
    checked = kind.check(book, options)
    told = _told_of(batch, book, checked)
    tables = [(table.sheet, frozenset(table.header)) for table in book.tables]
    del book
    comparison = Comparison()
    if not checked.missing and not checked.questions and checked.accepted:
        county, scope = batch.area_code[:COUNTY], batch.area_code
        stamp = stamp_of_register(batch)
        comparison = kind.compare(checked.data, county=county, scope=scope, on=on)
        if comparison.data is not None:
            checked = _reduced(checked, comparison)
        told["stamp"] = stamp if comparison.nothing else ""
    comparison.complaints = _placed(comparison.complaints, tables)
    with transaction.atomic():
        return _keep(batch, checked, comparison, told)


def stamp_of_register(batch: RegisterBatch) -> str:
    """Give the stamp of the rows a batch is compared with, "" where there is none."""
    is_register = batch.kind == RegisterBatch.Kind.REGISTER
    return stamp_of(batch.area_code[:COUNTY]) if is_register else ""


def data_again(batch: RegisterBatch, on: date) -> Any:
    """Read and check the file anew, for one whose data was not kept: it held nothing new."""
    kind, options = kind_of(batch.kind), _options(batch, on)
    return kind.check(_read(batch, kind, options), options).data


def _read(batch: RegisterBatch, kind: ImportKind, options: CheckOptions) -> Book:
    """Hand the file to the reader in a folder of its own, which is gone afterwards."""
    known = {name for column in kind.columns() for name in (column.name, *column.aliases)}
    known |= {header for header, key in options.mapping.items() if key}
    if batch.kind == RegisterBatch.Kind.REGISTER:
        known |= known_names()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        with batch.file.open("rb") as stored:
            path.write_bytes(open_file(stored.read(), place=FILE_PLACE))
        sheet = batch.options.get("sheet", "")
        return read_book(path, name=batch.file_name, known=known, sheet=sheet)


def _options(batch: RegisterBatch, on: date) -> CheckOptions:
    """Gather what a check needs of the county: places, header mappings, known people."""
    county = batch.area_code[:COUNTY]
    rows = Area.objects.within(county).values_list("code", "name", "level")
    aliases = AreaAlias.objects.within(county).values_list(
        "area_id", "name", "valid_from", "valid_to"
    )
    mapped = HeaderMapping.objects.filter(area_code=county, kind=batch.kind)
    people: frozenset[str] = frozenset()
    if batch.kind == RegisterBatch.Kind.REGISTER:
        stored = Member.objects.within(county).order_by().values_list("person_no", flat=True)
        people = frozenset(stored.iterator(chunk_size=10_000))
    return CheckOptions(
        places=places_from(rows, aliases, on=on),
        income_year=batch.options.get("income_year") or on.year - 1,
        answers=batch.options.get("answers", {}),
        mapping=dict(mapped.values_list("header", "column")),
        masks=_MASKS,
        scope=batch.area_code,
        latest=on.isoformat(),
        known_persons=people,
    )


def _told_of(batch: RegisterBatch, book: Book, checked: Checked) -> dict[str, Any]:
    """Give what is said of the file itself, before anything is compared."""
    same = RegisterBatch.objects.within(batch.area_code[:COUNTY]).filter(
        sha256=batch.sha256, kind=batch.kind
    )
    done = same.filter(state__in=[State.APPLIED, State.UNCHANGED])
    return {
        "hidden": list(book.hidden),
        "sheets": list(book.sheets),
        "columns": [list(pair) for pair in checked.columns],
        "missing": list(checked.missing),
        "questions": [asdict(question) for question in checked.questions],
        "applied_before": done.exclude(pk=batch.pk).exists(),
    }


def _reduced(checked: Checked, comparison: Comparison) -> Checked:
    """Take out of what was accepted what collides with what is stored."""
    return replace(
        checked,
        data=comparison.data,
        accepted=checked.accepted - comparison.rejected,
        rejected=checked.rejected + comparison.rejected,
    )


def _placed(
    complaints: Iterable[Complaint], tables: list[tuple[str, frozenset[str]]]
) -> list[Complaint]:
    """Name the sheet of complaints that came of the comparison: the last one with the column."""
    placed = []
    for complaint in complaints:
        sheet = complaint.sheet or tables[0][0]
        if not complaint.sheet:
            sheet = next((s for s, head in reversed(tables) if complaint.column in head), sheet)
        placed.append(replace(complaint, sheet=sheet))
    return placed


def _refuse(batch: RegisterBatch, reason: str) -> RegisterBatch:
    """Keep a file that cannot be read as refused, with the reason."""
    empty = Checked(PlainData(), (Complaint("", 0, "文件", "", reason[:_REASON]),))
    with transaction.atomic():
        return _keep(batch, empty, Comparison(), {"refused": reason})


def _state(checked: Checked, told: dict[str, Any]) -> str:
    if told.get("refused"):
        return State.REFUSED
    if checked.missing:
        return State.MAPPING
    if checked.questions:
        return State.ASKING
    return State.STAGED if checked.accepted else State.REFUSED


def _keep(
    batch: RegisterBatch, checked: Checked, comparison: Comparison, told: dict[str, Any]
) -> RegisterBatch:
    """Keep all that was found; a second check of the same turn changes nothing."""
    state = _state(checked, told)
    received = RegisterBatch.objects.select_for_update().filter(pk=batch.pk, state=State.RECEIVED)
    current = received.first()
    if current is None or current.options != batch.options:
        batch.refresh_from_db()
        return batch
    complaints = [*checked.complaints, *comparison.complaints]
    batch.state, batch.counts = state, _counts(checked, complaints, comparison) | told
    batch.counts["differences"] = ""
    if state == State.STAGED and not told.get("stamp"):
        keep_data(batch, checked.data)
    batch.complaints.all().delete()
    _keep_complaints(batch, complaints)
    keep_differences(batch, comparison)
    _keep_conflicts(batch, (*checked.conflicts, *comparison.conflicts))
    batch.save(update_fields=["state", "counts", "checked"])
    record(by=batch.uploaded_by, action="stage_register", about=batch, **figures(batch))
    return batch


def figures(batch: RegisterBatch) -> dict[str, Any]:
    """Give the figures of a batch for the trail: numbers only."""
    found = {key: value for key, value in batch.counts.items() if isinstance(value, int)}
    return found | {"state": batch.state}


def _counts(
    checked: Checked, complaints: list[Complaint], comparison: Comparison
) -> dict[str, Any]:
    """Give the figures of the preview: rows by outcome, and what would change."""
    levels = [complaint.level for complaint in complaints]
    counts = {
        "read": checked.read,
        "accepted": checked.accepted,
        "rejected": checked.rejected,
        "skipped": checked.skipped,
        "normalised": checked.normalised,
        "blocks": levels.count(Level.BLOCK),
        "warnings": levels.count(Level.WARN),
        "asks": len(checked.questions),
    }
    if isinstance(checked.data, RegisterData):
        counts["households"] = len(checked.data.households.get("household_no", ()))
        counts["members"] = len(checked.data.members.get("person_no", ()))
    return counts | comparison_counts(comparison)


def comparison_counts(comparison: Comparison) -> dict[str, int]:
    """Give how many records are new, changed, the same and not in the file."""
    names = ("new", "changed", "unchanged", "absent")
    return {name: getattr(comparison, name) for name in names}


def _keep_complaints(batch: RegisterBatch, complaints: list[Complaint]) -> None:
    columns: dict[str, list[Any]] = {"batch_id": [batch.pk] * len(complaints)}
    limits = {"sheet": 40, "column": 40, "value": _VALUE, "reason": _REASON, "question": 80}
    for name, limit in limits.items():
        columns[name] = [getattr(complaint, name)[:limit] for complaint in complaints]
    columns["row"] = [complaint.row for complaint in complaints]
    columns["level"] = [str(complaint.level) for complaint in complaints]
    insert_columns(BatchComplaint, columns)


def keep_differences(batch: RegisterBatch, comparison: Comparison) -> None:
    """Store the differences anew, unless the very same ones are stored already."""
    print_now = _fingerprint(comparison.differences)
    if batch.counts.get("differences") == print_now:
        return
    batch.changes.all().delete()
    insert_columns(BatchDifference, comparison.differences.columns(batch))
    batch.counts["differences"] = print_now


def _fingerprint(differences: Differences) -> str:
    """Give a keyed digest of the rows, from which none of them can be guessed."""
    return search_key(json.dumps(vars(differences), ensure_ascii=False))


def _keep_conflicts(batch: RegisterBatch, conflicts: Sequence[FoundConflict]) -> None:
    """Add the conflicts nobody has seen yet; known ones stay as they are, decided or not.

    They stand in the village of the household of the register, else in the place of the upload.
    """
    areas: dict[str, str] = {}
    for start in range(0, len(conflicts), _PIECE):
        numbers = [found.here_no for found in conflicts[start : start + _PIECE]]
        stored = Household.objects.filter(household_no__in=numbers)
        areas |= dict(stored.values_list("household_no", "area_code"))
    rows = [
        RegisterConflict(
            area_code=areas.get(found.here_no, batch.area_code),
            batch=batch,
            kind=found.kind,
            key=found.key,
            here_no=found.here_no,
            there_no=found.there_no,
            person_no=found.person_no,
            found=found.found[:_FOUND],
        )
        for found in conflicts
    ]
    RegisterConflict.objects.bulk_create(rows, batch_size=_PIECE, ignore_conflicts=True)
