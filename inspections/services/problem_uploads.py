"""Lists of problems handed in as files: read and complained about, then entered whole or not."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.scope import COUNTY
from accounts.services.trail import record
from households.identity import normal_text
from households.reading.book import Table, read_book
from households.reading.guard import SpreadsheetRefused
from inspections.models import LedgerEntry, Problem, ProblemSource, ProblemUpload
from inspections.problem_columns import COLUMNS, NAMES, key_of
from inspections.selectors.about import About
from inspections.selectors.sources import kinds_for
from inspections.selectors.upload_facts import upload_facts
from inspections.selectors.upload_preview import known_keys
from inspections.selectors.upload_rows import check_rows
from inspections.services.entries import default_unit, subject_of
from inspections.services.numbering import create_many_numbered
from inspections.services.recurrence import link_all
from inspections.services.transitions import moment_of

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000  # entered within one request
MOST_COMPLAINTS = 1000
PORTION = 500
MUST = tuple(column.name for column in COLUMNS if column.must)
State = ProblemUpload.State


def receive_problem_upload(
    *,
    file: "File[Any]",
    name: str,
    by: User,
    at: datetime,
    source: str = "",
    origin: ProblemSource | None = None,
) -> ProblemUpload:
    """Read a list of problems and keep what it says, with every complaint by row and column.

    The file itself is not kept: its rows are, without names of householders. `source` and
    `origin` stand for rows that name none. Raises RuleBroken "file_refused" for what is no plain
    table, "no_columns", "no_rows", "too_many_rows", "no_area".
    """
    if not by.area_code:
        raise RuleBroken("请用区县或乡镇的账号上传。", code="no_area")
    content = file.read(MAX_BYTES + 1)
    lines = _lines(_table(content, name))
    words = {normal_text(cells.get("household", "")) for _, cells in lines} - {""}
    facts = upload_facts(scope=by.area_code, on=localdate(at), named=words, numbers=words)
    checked = check_rows(
        iter(lines),
        facts,
        allowed=dict(kinds_for(by)),
        source=origin.kind if origin else source,
        origin=origin.pk if origin else None,
    )
    with transaction.atomic():
        upload = ProblemUpload.objects.create(
            area_code=by.area_code,
            name=name[-120:],
            sha256=hashlib.sha256(content).hexdigest(),
            rows=checked.rows,
            complaints=checked.complaints[:MOST_COMPLAINTS],
            uploaded_by=by,
            uploaded_at=at,
        )
        record(by=by, action="receive_problem_upload", about=upload, rows=len(checked.rows))
    return upload


@transaction.atomic
def apply_problem_upload(*, upload: ProblemUpload, by: User, at: datetime) -> int:
    """Enter all problems of a checked list, or none; gives how many are new.

    What stands in the ledger already, from this file or another, is not entered again. Raises
    RuleBroken "has_complaints", "already_applied", "no_responsible_unit", "number_busy".
    """
    if upload.complaints:
        raise RuleBroken(
            "清单有误，请在表格中改正后重新上传；有误时一条也不登记。", code="has_complaints"
        )
    _take(upload, to=State.APPLIED, applied_at=at)
    rows = _unknown(upload.rows)
    unit_of = _units_for(rows)
    on = localdate(at)
    made = [_problem(row, unit_of(row), upload) for row in rows]
    problems = create_many_numbered(
        period=on.replace(day=1), county=upload.area_code[:COUNTY], rows=made
    )
    link_all(problems=problems)
    LedgerEntry.objects.bulk_create(
        (
            LedgerEntry(problem=one, state=one.state, by=by, at=moment_of(on), note=one.fact)
            for one in problems
        ),
        batch_size=PORTION,
    )
    record(by=by, action="apply_problem_upload", about=upload, problems=len(problems))
    return len(problems)


@transaction.atomic
def drop_problem_upload(*, upload: ProblemUpload, by: User) -> None:
    """Put a checked list aside without entering anything; raises RuleBroken "already_applied"."""
    _take(upload, to=State.DROPPED)
    record(by=by, action="drop_problem_upload", about=upload)


def _take(upload: ProblemUpload, *, to: str, **fields: Any) -> None:
    """Take a checked list up for one person: the second one is told."""
    checked = ProblemUpload.objects.filter(pk=upload.pk, state=State.CHECKED)
    if not checked.update(state=to, **fields):
        upload.refresh_from_db()
        raise RuleBroken(
            f"这份清单现为“{upload.get_state_display()}”，不能再办理，请刷新页面。",
            code="already_applied",
        )
    upload.refresh_from_db()


def _table(content: bytes, name: str) -> Table:
    """Hand the file to the guarded reader in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        try:
            book = read_book(path, name=name, known=set(NAMES), max_bytes=MAX_BYTES)
        except SpreadsheetRefused as refusal:
            raise RuleBroken(str(refusal), code="file_refused") from refusal
    table = book.tables[0] if book.tables else None
    keys = {key_of(header) for header in table.header} if table else set()
    if table is None or not {"fact", "found_on"} <= keys:
        raise RuleBroken(
            f"表中没有“{'”“'.join(MUST)}”等列，请先下载空表，按空表的列名填写。", code="no_columns"
        )
    if len(table.rows) > MAX_ROWS:
        raise RuleBroken(f"一次最多{MAX_ROWS}行，请按乡镇分开上传。", code="too_many_rows")
    return table


