"""One household's people as an uploaded file has them, before anything is written."""

from collections.abc import Iterator

from accounts.masking import shown
from accounts.models import User
from households.identity import normal_text
from households.models import RegisterBatch
from households.reading.book import SpreadsheetRefused, Table
from households.selectors.conflicts import ShownMember
from households.services.importing.headers import read_upload

HOUSEHOLD, PERSON = "户编号", "人编号"
NAME, RELATION, IDENTITY = "姓名", "与户主关系", "证件号码"


def people_in_file(batch: RegisterBatch, household_no: str, *, user: User) -> list[ShownMember]:
    """Give the people a file names under a household number, masked for the reader.

    The file is read again, which takes a moment with a large one; one that cannot be read gives
    nobody.
    """
    try:
        book = read_upload(batch)
    except SpreadsheetRefused:
        return []
    names = {normal_text(header): name for header, name in batch.counts.get("columns", [])}
    people = []
    for table in book.tables:
        at = {names.get(normal_text(head), ""): index for index, head in enumerate(table.header)}
        if HOUSEHOLD in at and NAME in at and PERSON in at:
            people += [
                _member({name: table.column(index)[row] for name, index in at.items()}, user)
                for row in _rows_of(table, at[HOUSEHOLD], household_no)
            ]
    return people


def _rows_of(table: Table, index: int, household_no: str) -> Iterator[int]:
    """Give the places of a household's rows; a blank number is the one above."""
    last = ""
    for row, cell in enumerate(table.column(index)):
        last = normal_text(cell) or last
        if last == household_no:
            yield row


def _member(cells: dict[str, str], user: User) -> ShownMember:
    return ShownMember(
        person_no=cells.get(PERSON, ""),
        name=shown(cells.get(NAME, ""), field="name", user=user),
        relation=cells.get(RELATION, ""),
        identity=shown(cells.get(IDENTITY, ""), field="identity_number", user=user),
        marked=False,
    )
