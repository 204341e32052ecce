import pytest

from households.checking.data import Complaint, Level
from tests.households import sheets
from tests.households.checks import check, check_tables, table, told
from tests.households.sheets import household, person


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
    rows[1] |= dict.fromkeys(("县", "乡", "行政村", "人数", "致贫原因", "贫困户属性"), "")

    assert check(rows).complaints == ()


def test_columns_that_are_missing_are_told_and_nothing_else():
    header = [name for name in sheets.HEADER if name not in ("户编号", "姓名")]

    checked = check(household(1), header=header)

    assert (checked.missing, checked.complaints) == (("户编号", "姓名"), ())
    assert (checked.read, checked.accepted) == (2, 0)


def test_a_column_that_comes_twice_is_to_be_decided_upon():
    rows = [person() | {"身份证号": "x"}]

    assert check(rows).missing == ("身份证号",)
    assert check(rows, mapping={"身份证号": ""}).complaints == ()


def test_headers_that_were_mapped_are_read():
    header = ["农户编码" if name == "户编号" else name for name in sheets.HEADER]
    header[header.index("人均纯收入")] = "2014年户均可支配(万元)"
    row = person() | {"农户编码": "88", "2014年户均可支配(万元)": "0.3"}
    mapping = {"农户编码": "household_no", "2014年户均可支配(万元)": "net_income_pc"}

    checked = check([row], header=header, mapping=mapping)

    assert ("农户编码", "户编号") in checked.columns
    assert checked.data.households["household_no"] == ["88"]
    assert checked.data.incomes["year"] == [2014]
    assert checked.data.incomes["net_income_pc"] == ["3000.00"]


def test_columns_that_are_not_read_are_named():
    assert check([person() | {"备注": "x"}]).columns[-1] == ("备注", "")


def test_a_household_outside_the_register_needs_neither_attribute_nor_cause():
    row = person(贫困户属性="", 致贫原因="") | {"是否建档立卡": "否"}

    data = check([row]).data.households

    assert (data["registered"], data["attribute"], data["cause"]) == ([False], [""], [""])


@pytest.mark.parametrize(
    ("words", "registered", "watch"),
    [
        ({"户类型": "脱贫户"}, True, ""),
        ({"户类型": "边缘户"}, False, "borderline"),
        ({"户类型": "一般农户"}, False, ""),
        ({"监测对象类型": "脱贫监测户", "风险识别时间": "2016-01-05"}, True, "unstable"),
        ({"户类型": "脱贫监测户", "监测对象类型": ""}, True, "unstable"),
    ],
)
def test_who_is_registered_and_watched_is_read_of_two_columns(words, registered, watch):
    data = check([person() | words]).data.households

    assert (data["registered"], data["watch"]) == ([registered], [watch])


def test_the_facts_of_the_year_stand_by_themselves():
    words = {
        "不愁吃": "是",
        "义务教育": "否",
        "房屋等级": "C级",
        "房屋结构": "其他",
        "唯一住房": "",
    }

    data = check([person() | words]).data

    assert data.years == {
        "household_no": ["5103041050000001"],
        "year": [2015],
        "food": [True],
        "schooling": [False],
        "house_grade": ["C"],
        "house_structure": ["other"],
        "only_house": [None],
    }


def test_net_income_is_worked_out_of_its_sources():
    header = [name for name in sheets.HEADER if name != "人均纯收入"]
    names = (
        "工资性收入",
        "生产经营性收入",
        "2015年财产性收入(万元)",
        "转移性收入",
        "生产经营支出",
    )
    amounts = dict(zip(names, ("6000", "1000", "0.05", "500", "1000"), strict=True))
    rows = [row | amounts for row in household(1)]

    incomes = check(rows, header=[*header, *names]).data.incomes

    assert incomes["net_income_pc"] == ["3500.00"]
    assert (incomes["property_income"], incomes["costs"]) == (["500.00"], ["1000.00"])
    assert incomes["person_count"] == [2]


