import pytest

from households.register_check import Checked, Complaint, check_rows
from households.spreadsheet import make_table
from tests.households import sheets
from tests.households.sheets import household, person

LOST = "，末几位已丢失，请把该列设为文本格式后重新填写"


def check(rows, *, header=None, **options) -> Checked:
    header = header or sheets.HEADER
    table = make_table(header, [[row[name] for name in header] for row in rows])
    given = {"places": sheets.places(), "income_year": 2015, "latest": "2016-07-31"}
    options = {"masks": {"identity": lambda text: text[:6] + "***"}} | given | options
    return check_rows(table, **options)


def told(checked: Checked) -> list[tuple[int, str, str]]:
    return [(c.row, c.column, c.reason) for c in checked.complaints]


def test_a_true_sheet_gives_households_members_and_incomes_by_columns():
    checked = check(household(1) + household(2, people=1))

    assert (checked.complaints, checked.read, checked.skipped) == ((), 3, 0)
    assert checked.data.households["household_no"] == ["5103041050000001", "5103041050000002"]
    assert checked.data.households["area_code"] == ["510304105201"] * 2
    assert checked.data.households["head_name"] == ["李甲", "李甲"]
    assert checked.data.households["person_count"] == [2, 1]
    assert checked.data.members["relation"] == ["户主", "配偶", "户主"]
    assert checked.data.incomes["net_income_pc"] == ["2680.50", "2680.50"]
    assert checked.data.incomes["year"] == [2015, 2015]


def test_codes_of_the_office_words_are_kept():
    words = {
        "四个一批": "低保政策兜底一批、医疗救助扶持",
        "脱贫状态": "已脱贫",
        "贫困户属性": "五保户",
    }
    data = check(household(1, people=1, **words)).data.households

    assert (data["measure"], data["further_measures"]) == (["allowance"], [["medical"]])
    assert (data["status"], data["attribute"]) == (["exited_supported"], ["destitute"])


def test_household_facts_may_be_blank_below_the_first_row():
    rows = household(1)
    rows[1] |= dict.fromkeys(
        ("县", "乡", "行政村", "户编号", "人数", "致贫原因", "贫困户属性"), ""
    )

    checked = check(rows)

    assert checked.complaints == ()
    assert checked.data.members["household_no"] == ["5103041050000001"] * 2


def test_a_household_fact_that_changes_within_the_household_is_a_complaint():
    rows = household(1)
    rows[1]["致贫原因"] = "因学"

    assert told(check(rows)) == [(3, "致贫原因", "与同户首行（第2行）不一致")]


def test_totals_footers_and_blank_rows_are_skipped():
    blank = dict.fromkeys(sheets.HEADER, "")
    rows = [
        *household(1),
        blank,
        blank | {"县": "合计", "人数": "2"},
        blank | {"乡": "制表人：赵"},
    ]

    checked = check(rows)

    assert (checked.read, checked.skipped, checked.complaints) == (2, 3, ())


def test_a_missing_column_and_a_doubled_one_are_told_by_name():
    header = [name for name in sheets.HEADER if name != "证件号码"] + ["身份证号", "身份证号码"]
    rows = [row | {"身份证号": "", "身份证号码": ""} for row in household(1)]
    assert told(check(rows, header=header)) == [(1, "身份证号码", "这一列出现了两次")]

    header = [name for name in sheets.HEADER if name != "户编号"]
    assert told(check(household(1), header=header)) == [(1, "户编号", "缺少这一列")]


def test_columns_that_are_not_read_are_named():
    rows = [row | {"备注": "x"} for row in household(1)]

    assert check(rows, header=[*sheets.HEADER, "备注"]).columns_not_read == ("备注",)


def test_a_wrong_check_digit_is_shown_masked():
    checked = check([person(证件号码="999999195603120010")])

    assert checked.complaints == (
        Complaint(
            "底册",
            2,
            "证件号码",
            "999999***",
            "证件号码校验位不符，请核对原件",
            blocks=True,
        ),
    )
    assert (checked.blocked, checked.rejected) == (True, 1)


def test_a_household_number_that_comes_again_is_a_complaint():
    rows = household(1) + household(2) + [person(1, 3)]

    assert (6, "户编号", "户编号重复，第2行已有此户") in told(check(rows))


def test_two_heads_and_no_head_are_complaints():
    rows = [*household(1, 与户主关系="户主"), person(2, 与户主关系="之子")]

    assert told(check(rows)) == [
        (3, "与户主关系", "同户有两个户主，第2行已是户主"),
        (4, "与户主关系", "该户没有户主"),
    ]


def test_the_same_identity_number_twice_is_a_complaint():
    rows = [person(1), person(2, 证件号码=person(1)["证件号码"])]

    assert told(check(rows)) == [(3, "证件号码", "与第2行重复")]


