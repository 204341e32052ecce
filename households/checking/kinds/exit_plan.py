"""The annual exit plan: which household is to leave poverty in which year."""

from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions, Level
from households.checking.plain_sheet import PlainSheet, header_fault, open_sheet
from households.reading.book import Book

COLUMNS = (
    Column("household_no", "户编号", "household", "code", required=True),
    Column(
        "planned_exit_year",
        "计划脱贫年度",
        "household",
        "year",
        aliases=("计划退出年度", "脱贫年度", "计划脱贫年份", "预脱贫年度"),
    ),
    Column(
        "person_count",
        "计划脱贫人数",
        "household",
        "size",
        aliases=("人数", "家庭人口", "脱贫人数", "预脱贫人数"),
    ),
    Column("township", "乡", "household", aliases=("乡镇", "乡(镇)", "乡镇(街道)")),
    Column("village", "行政村", "household", aliases=("村", "村名")),
    Column("head_name", "户主", "household", "name", aliases=("户主姓名", "姓名")),
)
ROWS = ("household_no", "planned_exit_year", "person_count")


def check(book: Book, options: CheckOptions) -> Checked:
    """Check an exit plan: rows of 户编号, year, and the number of persons stated, if any.

    A list without a column of years is wholly of the upload's year.
    """
    sheet = open_sheet(book, COLUMNS, options)
    if fault := header_fault(sheet):
        return fault
    sheet.values = {key: sheet.read(key) for key in ROWS}
    _years(sheet)
    sheet.once("household_no", "户编号", "与第{row}行是同一户")
    return sheet.outcome(sheet.values)


def _years(sheet: PlainSheet) -> None:
    """Fill in the upload's year where the sheet has no such column; reject blank cells of one."""
    if not sheet.layout.has("planned_exit_year"):
        year = sheet.options.income_year
        sheet.values["planned_exit_year"] = [year] * len(sheet.rows)
        text = f"没有这一列，全部按上传时填写的{year}年登记，请核对"
        sheet.complain(None, "计划脱贫年度", "", text, level=Level.WARN)
        return
    for at, year in enumerate(sheet.values["planned_exit_year"]):
        if year is None and at not in sheet.rejected:
            sheet.complain(at, "计划脱贫年度", "", "计划脱贫年度为空")
