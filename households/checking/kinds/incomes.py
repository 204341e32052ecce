"""Incomes of a year: net per person, or the sources it comes from, or both, in 元 or 万元.

The formula is that of households.facts.incomes. Source: domain §2.2.1.
"""

from decimal import Decimal
from typing import Any

from households.checking.asks import UNIT_CHOICES, UNIT_TEXT
from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions, Level
from households.checking.figures import HIGH_INCOME, LOW_INCOME
from households.checking.plain_sheet import PlainSheet, header_fault, open_sheet
from households.facts.incomes import PARTS
from households.reading.book import Book

MONEY = ("net_income_pc", *PARTS, "rigid_expenses")
FIELDS = (*MONEY, "person_count")
UNIT_QUESTION = "unit:人均纯收入"
CENT, TEN_THOUSAND = Decimal("0.01"), 10000
COLUMNS = (
    Column("household_no", "户编号", "household", "code", required=True),
    Column("year", "年度", "household", "year", aliases=("年份", "收入年度")),
    Column(
        "net_income_pc",
        "人均纯收入",
        "household",
        "profit",
        aliases=("家庭人均纯收入", "年人均纯收入", "人均纯收入(元)", "人均纯收入(万元)"),
    ),
    Column("wages", "工资性收入", "household", "money", aliases=("工资性", "务工收入")),
    Column(
        "business",
        "生产经营性收入",
        "household",
        "profit",
        aliases=("经营性收入", "家庭经营性收入", "经营性", "生产经营收入"),
    ),
    Column("property_income", "财产性收入", "household", "money", aliases=("财产性",)),
    Column("transfers", "转移性收入", "household", "money", aliases=("转移性",)),
    Column(
        "costs",
        "生产经营支出",
        "household",
        "money",
        aliases=("生产经营性支出", "生产经营费用支出", "经营支出", "生产经营费用"),
    ),
    Column("rigid_expenses", "刚性支出", "household", "money", aliases=("家庭刚性支出",)),
    Column("person_count", "家庭人口", "household", "size", aliases=("人数", "计算人口")),
    Column("township", "乡", "household", aliases=("乡镇", "乡(镇)", "乡镇(街道)")),
    Column("village", "行政村", "household", aliases=("村", "村名")),
    Column("head_name", "户主", "household", "name", aliases=("户主姓名", "姓名")),
)
LABELS = {column.key: column.name for column in COLUMNS}


def check(book: Book, options: CheckOptions) -> Checked:
    """Check incomes: rows of 户编号, year, and amounts as text in 元, None where nothing is said.

    The year is the header's, else the row's, else the upload's. Net income per head far from the
    usual is asked about, never guessed: domain §5 no. 13.
    """
    sheet = open_sheet(book, COLUMNS, options)
    lacking = [] if any(sheet.layout.has(key) for key in MONEY) else ["人均纯收入"]
    if fault := header_fault(sheet, *lacking):
        return fault
    numbers, own_years, people = map(sheet.read, ("household_no", "year", "person_count"))
    rows: dict[str, list[Any]] = {key: [] for key in ("household_no", "year", *FIELDS)}
    places: list[int] = []
    for year in sorted({year for year, key in sheet.layout.at if key in MONEY}, key=str):
        amounts = {key: sheet.read(key, year=year) for key in MONEY}
        for at, number in enumerate(numbers):
            if all(values[at] is None for values in amounts.values()):
                continue
            places.append(at)
            rows["household_no"].append(number)
            rows["year"].append(year or own_years[at] or options.income_year)
            rows["person_count"].append(people[at])
            for key in MONEY:
                rows[key].append(amounts[key][at])
    _blank_rows(sheet, places)
    _unlikely(sheet, rows, places)
    _losses(sheet, rows, places)
    _once_a_year(sheet, rows, places)
    return sheet.outcome(rows, at=places)


def _blank_rows(sheet: PlainSheet, places: list[int]) -> None:
    """Complain about rows without any amount."""
    for at in sorted(set(range(len(sheet.rows))) - set(places) - sheet.rejected):
        sheet.complain(at, "人均纯收入", "", "没有填写收入")


def _unlikely(sheet: PlainSheet, rows: dict[str, list[Any]], places: list[int]) -> None:
    """Ask about net incomes per head that look like 万元; the answer holds for all of them."""
    answer = sheet.options.answers.get(UNIT_QUESTION, "")
    amounts = rows["net_income_pc"]
    for n, at in enumerate(places):
        amount = Decimal(amounts[n] or 0)
        if amount <= 0 or LOW_INCOME <= amount <= HIGH_INCOME:
            continue
        text, level, question = "数值偏离常见范围，请核对单位是元还是万元", Level.WARN, ""
        if answer == "wan" and amount < LOW_INCOME:
            amounts[n] = str((amount * TEN_THOUSAND).quantize(CENT))
            text, level = f"按万元折算为{amounts[n]}元", Level.NOTE
        elif not answer:
            level, question = Level.ASK, UNIT_QUESTION
            sheet.asked.add(question, UNIT_TEXT, UNIT_CHOICES, "人均纯收入", str(amount))
        sheet.complain(at, "人均纯收入", str(amount), text, level=level, question=question)


def _losses(sheet: PlainSheet, rows: dict[str, list[Any]], places: list[int]) -> None:
    """Reject a negative net income without the costs that made it: domain §5 no. 16."""
    for n, at in enumerate(places):
        amount, costs = rows["net_income_pc"][n], rows["costs"][n]
        if amount is not None and Decimal(amount) < 0 and not Decimal(costs or 0) > 0:
            sheet.complain(at, "人均纯收入", amount, "收入不能为负数；经营亏损请填生产经营支出")


def _once_a_year(sheet: PlainSheet, rows: dict[str, list[Any]], places: list[int]) -> None:
    """Reject a household's second row of a year."""
    seen: dict[tuple[str, int], int] = {}
    for n, at in enumerate(places):
        key = (rows["household_no"][n], rows["year"][n])
        before = seen.setdefault(key, at)
        if before != at and at not in sheet.rejected:
            text = f"与第{sheet.rows[before]}行是同一户同一年度"
            sheet.complain(at, "户编号", key[0] or "", text)
