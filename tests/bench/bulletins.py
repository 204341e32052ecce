"""What both bulletin parts share: the product's month, and SQL with a bare document beside it."""

from datetime import date
from io import BytesIO
from typing import Any

from django.db import connection
from docx import Document

from reports.selectors import month_facts
from reports.services import assemble_bulletin

COUNTY = "510304"
JULY, DAY = date(2016, 7, 1), date(2016, 7, 29)
GROUPED = """
    SELECT left(area_code, 9), category_id, state, count(*) FROM inspections_problem
    WHERE period = %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
COUNTED = """
    SELECT left(area_code, 9), status, planned_exit_year, count(*), sum(person_count)
    FROM households_household GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def ours() -> Any:
    """Assemble the month as the page does: facts, .docx, .pdf, .xlsx annexes, stored."""
    return assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY)


def facts() -> Any:
    """Read the month's facts only."""
    return month_facts(county=COUNTY, period=JULY, on=DAY)


def reference() -> int:
    """Run the two group-bys a bulletin cannot do without, and write them into a bare document."""
    document = Document()
    with connection.cursor() as cursor:
        for statement, values in ((GROUPED, [JULY]), (COUNTED, [])):
            cursor.execute(statement, values)
            for row in cursor.fetchall():
                document.add_paragraph("，".join(str(value) for value in row))
    kept = BytesIO()
    document.save(kept)
    return kept.tell()
