"""The least a register import can be: read the sheet, check its columns, COPY two flat tables."""

from io import StringIO
from pathlib import Path

from django.db import connection
from python_calamine import CalamineWorkbook

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
TABLES = """
    CREATE TEMP TABLE plain_household (no text PRIMARY KEY, village text, people int, cause text);
    CREATE TEMP TABLE plain_member (
        no text PRIMARY KEY, household text REFERENCES plain_household,
        name text, identity text UNIQUE
    );
"""


def take_in(path: Path) -> int:
    """Read, check and store the register; give its rows. Raises ValueError on a bad one."""
    header, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    at = {name: index for index, name in enumerate(header)}
    houses, people = check(rows, at)
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        cursor.copy_expert("COPY plain_household FROM STDIN", _text(houses))
        cursor.copy_expert("COPY plain_member FROM STDIN", _text(people))
        cursor.execute("DROP TABLE plain_member, plain_household")
    return len(rows)


def check(
    rows: list[list[object]], at: dict[str, int]
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Check numbers, identity digits and doubles; give households and members."""
    houses: dict[object, tuple[object, ...]] = {}
    people: dict[object, tuple[object, ...]] = {}
    seen: set[str] = set()
    for row in rows:
        house, person, identity = row[at["户编号"]], row[at["人编号"]], str(row[at["证件号码"]])
        total = sum(int(digit) * weight for digit, weight in zip(identity, WEIGHTS, strict=False))
        if CHECK_SIGNS[total % 11] != identity[17] or identity in seen or person in people:
            raise ValueError(f"bad row: {person}")
        seen.add(identity)
        people[person] = (person, house, row[at["姓名"]], identity)
        if house not in houses:
            count, cause = int(str(row[at["人数"]]).partition(".")[0]), row[at["致贫原因"]]
            houses[house] = (house, row[at["行政村"]], count, cause)
    return list(houses.values()), list(people.values())


def _text(rows: list[tuple[object, ...]]) -> StringIO:
    return StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
