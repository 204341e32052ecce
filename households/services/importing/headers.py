"""The headers of an upload for a person who must say what they mean."""

import re
import tempfile
from pathlib import Path

from django.db import transaction

from accounts.masking import mask_identity
from accounts.models import User
from accounts.services.trail import record
from households.models import HeaderMapping, RegisterBatch
from households.reading.book import Book, SpreadsheetRefused, Table, read_book
from households.services.importing.kinds import kind_of
from households.services.imports import open_upload

VALUES = 3
MOST_CHARACTERS = 24
_MANY_DIGITS = re.compile(r"[0-9]{7,}")


def file_columns(batch: RegisterBatch) -> dict[str, list[str]]:
    """Give the first three values of each column of an upload by its header.

    Long runs of digits are masked: they may be an identity or a telephone number. A file that
    cannot be read gives nothing.
    """
    try:
        book = read_upload(batch)
    except SpreadsheetRefused:
        return {}
    values: dict[str, list[str]] = {}
    for table in book.tables:
        for index, header in enumerate(table.header):
            values.setdefault(header, first_values(table, index))
    return values


def read_upload(batch: RegisterBatch) -> Book:
    """Read a stored upload again, with the headers its county has mapped.

    Raises SpreadsheetRefused for a file that cannot be read.
    """
    columns = kind_of(batch.kind).columns()
    known = {name for column in columns for name in (column.name, *column.aliases)}
    known |= {header for header, name in batch.counts.get("columns", []) if name}
    with tempfile.NamedTemporaryFile(prefix="upload-") as file:
        file.write(open_upload(batch))
        file.flush()
        sheet = batch.options.get("sheet", "")
        return read_book(
            Path(file.name), name=batch.file_name, known=frozenset(known), sheet=sheet
        )


def first_values(table: Table, index: int) -> list[str]:
    """Give the first values of a column that are not empty, shortened and masked."""
    filled = (cell for cell in table.column(index) if cell.strip())
    return [
        _masked(cell)[:MOST_CHARACTERS] for cell, _ in zip(filled, range(VALUES), strict=False)
    ]


def _masked(cell: str) -> str:
    return _MANY_DIGITS.sub(lambda found: mask_identity(found[0])[:3] + "***", cell)


@transaction.atomic
def forget_header(*, mapping: HeaderMapping, by: User) -> None:
    """Forget what a county's header means."""
    record(by=by, action="forget_header", about=mapping, header=mapping.header)
    mapping.delete()
