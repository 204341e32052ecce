"""Every bad input of domain §5 behaves as it is written there; the ids are its numbers."""

from pathlib import Path

import pytest

from households.checking.data import Checked, Level
from tests.households import test_bad_sheets
from tests.households.checks import check
from tests.households.sheets import person

BLOCK, ASK, WARN, NOTE = Level.BLOCK, Level.ASK, Level.WARN, Level.NOTE
ELSEWHERE = {
    28: "test_spreadsheet.py",
    39: "test_spreadsheet.py",
    40: "../accounts/test_xlsx_stream.py",
    41: "test_spreadsheet.py",
    42: "test_spreadsheet_kinds.py",
    43: "test_spreadsheet_kinds.py",
    44: "test_spreadsheet.py",
    45: "test_spreadsheet_kinds.py",
    48: "test_imports.py",
    49: "test_imports.py",
}
HERE = Path(__file__).parent
OLD = "999999560312001"
LOST = "末几位已丢失"

# number, column, what stands there, how it is told (None: not at all), part of the reason,
# key in the data, what is kept there ("out": the household is not taken)
CELLS = [
    (4, "户编号", "\x021.23457E+17", BLOCK, LOST, "household_no", "out"),
    (4, "户编号", "1.23457E+17", BLOCK, LOST, "household_no", "out"),
    (5, "证件号码", "999999195603120010", BLOCK, "校验位不符", "identity_number", "out"),
    (6, "证件号码", OLD, ASK, "15位旧证号", "identity_number", OLD),
    (7, "证件号码", "99999919620101005x", NOTE, "", "identity_number", "99999919620101005X"),
    (7, "证件号码", "99999919620101005Ｘ", NOTE, "", "identity_number", "99999919620101005X"),
    (8, "证件号码", "99999919560312001", BLOCK, "现为17位", "identity_number", "out"),
    (8, "证件号码", "9999991956031200110", BLOCK, "现为19位", "identity_number", "out"),
    (9, "证件号码", "99999919560312001143", None, "", "identity_number", "99999919560312001143"),
    (
        9,
        "证件号码",
        "99999919560312001143B1",
        None,
        "",
        "identity_number",
        "99999919560312001143B1",
    ),
    (9, "证件号码", "99999919560312001183", BLOCK, "第19位应为1至7", "identity_number", "out"),
    (9, "证件号码", "99999919560312001043", BLOCK, "", "identity_number", "out"),
    (11, "计划脱贫年度", "２０１６", NOTE, "“2016”", "planned_exit_year", 2016),
    (12, "行政村", "新　建\u00a0村\u200b", None, "", "area_code", "510304105201"),
    (12, "自然村", "３组（河边） ", NOTE, "", "group_name", "3组(河边)"),
    (13, "人均纯收入", "0.45", ASK, "元还是万元", "net_income_pc", "0.45"),
    (13, "人均纯收入", "450000", ASK, "元还是万元", "net_income_pc", "450000.00"),
    (14, "人均纯收入", "4500元", NOTE, "“4500.00”", "net_income_pc", "4500.00"),
    (14, "人均纯收入", "1.2万", NOTE, "", "net_income_pc", "12000.00"),
    (15, "人均纯收入", "4，500", NOTE, "", "net_income_pc", "4500.00"),
    (16, "人均纯收入", "-200", BLOCK, "不能为负数", "net_income_pc", "out"),
    (17, "首次识别时间", "2016.6.17", NOTE, "", "registered_on", "2016-06-17"),
    (17, "首次识别时间", "2016-6-17", NOTE, "", "registered_on", "2016-06-17"),
    (17, "首次识别时间", "2016/6/17", NOTE, "", "registered_on", "2016-06-17"),
    (17, "首次识别时间", "2016年6月17日", NOTE, "", "registered_on", "2016-06-17"),
    (18, "首次识别时间", "2016年6月", NOTE, "“2016-06-01”", "registered_on", "2016-06-01"),
    (18, "首次识别时间", "201606", NOTE, "", "registered_on", "2016-06-01"),
    (18, "首次识别时间", "2016.6", NOTE, "", "registered_on", "2016-06-01"),
    (19, "首次识别时间", "42538", NOTE, "“2016-06-17”", "registered_on", "2016-06-17"),
    (20, "首次识别时间", "2016-02-30", BLOCK, "日期不存在", "registered_on", "out"),
    (21, "首次识别时间", "16.6.17", ASK, "年份只有两位", "registered_on", None),
    (22, "首次识别时间", "——", NOTE, "", "registered_on", None),
    (22, "自然村", "无", NOTE, "", "group_name", ""),
    (22, "危房户", "/", ASK, "未查还是“否”", "unsafe_house", None),
    (23, "行政村", "新建", None, "", "area_code", "510304105201"),
    (23, "行政村", "新建村村民委员会", None, "", "area_code", "510304105201"),
    (23, "行政村", "高峰", ASK, "村和社区同名", "area_code", ""),
    (24, "乡", "", BLOCK, "乡镇为空", "area_code", "out"),
    (25, "行政村", "董家村", BLOCK, "该村不属于这个乡镇", "area_code", "out"),
    (27, "姓名", " 李 甲\n", NOTE, "", "name", "李甲"),
    (27, "自然村", "3组\n河边 ", NOTE, "", "group_name", "3组 河边"),
    (32, "人数", "4", WARN, "人数4与实有1行不符", "person_count", 4),
    (34, "与户主关系", "之子", WARN, "没有户主", "head_name", "李甲"),
    (35, "致贫原因", "因懒", ASK, "应为：因病", "cause", None),
    (35, "贫困户属性", "特困", BLOCK, "应为：一般贫困户", "attribute", "out"),
    (36, "危房户", "√", NOTE, "", "unsafe_house", True),
    (36, "危房户", "N", NOTE, "", "unsafe_house", False),
    (36, "危房户", "无", NOTE, "", "unsafe_house", False),
    (36, "危房户", "也许", BLOCK, "应填“是”或“否”", "unsafe_house", "out"),
    (46, "姓名", "阿不都·买买提", None, "", "name", "阿不都·买买提"),
    (46, "姓名", "王\U00020bb7㛃", None, "", "name", "王\U00020bb7㛃"),
    (47, "联系电话", "０139 9000 0000/5100000", NOTE, "", "phone", "013990000000、5100000"),
    (50, "首次识别时间", "2031-01-01", WARN, "晚于今天", "registered_on", "2031-01-01"),
    (50, "首次识别时间", "2009-01-01", WARN, "早于精准扶贫", "registered_on", "2009-01-01"),
    (51, "人均纯收入", "1500多元", WARN, "按下限1500.00元", "net_income_pc", "1500.00"),
]