def test_incomplete_sources_give_no_income():
    row = person(人均纯收入="") | {"工资性收入": "6000"}

    checked = check([row])

    assert checked.data.incomes["net_income_pc"] == []
    assert told(checked) == [
        (2, "人均纯收入", "warn", "收入来源不全，无法计算人均纯收入，该年收入未登记")
    ]


HOMES = [name for name in sheets.HEADER if name not in ("人编号", "姓名", "证件号码")]


def test_households_and_people_may_stand_on_sheets_of_their_own():
    people = [name for name in sheets.HEADER if name not in ("乡", "行政村", "人均纯收入", "人数")]
    rows = household(1) + household(2)
    homes = [row | {"危房户": "也许"} for row in rows[2:3]] + rows[:1]

    checked = check_tables(
        table(homes, header=HOMES, sheet="户"), table(rows, header=people, sheet="人")
    )

    assert [(c.sheet, c.row, c.column, c.level) for c in checked.complaints] == [
        ("户", 2, "危房户", "block"),
        ("人", 4, "户编号", "out"),
        ("人", 5, "户编号", "out"),
    ]
    assert checked.data.households["household_no"] == ["5103041050000001"]
    assert checked.data.members["area_code"] == ["510304105201"] * 2
    assert checked.data.incomes["net_income_pc"] == ["2680.50"]
    assert (checked.read, checked.rejected) == (6, 3)


def test_many_notes_are_counted_and_the_first_of_them_listed():
    checked = check([person(n, 危房户="×") for n in range(1, 151)])

    assert (checked.normalised, len(checked.complaints)) == (150, 100)


def test_a_household_fact_that_changes_within_the_household_is_a_complaint():
    rows = household(1)
    rows[1]["致贫原因"] = "因学"

    checked = check([*rows, person(2)])

    assert told(checked) == [
        (2, "户编号", "out", "同户第3行须改正，整户不导入"),
        (3, "致贫原因", "block", "与同户首行（第2行）不一致"),
    ]
    assert (checked.data.households["household_no"], checked.accepted) == (["5103041050000002"], 1)


def test_a_fact_that_changes_is_said_once_also_where_it_is_warned_of():
    rows = [*household(1, 首次识别时间="2031-01-01"), *household(2, 首次识别时间="2031-01-01")]
    rows[1]["首次识别时间"] = "2015-01-01"

    assert [line for line in told(check(rows)) if line[2] == "block"] == [
        (3, "首次识别时间", "block", "与同户首行（第2行）不一致")
    ]


def test_a_wrong_check_digit_is_shown_masked():
    checked = check([person(证件号码="999999195603120010")])

    assert checked.complaints == (
        Complaint(
            "底册",
            2,
            "证件号码",
            "999999***",
            "证件号码校验位不符，请核对原件",
            Level.BLOCK,
        ),
    )
    assert (checked.accepted, checked.rejected) == (0, 1)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("证件号码", "", "证件号码为空"),
        ("人编号", "", "人编号为空"),
        ("姓名", "无", "姓名为空"),
        ("人数", "三", "不是数字"),
        ("人均纯收入", "9" * 40, "不是数字"),
        (
            "银行账号",
            "\x026.21700E+18",
            "账号是数值格式，末几位已丢失，请把该列设为文本格式后重新填写",
        ),
        ("致贫原因", "", "不能为空"),
        ("婚姻状况", "不明", "应为：未婚、已婚、丧偶、离异"),
        ("务工时间(月)", "13", "务工时间应为0至12的整数"),
        ("计划脱贫年度", "二〇一六", "不是数字"),
        ("行政村", "天池村", "这个乡镇没有这个村"),
        ("乡", "白马镇", "本区县没有这个乡镇"),
        ("县", "自流井区", "不是本区县"),
    ],
)
def test_a_bad_cell_blocks_with_its_row_column_and_reason(column, value, reason):
    checked = check([person() | {column: ""}, person(2) | {column: value}])

    assert (3, column, "block", reason) in told(checked)


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


def test_rows_outside_the_uploader_s_area_are_complaints():
    rows = [person(1), person(2, 乡="新民镇", 行政村="董家村")]

    assert told(check(rows, scope="510304105")) == [(3, "行政村", "block", "不在本人负责的区域")]
