"""What every worksheet of a month has in common: title, as of when, who keeps it."""

from collections.abc import Sequence

from reports.content import Row, Sheet, SheetColumn, Workbook, chinese_date
from reports.facts.month import MonthFacts


def month_sheet(  # noqa: PLR0913 - a sheet is its parts
    facts: MonthFacts,
    name: str,
    title: str,
    columns: tuple[SheetColumn, ...],
    rows: Sequence[Row],
    *,
    keeper: str = "区委区政府目督办",
    frozen: int = 0,
    landscape: bool = True,
    paper: str = "A4",
    filtered: bool = False,
) -> Sheet:
    """Give one sheet of a month: its title, as of when, and who keeps it."""
    month = f"{facts.period.year}年{facts.period.month}月"
    return Sheet(
        name=name,
        title=f"{facts.county}{month}{title}",
        columns=columns,
        rows=rows,
        subtitle=f"数据截至{chinese_date(facts.as_of)}",
        footer=(f"填报单位：{keeper}",),
        landscape=landscape,
        paper="A3" if paper == "A3" else "A4",
        frozen=frozen,
        filtered=filtered,
    )


def month_workbook(facts: MonthFacts, title: str, *sheets: Sheet) -> Workbook:
    """Put sheets together; the file's day is the day of its facts."""
    return Workbook(sheets, title=title, made_on=facts.as_of)
