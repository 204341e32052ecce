"""The files that are uploaded in the story of the register, as each office writes them."""

import csv
import io
from pathlib import Path
from typing import Any

from tests.households import sheets

Rows = list[dict[str, Any]]

HEADS = ("罗大全", "周长贵", "何素珍", "曾光明", "钟世福", "邓学文")
OWN_NAMES = {  # what the poverty office calls its columns
    "镇街": "乡",
    "村居": "行政村",
    "户序号": "户编号",
    "人序号": "人编号",
    "成员": "姓名",
    "身份号码": "证件号码",
    "同户主关系": "与户主关系",
    "主要原因": "致贫原因",
    "户属性": "贫困户属性",
}
_HEADER = [{true: own for own, true in OWN_NAMES.items()}.get(n, n) for n in sheets.HEADER]
BAD_NUMBER, TWO_HEADS = 5, 6  # the households that stay out
SOUND = (1, 2, 3, 4)
PLATFORM = ["户编号", "四个一批", "人数", "乡", "行政村"]


def number_of(household: int) -> str:
    """Give the number of a household of these files."""
    return str(sheets.person(household)["户编号"])


def home(household: int, *, people: int = 2, **cells: Any) -> Rows:
    """Give the rows of a household of 新建村, its head under a name of his own."""
    rows = sheets.household(household, people=people, **cells)
    rows[0]["姓名"] = HEADS[household - 1]
    return rows


def sound_homes() -> Rows:
    """Give the four sound households as the national system writes them."""
    there = [home(number, 行政村="高峰村") for number in (3, 4)]
    return [*home(1), *home(2), *there[0], *there[1]]


def office_list() -> Rows:
    """Give the office's six households, with what is usually wrong in such a list."""
    rows = [*sound_homes(), *home(BAD_NUMBER), *home(TWO_HEADS)]
    rows[1]["证件号码"] = fifteen_digits(rows[1]["证件号码"])
    rows[2]["首次识别时间"] = rows[3]["首次识别时间"] = "14-04-01"
    rows[4]["行政村"], rows[5]["行政村"] = "高峰", "高峰"
    rows[8]["证件号码"] = wrong_check(rows[8]["证件号码"])
    rows[11]["与户主关系"] = "户主"
    return rows


def fifteen_digits(number: str) -> str:
    """Give an identity number as it was written before 1999."""
    return number[:6] + number[8:17]


def wrong_check(number: str) -> str:
    """Give the number with a check character that is not its own."""
    return number[:17] + ("1" if number[17] != "1" else "2")


def office_csv(path: Path) -> Path:
    """Write the office's list as its old program does: GB18030, its own column names."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    writer.writerows([row[name] for name in sheets.HEADER] for row in office_list())
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def township_book(path: Path) -> Path:
    """Write the township's list: one cause changed, one person more, one household absent."""
    changed = home(1, people=3, 致贫原因="因学")
    return sheets.write(path, [*changed, *home(2), *home(3, 行政村="高峰村")])


def strangers_book(path: Path) -> Path:
    """Write a list that has other people under the number of the first household."""
    rows = home(TWO_HEADS)
    for at, row in enumerate(rows, start=1):
        row |= {"户编号": number_of(1), "人编号": f"{number_of(1)}8{at}"}
    return sheets.write(path, rows)


def platform_book(path: Path) -> Path:
    """Write the platform's extract of 新店镇: the first household has a person more there."""
    rows = [
        {name: home(number)[0][name] for name in PLATFORM} | {"行政村": village}
        for number, village in zip(SOUND, ("新建村", "新建村", "高峰村", "高峰村"), strict=True)
    ]
    rows[0]["人数"] = "3"
    return sheets.write(path, rows, header=PLATFORM)
