"""The least a register import can be: read two sheets, check the columns, COPY two plain tables.

The tables have what makes a register usable: keys, unique identity numbers, an index by place.
Nothing is sealed, nothing is compared, nothing is told; one wrong row ends it.
"""

from io import StringIO
from pathlib import Path

from django.db import connection
from python_calamine import CalamineWorkbook

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"
BOOKS = {
    "致贫原因": {"因病", "因残", "缺劳力", "缺技术", "缺资金", "因学"},
    "四个一批": {"生产和就业发展", "移民搬迁安置", "低保政策兜底", "医疗救助扶持"},
    "贫困户属性": {"一般贫困户", "低保户", "五保户", "低保贫困户"},
    "脱贫状态": {"未脱贫", "脱贫享受政策", "脱贫不享受政策", "返贫"},
    "危房户": {"是", "否"},
    "是否解决安全饮用水": {"是", "否"},
}
Rows = list[list[object]]


def take_in(path: Path) -> int:
    """Read, check and store the register; give its rows. Raises ValueError on a bad one."""
    book = CalamineWorkbook.from_path(str(path))
    sheets = [book.get_sheet_by_index(at).to_python() for at in (0, 1)]
    (home_header, *homes), (person_header, *people) = sheets
    numbers = check_homes(homes, {str(name): at for at, name in enumerate(home_header)})
    check_people(people, {str(name): at for at, name in enumerate(person_header)}, numbers)
    home_columns = ", ".join(f"c{at} text" for at in range(len(home_header)) if at != 4)
    person_columns = ", ".join(f"c{at} text" for at in range(4, len(person_header)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE plain_household (c4 text PRIMARY KEY, {home_columns});"
            "CREATE INDEX ON plain_household (c2);"
            "CREATE TABLE plain_member (household text NOT NULL REFERENCES plain_household, "
            f"no text PRIMARY KEY, name text, identity text UNIQUE, {person_columns});"
            "CREATE INDEX ON plain_member (household);"
        )
        order = ", ".join(f"c{at}" for at in range(len(home_header)))
        cursor.copy_expert(f"COPY plain_household ({order}) FROM STDIN", _text(homes))
        cursor.copy_expert("COPY plain_member FROM STDIN", _text(people))
    return len(homes) + len(people)


def forget() -> None:
    """Take the plain tables away again."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE plain_member, plain_household")


def check_homes(rows: Rows, at: dict[str, int]) -> set[object]:
    """Check numbers, codebooks and doubles of the households; give their numbers."""
    seen: set[object] = set()
    for row in rows:
        number = row[at["户编号"]]
        wrong = [name for name, words in BOOKS.items() if row[at[name]] not in words]
        if number in seen or wrong:
            raise ValueError(f"bad household: {number} {wrong}")
        int(str(row[at["人数"]]).partition(".")[0])
        float(str(row[at["2015年人均纯收入(元)"]]))
        seen.add(number)
    return seen


def check_people(rows: Rows, at: dict[str, int], numbers: set[object]) -> None:
    """Check identity digits, doubles and the household of each person."""
    seen: set[str] = set()
    persons: set[object] = set()
    for row in rows:
        person, identity = row[at["人编号"]], str(row[at["证件号码"]])
        total = sum(int(digit) * weight for digit, weight in zip(identity, WEIGHTS, strict=False))
        wrong = CHECK_SIGNS[total % 11] != identity[17] or row[at["户编号"]] not in numbers
        if wrong or identity in seen or person in persons:
            raise ValueError(f"bad row: {person}")
        seen.add(identity)
        persons.add(person)


def _text(rows: Rows) -> StringIO:
    return StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
