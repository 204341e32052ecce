"""The list of helpers (帮扶责任人): which household is helped by whom, since when."""

from households.checking.columns import Column
from households.checking.data import Checked, CheckOptions, Level
from households.checking.plain_sheet import header_fault, open_sheet
from households.reading.book import Book

COLUMNS = (
    Column("household_no", "户编号", "household", "code", required=True),
    Column(
        "name",
        "帮扶责任人",
        "household",
        "name",
        required=True,
        aliases=("帮扶责任人姓名", "帮扶人", "责任人", "结对帮扶人", "帮扶干部"),
    ),
    Column(
        "unit_name",
        "单位",
        "household",
        aliases=("帮扶单位", "帮扶责任人单位", "工作单位", "所在单位"),
    ),
    Column("username", "登录账号", "household", "short_text", aliases=("账号", "用户名")),
    Column(
        "starts_on",
        "结对日期",
        "household",
        "date",
        aliases=("结对时间", "帮扶开始时间"),
    ),
    Column("township", "乡", "household", aliases=("乡镇", "乡(镇)", "乡镇(街道)")),
    Column("village", "行政村", "household", aliases=("村", "村名")),
    Column("head_name", "户主", "household", "name", aliases=("户主姓名",)),
)
ROWS = ("household_no", "name", "unit_name", "username", "starts_on")


def check(book: Book, options: CheckOptions) -> Checked:
    """Check pairings: rows of 户编号, helper, his unit, account, first day (None: today)."""
    sheet = open_sheet(book, COLUMNS, options)
    if fault := header_fault(sheet):
        return fault
    sheet.values = {key: sheet.read(key) for key in ROWS}
    sheet.once("household_no", "户编号", "与第{row}行是同一户，一户只有一名帮扶责任人")
    for at, day in enumerate(sheet.values["starts_on"]):
        if day and day > options.latest:
            sheet.complain(at, "结对日期", day, "日期晚于今天，请核对", level=Level.WARN)
    return sheet.outcome(sheet.values)
