"""A survey sheet's own ways: repeat groups, warnings, positions; each wrong one refused."""

import csv
from pathlib import Path

import pytest

import inspections
from inspections.scheme_checks import complaints_about
from inspections.scheme_files import assembled
from inspections.scheme_sheets import COLUMNS, Row

MONTHLY = Path(inspections.__file__).parent / "schemes" / "monthly"
SURVEY = """
begin_group X 情况
integer home 登记人数
begin_repeat members 家庭成员
text m_name 姓名
integer m_age 年龄
calculate m_child 是否学龄
yes_no m_school 是否在校
end_repeat
calculate out 未在校人数
geopoint spot 位置
image sign 签名
end_group
"""
CELLS = {
    "m_age": {"warning": "${m_age} > 100", "warning_message": "请核对", "default": "member_age"},
    "m_child": {"calculation": "${m_age} >= 6 and ${m_age} <= 15"},
    "m_school": {"relevant": "${m_child}"},
    "out": {"calculation": "count-if(${m_school}, 'no')", "fail_if": "${out} > 0"}
    | {"problem": "${out}人未在校", "category": "YW", "severity": "严重", "track": "fix_by_date"}
    | {"responsible": "township"},
    "sign": {"appearance": "signature"},
}


def other_sheets():
    """The monthly scheme's settings and categories, which every scheme needs."""
    sheets = {"choices": [], "programmes": [], "postings": []}
    for name in ("settings", "categories"):
        with (MONTHLY / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        sheets[name] = [Row(number, row) for number, row in enumerate(rows, start=2)]
    return sheets


OTHER = other_sheets()


def survey(text, **changed):
    """The lines of a survey; cells of a question by its name."""
    blank = dict.fromkeys(COLUMNS["survey"], "")
    rows = []
    for number, line in enumerate(text.strip().splitlines(), start=2):
        kind, name, label = [*line.split(" "), "", ""][:3]
        item = {} if kind.startswith(("begin", "end")) else {"item": "K1", "level": "H"}
        own = CELLS.get(name, {}) | changed.get(name, {}) if not kind.startswith("end") else {}
        rows.append(Row(number, blank | {"type": kind, "name": name, "label": label} | item | own))
    return rows


def read(text=SURVEY, **changed):
    """The scheme and what is said about it, as (row, column, reason)."""
    sheets = OTHER | {"survey": survey(text, **changed)}
    data, complaints = assembled(sheets)
    if data is not None:
        complaints = complaints_about(sheets, data)
    return data, [(c.row, c.column, c.reason) for c in complaints]


def test_a_repeat_group_is_read_with_its_questions_and_heading():
    data, complaints = read()

    assert complaints == []
    assert [(q.name, q.repeat, q.group) for q in data.questions if q.repeat] == [
        (name, "members", "members") for name in ("m_name", "m_age", "m_child", "m_school")
    ]
    assert [(g.name, g.parent, g.repeat) for g in data.groups] == [
        ("X", "", False),
        ("members", "X", True),
    ]


def test_a_repeat_group_may_be_named_beside_its_type():
    lines = survey(SURVEY)
    lines[2] = Row(4, lines[2].cells | {"type": "begin_repeat members", "name": ""})
    data, complaints = assembled(OTHER | {"survey": lines})
    assert (complaints, data.questions[1].repeat) == ([], "members")


@pytest.mark.parametrize(
    ("name", "cells", "column", "reason"),
    [
        ("m_name", {"fail_if": "${m_age} > 1"}, "fail_if", "重复组内不写不合格规则"),
        ("m_child", {"calculation": "sum(${m_age}) > 1"}, "calculation", "汇总各行要写在重复组外"),
        ("out", {"calculation": "${m_age} + 1"}, "calculation", "只能用 sum、count"),
        ("out", {"calculation": "sum(${home})"}, "calculation", "sum() 里要是重复组的题"),
        ("out", {"problem": "${m_name}未在校"}, "problem", "不能提到重复组里的题：m_name"),
        ("out", {"calculation": "count-if(${m_school}, '是')"}, "calculation", "只能与 'yes'"),
        ("home", {"relevant": "${out} > 0"}, "relevant", "只能看前面的题：out"),
        ("m_child", {"calculation": "${m_child}"}, "calculation", "只能看前面的题：m_child"),
        ("out", {"calculation": "parameter('fix_now_days')"}, "calculation", "随日期变化"),
        ("m_age", {"warning": "${m_age} > 100 or"}, "warning", "没有写完"),
        ("m_age", {"warning_message": ""}, "warning_message", "要写明提醒什么"),
        ("home", {"warning_message": "请核对"}, "warning_message", "没有写 warning"),
        ("home", {"constraint_message": "不小于0"}, "constraint_message", "没有写 constraint"),
        ("m_age", {"warning": "${m_age} + 1"}, "warning", "结果应是"),
        ("m_age", {"warning_message": "长" * 101}, "warning_message", "最多100个字"),
        ("home", {"default": "member_age"}, "default", "没有这项底册事实"),
        ("m_name", {"default": "person_count"}, "default", "没有这项底册事实"),
        ("spot", {"appearance": "signature"}, "appearance", "geopoint 题没有这种呈现"),
        ("sign", {"appearance": "signatuer"}, "appearance", "没有这种呈现：signatuer"),
        ("home", {"required": "必填"}, "required", "应为 yes 或 no：必填"),
        ("members", {"relevant": "${home} > 1"}, "relevant", "写在组内的题上"),
        ("out", {"calculation": ""}, "calculation", "要写计算式"),
        ("home", {"item": "F1-K1.123"}, "item", "条目号应写成"),
    ],
)
def test_a_wrong_cell_is_refused_where_it_stands(name, cells, column, reason):
    row = next(row.number for row in survey(SURVEY) if row["name"] == name)
    found = read(**{name: cells})[1]
    assert [(r, c) for r, c, said in found if reason in said] == [(row, column)]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "end_repeat",
            "end_group",
            (9, "type", "分组 members 没有 end_repeat，却写了 end_group。"),
        ),
        ("end_repeat\n", "", (12, "type", "分组 members 没有 end_repeat，却写了 end_group。")),
        ("end_group", "end_group\nend_repeat", (14, "type", "多出一个 end_repeat。")),
        ("repeat members", "repeat Members", (4, "name", "重复组名只用小写")),
        ("text m_name 姓名", "begin_repeat pets\ntext m_name 姓名\nend_repeat", (5, "name", "套")),
        ("geopoint spot 位置", "begin_repeat pets\nend_repeat", (11, "name", "重复组里没有题。")),
    ],
)
def test_a_group_that_is_wrongly_built_is_refused(old, new, complaint):
    row, column, reason = complaint
    found = read(SURVEY.replace(old, new, 1))[1]
    assert any((r, c) == (row, column) and reason in said for r, c, said in found), found


@pytest.mark.parametrize("item", ["F1-K1", "MZ-Q101", "C01.12", "A101"])
def test_items_may_carry_the_prefix_of_their_form(item):
    assert read(home={"item": item})[1] == []