def _lines(table: Table) -> list[tuple[int, Mapping[str, str]]]:
    """Give the lines that say something, each with its number in the sheet."""
    columns: dict[str, Sequence[str]] = {}
    for index, header in enumerate(table.header):
        key = key_of(header)
        if key and key != "serial" and key not in columns:
            columns[key] = table.column(index)
    lines = list(_filled(table, columns))
    if not lines:
        raise RuleBroken("表中没有问题，请填写后再上传。", code="no_rows")
    return lines


def _filled(
    table: Table, columns: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    for place, number in enumerate(table.rows):
        cells = {key: column[place] for key, column in columns.items() if column[place].strip()}
        if cells.keys() - {"township", "village"}:
            yield number, cells


def _unknown(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the rows that are not in the ledger yet."""
    known = known_keys([row["key"] for row in rows])
    return [row for row in rows if row["key"] not in known]


def _units_for(rows: Sequence[Mapping[str, Any]]) -> Callable[[Mapping[str, Any]], Unit]:
    """Give what finds a row's responsible unit; each place is asked about once."""
    named = Unit.objects.in_bulk({row["unit"] for row in rows if row["unit"]})
    places: dict[tuple[Any, ...], Unit] = {}

    def unit_of(row: Mapping[str, Any]) -> Unit:
        if row["unit"]:
            return named[row["unit"]]
        about = About(*row["about"])
        place = (about.kind == "department" and about.code, about.area_code, row["can_solve"])
        if place not in places:
            places[place] = default_unit(about, village_can_solve=row["can_solve"])
        return places[place]

    return unit_of


def _problem(row: Mapping[str, Any], unit: Unit, upload: ProblemUpload) -> Problem:
    about = About(*row["about"])
    return Problem(
        **subject_of(about),
        area_code=about.area_code,
        responsible_unit=unit,
        category_id=row["category"],
        origin_id=row["origin"],
        village_can_solve=row["can_solve"],
        found_on=date.fromisoformat(row["found_on"]),
        planned_on=date.fromisoformat(row["planned_on"]) if row["planned_on"] else None,
        planned_measure=row["measure"],
        responsible_person=row["person"],
        entry_key=row["key"],
        upload=upload,
        **{key: row[key] for key in ("source", "found_in", "found_by", "item", "fact")},
        **{key: row[key] for key in ("basis", "severity", "track")},
    )