def kept(checked: Checked, key: str) -> object:
    """Give what was kept of the one household; "out" where it was not taken."""
    data = checked.data
    if not data.households.get("household_no"):
        return "out"
    return next(
        columns[key][0]
        for columns in (data.households, data.members, data.incomes)
        if key in columns
    )


@pytest.mark.parametrize(
    ("column", "text", "level", "reason", "key", "value"),
    [pytest.param(*case[1:], id=f"{case[0]}") for case in CELLS],
)
def test_a_bad_cell(column, text, level, reason, key, value):
    checked = check([person(**{column: text})])

    assert [c.level for c in checked.complaints if c.column == column] == [level] * bool(level)
    assert all(reason in c.reason for c in checked.complaints)
    assert kept(checked, key) == value


ANSWERS = [
    (6, "证件号码", OLD, "id15", "convert", "identity_number", "999999195603120011"),
    (6, "证件号码", OLD, "id15", "keep", "identity_number", OLD),
    (13, "人均纯收入", "0.45", "unit", "wan", "net_income_pc", "4500.00"),
    (13, "人均纯收入", "0.45", "unit", "yuan", "net_income_pc", "0.45"),
    (21, "首次识别时间", "16.6.17", "short_year", "20", "registered_on", "2016-06-17"),
    (21, "首次识别时间", "16.6.17", "short_year", "reject", "registered_on", "out"),
    (22, "危房户", "-", "dash", "no", "unsafe_house", False),
    (22, "危房户", "-", "dash", "unknown", "unsafe_house", None),
    (35, "致贫原因", "因懒", "other", "other", "cause", "other"),
    (35, "致贫原因", "因懒", "other", "reject", "cause", "out"),
]


@pytest.mark.parametrize(
    ("column", "text", "question", "answer", "key", "value"),
    [pytest.param(*case[1:], id=f"{case[0]}") for case in ANSWERS],
)
def test_an_answer(column, text, question, answer, key, value):
    rows = [person(**{column: text})]
    (asked,) = check(rows).questions

    checked = check(rows, answers={f"{question}:{column}": answer})

    assert (asked.key, asked.count) == (f"{question}:{column}", 1)
    assert answer in dict(asked.choices)
    assert (checked.questions, kept(checked, key)) == ((), value)


def test_every_number_of_the_table_has_a_test():
    cells = {case[0] for case in (*CELLS, *ANSWERS)}
    sheets = {
        int(name.split("_")[2]) for name in dir(test_bad_sheets) if name.startswith("test_no_")
    }

    assert cells | sheets | ELSEWHERE.keys() == set(range(1, 53))
    assert [name for name in ELSEWHERE.values() if not (HERE / name).exists()] == []