def test_a_size_that_differs_from_the_rows_is_a_warning():
    checked = check([person(人数="4")])

    assert told(checked) == [(2, "人数", "人数4与实有1行不符，请核对")]
    assert not checked.blocked


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        (
            "户编号",
            "\x021.23457E+17",
            "编号是数值格式，末几位已丢失，请把该列设为文本格式后重新填写",
        ),
        (
            "证件号码",
            "\x021.23457E+17",
            "证件号码是数值格式，末几位已丢失，请把该列设为文本格式后重新填写",
        ),
        ("证件号码", "999999560312001", "是15位旧证号，请换成18位"),
        ("证件号码", "", "证件号码为空"),
        ("人编号", "", "人编号为空"),
        ("姓名", "无", "姓名为空"),
        ("人数", "三", "不是数字"),
        ("人均纯收入", "-200", "收入不能为负数"),
        ("人均纯收入", "1500多", "不是数字"),
        ("首次识别时间", "2016-02-30", "日期不存在"),
        ("首次识别时间", "16.6.17", "年份请写四位"),
        ("危房户", "也许", "应填“是”或“否”"),
        ("务工时间(月)", "13", "务工时间应为0至12的整数"),
        ("计划脱贫年度", "二〇一六", "不是数字"),
        ("行政村", "董家村", "该村不属于这个乡镇"),
        ("行政村", "天池村", "这个乡镇没有这个村"),
        ("行政村", "高峰", "村和社区同名，请写全称"),
        ("乡", "白马镇", "本区县没有这个乡镇"),
        ("县", "自流井区", "不是本区县"),
    ],
)
def test_a_bad_cell_blocks_with_its_row_column_and_reason(column, value, reason):
    checked = check([person(), person(2, **{column: value})])

    assert (3, column, reason) in told(checked)
    assert checked.blocked


def test_a_cause_outside_the_codebook_lists_the_words():
    (complaint,) = check([person(致贫原因="因懒")]).complaints

    assert complaint.value == "因懒"
    assert complaint.reason.startswith("应为：因病、因残")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("人均纯收入", "0.45", "数值偏离常见范围，请核对单位是元还是万元"),
        ("联系电话", "12", "电话号码形式不对，请核对"),
        ("首次识别时间", "2031-01-01", "日期晚于今天，请核对"),
    ],
)
def test_an_unlikely_cell_is_a_warning(column, value, reason):
    checked = check([person(**{column: value})])

    assert told(checked) == [(2, column, reason)]
    assert not checked.blocked


@pytest.mark.parametrize(
    ("column", "value", "key", "stored"),
    [
        ("首次识别时间", "2016.6.17", "registered_on", "2016-06-17"),
        ("首次识别时间", "2016年6月17日", "registered_on", "2016-06-17"),
        ("首次识别时间", "2016/6/17", "registered_on", "2016-06-17"),
        ("首次识别时间", "42538", "registered_on", "2016-06-17"),
        ("首次识别时间", "2016年6月", "registered_on", "2016-06-01"),
        ("首次识别时间", "201606", "registered_on", "2016-06-01"),
        ("首次识别时间", "——", "registered_on", None),
        ("危房户", "√", "unsafe_house", True),
        ("危房户", "", "unsafe_house", None),
        ("计划脱贫年度", "２０１６年", "planned_exit_year", 2016),
        ("联系电话", "139 9000 0000/0813-5100000", "phone", "13990000000、0813-5100000"),
        ("自然村", "3组\n(河边)", "group_name", "3组 (河边)"),
        ("致贫原因", "其他", "cause", "other"),
    ],
)
def test_usual_spellings_are_brought_to_one_form(column, value, key, stored):
    checked = check([person(**{column: value})])

    assert checked.complaints == ()
    assert checked.data.households[key] == [stored]


@pytest.mark.parametrize(
    ("header", "cell", "income"),
    [
        ("人均纯收入(元)", "4，500元", (2015, "4500.00")),
        ("人均纯收入（万元）", "0.45", (2015, "4500.00")),
        ("2014年人均纯收入", "2,736", (2014, "2736.00")),
        ("人均纯收入", "1.2万", (2015, "12000.00")),
    ],
)
def test_an_income_column_says_its_year_and_unit(header, cell, income):
    names = [name for name in sheets.HEADER if name != "人均纯收入"] + [header]

    data = check([person() | {header: cell}], header=names).data.incomes

    assert (data["year"], data["net_income_pc"]) == ([income[0]], [income[1]])


@pytest.mark.parametrize("name", ["新建", "新建村", "新建村委会", "新建村村民委员会", " 新 建村 "])
def test_a_village_is_found_by_any_of_its_names(name):
    assert check([person(行政村=name)]).data.households["area_code"] == ["510304105201"]


def test_rows_outside_the_uploader_s_area_are_complaints():
    rows = [person(1), person(2, 乡="新民镇", 行政村="董家村")]

    assert told(check(rows, scope="510304105")) == [(3, "行政村", "不在本人负责的区域")]


def test_a_disability_certificate_is_checked_by_its_first_eighteen():
    assert check([person(证件号码="99999919560312001143")]).complaints == ()
    assert check([person(证件号码="99999919560312001043")]).blocked


def test_names_with_rare_characters_stay_as_they_are():
    names = ["阿不都·买买提", "李㛃", "王\U00020bb7"]
    rows = [person(n + 1, 姓名=name) for n, name in enumerate(names)]

    assert check(rows).data.members["name"] == names
