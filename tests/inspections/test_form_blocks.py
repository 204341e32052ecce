"""How a part of the form lies on the screen: cards of items and rows, what is said beside."""

import pytest

from inspections.answers import GIVEN, NOT_APPLICABLE, Reply
from inspections.forms.answers import Item, Said, items_of
from inspections.forms.blocks import Block, blocks_of
from inspections.models import Question
from inspections.repeats import expanded

NAME = Question(name="M01_name", type="text", label="姓名", repeat="members", group="家庭成员")
AGE = Question(name="M01_age", type="integer", label="年龄", unit="岁", repeat="members")
MEMBERS = [NAME, AGE]
PLAN = Question(
    name="A203_plan", item="A203", item_title="减贫方案", type="yes_no", label="有方案"
)
GAPS = Question(name="A203_gaps", item="A203", type="text", label="缺什么")
TEAM = Question(name="X04_team", item="X04", type="calculate", label="督查组")


def items(questions, replies=None, **said) -> list[Item]:
    return items_of(
        questions, asked=questions, replies=replies or {}, reckoned={}, said=Said(**said)
    )


def laid_out(questions, *, repeats=None, rows=None, replies=None) -> list[Block]:
    replies = replies or {}
    shown = items(expanded(questions, rows or {}), replies)
    return blocks_of(shown, repeats=repeats or {}, rows=rows or {}, replies=replies)


def test_the_questions_of_an_item_lie_on_one_card():
    facts, card = laid_out([TEAM, PLAN, GAPS])
    assert (facts.kind, card.kind) == ("facts", "item")
    assert (card.code, card.title, card.has_head) == ("A203", "减贫方案", True)
    assert [item.question.name for item in card.items] == ["A203_plan", "A203_gaps"]


def test_an_item_that_only_repeats_its_question_has_no_head():
    [card] = laid_out(
        [Question(name="A1", item="A1", item_title="日期", type="date", label="日期")]
    )
    assert not card.has_head


def test_each_row_is_a_card_under_its_name():
    rows = {"members": [1, 3], "-members": [2, 4]}
    replies = {"M01_name.3": Reply(GIVEN, "李某")}
    [group] = laid_out(MEMBERS, repeats={"members": MEMBERS}, rows=rows, replies=replies)
    assert [(row.number, row.title) for row in group.rows] == [("1", ""), ("3", "李某")]
    assert (group.label, group.numbers, group.last) == ("家庭成员", "1,3", 4)


def test_a_group_without_rows_has_a_blank_to_copy():
    [group] = laid_out([], repeats={"members": MEMBERS})
    assert [item.question.name for item in group.blank.items] == [
        "M01_name.__ROW__",
        "M01_age.__ROW__",
    ]
    assert group.is_asked


def test_a_group_without_rows_stands_in_its_place():
    before, after = (
        Question(name=f"K6_{place}", item="K6", type="text", position=place) for place in (1, 3)
    )
    good = Question(name="K6_good", type="text", repeat="goods", position=2)
    found = laid_out([before, after], repeats={"goods": [good]})
    assert [block.kind for block in found] == ["item", "repeat", "item"]


@pytest.mark.parametrize(("sold", "shown"), [("yes", True), ("no", False)])
def test_a_group_that_hangs_on_one_answer_shows_with_it(sold, shown):
    good = Question(name="K6", type="text", repeat="goods", relevant="${K5} = 'yes'")
    [group] = laid_out([], repeats={"goods": [good]}, replies={"K5": Reply(GIVEN, sold)})
    assert (group.shown_if, group.is_asked) == ("K5=yes", shown)


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (None, "open"),
        (Reply(GIVEN, "yes"), "same"),
        (Reply(GIVEN, "no"), "differs"),
        (Reply(NOT_APPLICABLE, None, "无"), "differs"),
    ],
)
def test_what_the_register_says_is_compared_with_the_answer(reply, state):
    replies = {"A203_plan": reply} if reply else {}
    [item] = items([PLAN], replies, known={"A203_plan": "yes"})
    assert (item.known.text, item.known.state, item.known.json) == ("是", state, '"yes"')


@pytest.mark.parametrize(
    ("kind", "labels", "layout"),
    [
        ("yes_no", [], "side"),
        ("select_one", ["健康", "慢性病", "大病", "残疾"], "side"),
        ("select_one", ["满意", "基本满意", "不满意", "不清楚"], "pairs"),
        ("select_one", ["生产和就业发展一批"], "side"),
        ("select_one", ["生产和就业发展一批", "移民搬迁"], "stacked"),
        ("select_multiple", ["吃", "穿"], "pairs"),
        ("select_multiple", ["医疗报销和救助"], "stacked"),
    ],
)
def test_choices_lie_as_a_phone_has_room(kind, labels, layout):
    choices = [[str(place), label] for place, label in enumerate(labels)]
    [item] = items([Question(name="A1", type=kind, choices=choices)])
    assert item.layout == layout


def test_papers_to_look_at_are_named_once():
    first, second = (
        Question(name=name, item="A1", type="text", evidence="花名册") for name in ("A1_a", "A1_b")
    )
    assert [item.evidence for item in items([first, second])] == ["花名册", ""]


def test_a_rate_stands_with_its_share():
    [item] = items(
        [Question(name="A1", type="rate")], {"A1": Reply(GIVEN, {"num": "7", "den": "8"})}
    )
    assert item.share == "87.5%"
