"""Checking small registers in tests."""

from households.checking.check import check_register
from households.checking.data import Checked, CheckOptions
from households.reading.book import Table, make_book, make_table
from tests.households import sheets


def table(rows, *, header=None, **facts) -> Table:
    """Make a table of rows given as dicts, in the columns of the header."""
    header = header or sheets.HEADER
    return make_table(header, [[row.get(name, "") for name in header] for row in rows], **facts)


def check_tables(*tables: Table, **options) -> Checked:
    """Check tables on 2016-07-31 with the incomes of 2015."""
    given = {"places": sheets.places(), "income_year": 2015, "latest": "2016-07-31"}
    masks = {"identity": lambda text: text[:6] + "***"}
    return check_register(make_book(*tables), CheckOptions(**{"masks": masks} | given | options))


def check(rows, *, header=None, **options) -> Checked:
    """Check one sheet of rows; columns that the first row has besides the usual are added."""
    extra = [name for name in rows[0] if name not in sheets.HEADER] if rows else []
    return check_tables(table(rows, header=header or [*sheets.HEADER, *extra]), **options)


def told(checked: Checked) -> list[tuple[int, str, str, str]]:
    """Give the complaints as row, column, level and reason."""
    return [(c.row, c.column, str(c.level), c.reason) for c in checked.complaints]
