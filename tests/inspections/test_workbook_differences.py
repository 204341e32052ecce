"""What an edited checklist changes, exactly, in the rows and columns of its workbook."""

from dataclasses import replace

from inspections.workbooks.differences import Field, differences
from inspections.workbooks.reading import read_upload
from tests.inspections.workbook_cast import Edited, small_scheme


def told(edited: Edited):
    """The differences of an edited workbook: sheet → act, key and fields of each row."""
    after = read_upload(edited.content, name="x.xlsx").data
    parts = differences(small_scheme(), after)
    return {
        part.name: [(change.act, change.key, list(change.fields)) for change in part.changes]
        for part in parts
    }


def test_the_same_scheme_has_no_differences():
    assert differences(small_scheme(), small_scheme()) == []


def test_a_changed_question_is_told_cell_by_cell():
    edited = Edited().question("A101_times", label="开会几次", warning=". > 20", hint="本年")
    assert told(edited) == {
        "题目": [
            (
                "changed",
                "A101_times",
                [
                    Field("题目", "开会次数", "开会几次"),
                    Field("提示", "", "本年"),
                    Field("提醒条件", "${A101_times} > 30", "${A101_times} > 20"),
                ],
            )
        ]
    }


def test_a_question_of_all_programmes_is_one_change():
    edited = Edited().question("{code}_plan", label="{name}专项有没有计划")
    fields = [Field("题目", "{name}专项是否有计划", "{name}专项有没有计划")]
    assert told(edited) == {"题目": [("changed", "{code}_plan", fields)]}


def test_questions_added_and_removed_are_told():
    edited = Edited()
    edited.book["survey"].delete_rows(edited.row("survey", "name", "A103_place"))
    edited.book["survey"].insert_rows(4)
    edited.set("survey", 4, type="text", name="A104_who", label="谁参加", item="A104", level="T")
    assert told(edited) == {
        "题目": [
            (
                "added",
                "A104_who",
                [
                    Field("题型", "", "text"),
                    Field("条目", "", "A104"),
                    Field("条目名称", "", "谁参加"),
                    Field("层级", "", "T"),
                ],
            ),
            ("removed", "A103_place", []),
        ]
    }


def test_an_items_title_is_compared_as_it_stands_for_all_its_questions():
    edited = Edited()
    edited.book["survey"].delete_rows(edited.row("survey", "name", "A100_note"))
    kept = edited.question("A101_meeting", item_title="会议")
    assert told(kept) == {"题目": [("removed", "A100_note", [])]}
    fields = [Field("条目名称", "会议", "月度会议")]
    assert told(kept.question("A101_meeting", item_title="月度会议")) == {
        "题目": [("changed", "A101_meeting", fields), ("removed", "A100_note", [])]
    }


def test_a_question_put_elsewhere_is_told_with_its_place():
    edited = Edited()
    page = edited.book["survey"]
    row = edited.row("survey", "name", "A103_place")
    cells = [cell.value for cell in page[row]]
    page.delete_rows(row)
    page.insert_rows(3)
    for at, text in enumerate(cells, start=1):
        page.cell(3, at).value = text
    fields = [Field("顺序", "在 M02_health 之后", "第一行")]
    assert told(edited) == {"题目": [("moved", "A103_place", fields)]}


def test_choices_standards_headings_and_categories_are_told():
    edited = Edited().set("choices", 5, label="生病").set("categories", 3, severe="no")
    edited.set("parameters", 5, value="0.95").set("survey", 2, label="减贫任务")
    edited.set("programmes", 2, lead_unit="区水利局")
    assert told(edited) == {
        "部分和分组": [("changed", "A", [Field("题目", "年度减贫任务", "减贫任务")])],
        "选项": [("changed", "health　ill", [Field("选项", "患病", "生病")])],
        "标准和日程": [("changed", "paid_rate　2016-01-01", [Field("值", "0.9", "0.95")])],
        "问题类别": [("changed", "ZJ", [Field("一律严重", "yes", "no")])],
        "扶贫专项": [("changed", "C01", [Field("牵头单位", "区水务局", "区水利局")])],
    }


def test_the_counts_add_up():
    data = small_scheme()
    less = replace(data, choices=data.choices[:1])
    (part,) = differences(data, less)
    assert part.counts == [("removed", "删除", 1)]
