"""Issued months and what is begun from them, for the tests of the other documents."""

from datetime import date
from io import BytesIO
from typing import Any

import docx

from accounts.models import User
from reports.facts.as_json import fingerprint, to_json
from reports.facts.month import MonthFacts
from reports.models import Bulletin
from reports.services.documents import begin_document
from tests.make import COUNTY, make_area
from tests.reports.term import TOWNS

DAY = date(2016, 9, 5)
SCORES = "塅上村 45.5 18 27\n长塝村 40 15 20\n"


def make_place() -> None:
    """Make the county, its three townships and a village in two of them."""
    make_area(COUNTY, "大安区")
    for code, name in TOWNS.items():
        make_area(code, name)
    make_area(f"{COUNTY}105201", "塅上村")
    make_area(f"{COUNTY}106201", "长塝村")


def issue_month(facts: MonthFacts) -> Bulletin:
    """Keep a month's facts as an issued bulletin, without its files."""
    return Bulletin.objects.create(
        area_code=COUNTY,
        period=facts.period,
        state=Bulletin.State.ISSUED,
        year=2016,
        serial=facts.period.month,
        title=f"{facts.period.month}月通报",
        facts=to_json(facts),
        facts_sha=fingerprint(facts),
        issued_on=date(2016, facts.period.month + 1, 3),
    )


def begin(kind: str, by: User, *, period: date = date(2016, 7, 1), **asked: Any) -> Bulletin:
    """Begin a document of the county on one day."""
    return begin_document(kind=kind, county=COUNTY, period=period, by=by, on=DAY, asked=asked)


def words_of(held: Bulletin) -> str:
    """Read the text of the made .docx, its tables too."""
    with held.files.get(kind="docx").file.open("rb") as file:
        made = docx.Document(BytesIO(file.read()))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])
