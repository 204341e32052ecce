"""A county of two townships with a register that plans 4 villages and 3073 persons for 2016."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Pledge
from projects.services import TargetRow, set_targets
from tests.make import COUNTY, make_area, make_household

FIRST, SECOND = f"{COUNTY}105", f"{COUNTY}106"
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
VILLAGES = {f"{FIRST}201": (1, 1500), f"{SECOND}200": (1, 500), f"{SECOND}201": (1, 573),
            f"{SECOND}202": (1, 500)}  # fmt: skip


def make_register() -> None:
    """Mark 4 villages and 4 households of 3073 persons for 2016."""
    for code, (_, persons) in VILLAGES.items():
        village = make_area(code, is_poor=True, planned_exit_year=2016)
        make_household(village, person_count=persons, planned_exit_year=2016)


def make_plan(*, second: int = 1573) -> None:
    """Set the published plan: 4 villages, 3073 persons; 1500 of them in the first township."""
    parts = [TargetRow(FIRST, 1, 1, 1500), TargetRow(SECOND, 3, 3, second)]
    set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 4, 3073), *parts], by=None)


def make_pledge(code: str, **fields: Any) -> Pledge:
    make_area(code)
    due = fields.pop("due_on", date(2016, 3, 31))
    return Pledge.objects.create(area_code=code, year=2016, due_on=due, **fields)


def pdf(name: str = "规划.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def docx(*members: str) -> SimpleUploadedFile:
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        for member in members or ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(member, "<x/>")
    return SimpleUploadedFile("方案.docx", sink.getvalue())


def typed(*rows: tuple[str, int, int, int], was: str = "0,0,0") -> dict[str, Any]:
    """Give what the table's form sends for some places."""
    data: dict[str, Any] = {}
    for code, *figures in rows:
        data |= dict(_fields(code, figures)) | {f"was_{code}": was}
    return data


def _fields(code: str, figures: list[int]) -> Iterator[tuple[str, int]]:
    for key, figure in zip(("villages", "households", "persons"), figures, strict=True):
        yield f"{key}_{code}", figure
