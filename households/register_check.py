"""Check a whole register sheet in one pass over its columns: data out, complaints by cell.

Each distinct text of a column is read once; rows are looked at singly only where something is
wrong. Ninety thousand rows take about a second.
"""

from typing import Any

from households.identity import normal_text
from households.register_columns import BY_KEY, IncomeColumn, match_header
from households.register_data import Checked, Complaint, RegisterData
from households.register_places import Places
from households.register_sheet import Masks, Sheet
from households.register_values import READERS, Problem, read_income
from households.spreadsheet import Table

HEAD = "户主"
Columns = dict[str, list[Any]]
_PLACE = ("county", "township", "village")

__all__ = ["Checked", "Complaint", "RegisterData", "check_rows"]


def check_rows(
    table: Table,
    *,
    places: Places,
    income_year: int,
    masks: Masks,
    scope: str = "",
    latest: str = "9999-12-31",
) -> Checked:
    """Check a sheet against the places of a county.

    `income_year` is the year of an income column that names none; rows outside the `scope` prefix
    are complaints; dates after `latest` (2016-07-31) are warnings. `masks` says how a complaint
    shows the kinds of cell that hold personal data: identity, phone, name.
    """
    layout = match_header(table.header)
    faults = [(name, "缺少这一列") for name in layout.missing]
    faults += [(name, "这一列出现了两次") for name in layout.doubled]
    if faults:
        head = table.rows[0] - 1 if len(table.rows) else 1
        complaints = [Complaint(table.sheet, head, name, "", why) for name, why in faults]
        return Checked(
            RegisterData(), tuple(complaints), len(table.rows), 0, tuple(layout.unknown)
        )
    sheet = Sheet(table, layout, masks)
    data = _data(sheet, places, income_year, scope, latest)
    sheet.complaints.sort(key=lambda complaint: complaint.row)
    return Checked(
        data=data,
        complaints=tuple(sheet.complaints),
        read=len(sheet.rows),
        skipped=len(table.rows) - len(sheet.rows),
        columns_not_read=tuple(layout.unknown),
    )


def _data(sheet: Sheet, places: Places, income_year: int, scope: str, latest: str) -> RegisterData:
    """Check everything, in the order a reader of the complaints would."""
    numbers = sheet.household_numbers()
    if not sheet.rows:
        sheet.complain(None, "户编号", "", "表头以下没有数据")
        return RegisterData()
    households = sheet.read_level("household", skip=("household_no", "measures"))
    households["household_no"] = [numbers[at] for at in sheet.starts]
    households["area_code"] = _places(sheet, households, places, scope)
    _measures(sheet, households)
    members = sheet.read_level("member", skip=())
    members["household_no"] = numbers
    members["area_code"] = sheet.spread(households["area_code"])
    _heads(sheet, households, members)
    _unique(sheet, members, "person_no")
    _unique(sheet, members, "identity_number")
    _dates(sheet, households, latest)
    households["row"] = [sheet.rows[at] for at in sheet.starts]
    members["row"] = list(sheet.rows)
    incomes = _incomes(sheet, households, income_year)
    return RegisterData(households, members, incomes, sorted(sheet.layout.at))


def _places(sheet: Sheet, households: Columns, places: Places, scope: str) -> list[str]:
    """Find each household's village; each distinct place is looked up once."""
    wanted = [
        tuple(normal_text(name or "") for name in names)
        for names in zip(
            *(households.pop(k) for k in ("county", "township", "village")), strict=True
        )
    ]
    answers = {names: places.find(*names) for names in set(wanted)}
    codes = []
    for names, at in zip(wanted, sheet.starts, strict=True):
        code, column, reason = answers[names]
        if reason:
            sheet.complain(at, column, "/".join(filter(None, names[1:]))[:40], reason)
        elif not code.startswith(scope):
            sheet.complain(at, "行政村", names[2], "不在本人负责的区域")
        codes.append(code)
    return codes


def _measures(sheet: Sheet, households: Columns) -> None:
    """Split 四个一批 into the main one and the others."""
    cells = sheet.cells("measures")
    sheet.same_in_household("四个一批", "text", cells)
    firsts = [cells[at] for at in sheet.starts]
    found = sheet.read("四个一批", "text", firsts, sheet.starts, READERS["measures"])
    households["measure"] = [codes[0] if codes else "" for codes in found]
    households["further_measures"] = [codes[1:] if codes else [] for codes in found]


def _heads(sheet: Sheet, households: Columns, members: Columns) -> None:
    """Name each household's head, count its people, complain about none or two heads."""
    heads: dict[int, int] = {}
    people: dict[int, int] = {}
    for at, (start, relation) in enumerate(zip(sheet.first, members["relation"], strict=True)):
        people[start] = people.get(start, 0) + 1
        if relation != HEAD:
            continue
        if start in heads:
            row = sheet.rows[heads[start]]
            sheet.complain(at, "与户主关系", HEAD, f"同户有两个户主，第{row}行已是户主")
        heads.setdefault(start, at)
    counts = []
    for start, stated in zip(sheet.starts, households["person_count"], strict=True):
        if start not in heads:
            sheet.complain(start, "与户主关系", "", "该户没有户主")
        if stated is not None and stated != people[start]:
            text = f"人数{stated}与实有{people[start]}行不符，请核对"
            sheet.complain(start, "人数", str(stated), text, blocks=False)
        counts.append(stated or people[start])
    households["person_count"] = counts
    households["head_name"] = [members["name"][heads.get(at, at)] for at in sheet.starts]


def _unique(sheet: Sheet, members: Columns, key: str) -> None:
    """Complain about a number that stands on two rows."""
    values = members[key]
    if len(set(values)) == len(values):
        return
    column = BY_KEY[key]
    seen: dict[Any, int] = {}
    for at, value in enumerate(values):
        if value and value in seen:
            text = f"与第{sheet.rows[seen[value]]}行重复"
            sheet.complain(at, column.name, sheet.shown(column.kind, value), text)
        seen.setdefault(value, at)


def _dates(sheet: Sheet, households: Columns, latest: str) -> None:
    """Warn about days that have not come yet."""
    if max((day for day in households["registered_on"] if day), default="") <= latest:
        return
    for at, day in zip(sheet.starts, households["registered_on"], strict=True):
        if day and day > latest:
            sheet.complain(at, "首次识别时间", day, "日期晚于今天，请核对", blocks=False)


def _incomes(sheet: Sheet, households: Columns, income_year: int) -> Columns:
    """Read the income columns into rows of household, year and 元."""
    incomes: Columns = {"household_no": [], "year": [], "net_income_pc": []}
    for column in sheet.layout.incomes:
        values = _income_values(sheet, column)
        pairs = [
            (number, value)
            for number, value in zip(households["household_no"], values, strict=True)
            if value is not None
        ]
        incomes["household_no"] += [number for number, _ in pairs]
        incomes["year"] += [column.year or income_year] * len(pairs)
        incomes["net_income_pc"] += [str(value) for _, value in pairs]
    return incomes


def _income_values(sheet: Sheet, column: IncomeColumn) -> list[Any]:
    cells = sheet.column(column.index)
    sheet.same_in_household(column.name, "text", cells)
    firsts = [cells[at] for at in sheet.starts]

    def reader(text: str) -> tuple[Any, Problem | None]:
        return read_income(text, factor=column.factor)

    return sheet.read(column.name, "text", firsts, sheet.starts, reader)
