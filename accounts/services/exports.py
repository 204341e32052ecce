"""Taking a list out as a workbook: a numbered export, written by a job, kept for a week."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction

from accounts.errors import RuleBroken
from accounts.lists import LISTINGS, ListColumn, Listing, columns_of, positions, readers, values
from accounts.models import Export, ListChoice, User
from accounts.official import sheet_of
from accounts.searches import Search
from accounts.services.trail import record
from accounts.xlsx_cells import once_each
from accounts.xlsx_stream import write_xlsx

KEPT = timedelta(days=7)
PIECE = 2000
_HEAD = "导出"
_YEAR, _MONTH = 4, 2  # digits before the running number


@transaction.atomic
def ask_for_export(
    *, listing: Listing, columns: Sequence[ListColumn], query: str, searched: str, by: User,
    at: datetime,
) -> Export:  # fmt: skip
    """Number an export that a job is to write; `searched` tells what was searched for, masked.

    Raises RuleBroken "no_permission"; "wrong_filter" when the filters cannot be read.
    """
    _require(by, listing)
    listing.found(by, query=query, search=None)
    export = _numbered(
        at=at,
        list_name=listing.name,
        query=query[:2000],
        columns=[column.key for column in columns],
        requested_by=by,
        requested_at=at,
    )
    detail = {"serial": export.serial, "list": listing.name, "columns": export.columns}
    record(by=by, action="ask_for_export", about=export, **detail, searched=bool(searched))
    return export


def _numbered(*, at: datetime, **fields: Any) -> Export:
    """Insert an export under the next serial of the year; who loses a number takes the next."""
    head = f"{_HEAD}{at:%Y}"
    while True:
        last = Export.objects.filter(serial__startswith=head).order_by("-id").first()
        number = int(last.serial[len(head) + _MONTH :]) + 1 if last else 1
        try:
            with transaction.atomic():
                return Export.objects.create(serial=f"{head}{at:%m}{number:04}", **fields)
        except IntegrityError:
            if not Export.objects.filter(serial=f"{head}{at:%m}{number:04}").exists():
                raise


def write_export(
    *, export: Export, search: Search | None, at: datetime, progress: Callable[[int], None]
) -> int:
    """Write the workbook with what its owner may see at this moment; give the number of rows.

    An export that is written already stays as it is. Raises RuleBroken "no_permission",
    "wrong_filter".
    """
    by, listing = export.requested_by, LISTINGS[export.list_name]
    _require(by, listing)
    if export.file:
        return export.rows
    found = listing.found(by, query=export.query, search=search)
    columns = columns_of(listing, export.columns)
    sheet = sheet_of(listing, columns, by=by, query=export.query, foot=export.serial)
    keeper = f"单位：{by.unit}　" if listing.official and by.unit else ""

    def first_line(rows: int) -> str:
        return (
            f"{keeper}导出编号：{export.serial}　导出人：{by}　"
            f"导出时间：{at:%Y-%m-%d %H:%M}　行数：{rows}"
        )

    with tempfile.TemporaryFile() as draft:
        told = _told(shown_rows(found, columns, by), total=found.count(), progress=progress)
        rows = write_xlsx(draft, sheet, told, first_line=first_line)
        draft.seek(0)
        name = export.file.storage.save(f"exports/{at:%Y/%m}/{export.pk}.xlsx", File(draft))
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(file=name, rows=rows)
        record(by=by, action="export_list", about=export, serial=export.serial, rows=rows)
    return rows


def shown_rows(found: Any, columns: Sequence[ListColumn], user: User) -> Iterator[Sequence[Any]]:
    """Give the rows as the user may see them, read from the database piece by piece."""
    read, places = readers(columns, user), positions(columns)
    rows = values(found, columns).iterator(chunk_size=PIECE)
    while piece := list(islice(rows, PIECE)):
        told = list(zip(*piece, strict=True))
        shown = [
            once_each(reader, told[place]) if reader else told[place]
            for reader, place in zip(read, places, strict=True)
        ]
        yield from zip(*shown, strict=True)


def _told(
    rows: Iterator[Sequence[Any]], *, total: int, progress: Callable[[int], None]
) -> Iterator[Sequence[Any]]:
    """Pass the rows on and tell how far they are, in percent below 100."""
    for number, row in enumerate(rows):
        if number % (PIECE * 4) == 0:
            progress(min(99, number * 100 // max(total, 1)))
        yield row


def _require(user: User, listing: Listing) -> None:
    if not (user.is_active and user.has_perm(listing.permission)):
        raise RuleBroken("您无权导出此清单。", code="no_permission")


def hand_over(*, export: Export, by: User) -> None:
    """Write down that the file goes out; raises RuleBroken "no_permission", "no_file"."""
    _require(by, LISTINGS[export.list_name])
    if not export.file:
        raise RuleBroken("文件尚未生成或已到期删除，请重新导出。", code="no_file")
    record(by=by, action="download_export", about=export, serial=export.serial)


def drop_old_files(*, now: datetime) -> int:
    """Delete the files of exports older than a week; the records stay. Gives how many."""
    old = Export.objects.filter(requested_at__lt=now - KEPT).exclude(file="")
    dropped = 0
    for export in old.iterator():
        export.file.delete(save=False)
        dropped += Export.objects.filter(pk=export.pk).update(file="")
    return dropped


def choose_columns(*, listing: Listing, keys: Sequence[str], by: User) -> list[str]:
    """Remember which columns a person wants of a list; none of them means the usual ones.

    The first column leads to the record and always stays.
    """
    first = listing.columns[0].key
    kept = [column.key for column in columns_of(listing, [first, *keys])] if keys else []
    ListChoice.objects.update_or_create(
        user=by, list_name=listing.name, defaults={"columns": kept}
    )
    return kept
