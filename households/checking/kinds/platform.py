"""An extract of the 六有 platform: households and persons under each of the four measures."""

from typing import Any

from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions
from households.checking.plain_places import find_villages
from households.checking.plain_sheet import PlainSheet, header_fault, open_sheet
from households.reading.book import Book

COLUMNS = (
    Column("household_no", "户编号", "household", "code", required=True),
    Column(
        "measures",
        "四个一批",
        "household",
        "measures",
        required=True,
        aliases=("批次", "帮扶批次", "脱贫措施", "所属批次"),
    ),
    Column(
        "person_count",
        "人数",
        "household",
        "size",
        required=True,
        aliases=("家庭人口", "家庭人口数", "人口", "人头"),
    ),
    Column("township", "乡", "household", aliases=("乡镇", "乡(镇)", "乡镇(街道)")),
    Column("village", "行政村", "household", aliases=("村", "村名")),
    Column("head_name", "户主", "household", "name", aliases=("户主姓名", "姓名")),
)


def check(book: Book, options: CheckOptions) -> Checked:
    """Check an extract: a row per household and measure, of 户编号, measure, persons, area_code.

    A row that names several measures is one of each. The village is "" where the sheet does not
    say it. The same household and measure twice is rejected.
    """
    sheet = open_sheet(book, COLUMNS, options)
    if fault := header_fault(sheet):
        return fault
    numbers, measures = sheet.read("household_no"), sheet.read("measures")
    persons = sheet.read("person_count")
    codes = find_villages(sheet, required=False)
    rows: dict[str, list[Any]] = {"household_no": [], "measure": [], "person_count": []}
    rows["area_code"] = []
    places: list[int] = []
    seen: dict[tuple[str, str], int] = {}
    for at, number in enumerate(numbers):
        if at in sheet.rejected:
            continue
        for measure in measures[at]:
            if not _first(sheet, seen, at, number, measure):
                continue
            places.append(at)
            rows["household_no"].append(number)
            rows["measure"].append(measure)
            rows["person_count"].append(persons[at])
            rows["area_code"].append(codes[at])
    return sheet.outcome(rows, at=places)


def _first(
    sheet: PlainSheet, seen: dict[tuple[str, str], int], at: int, number: str, measure: str
) -> bool:
    """Whether the household is named under the measure for the first time; complain if not."""
    before = seen.setdefault((number, measure), at)
    if before == at:
        return True
    sheet.complain(at, "四个一批", number, f"第{sheet.rows[before]}行已有该户该批次")
    return False
