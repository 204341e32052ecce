"""A checklist before a unit: what is asked, missing, failing; what a page posts."""

from datetime import date

import pytest

from inspections.answers import Reply
from inspections.checklists import (
    asked_of,
    checks,
    failing,
    from_post,
    missing,
    read_answers,
    sections,
    standing,
)
from inspections.models import Question
from inspections.repeats import expanded

DAY = date(2016, 7, 20)


def ask(name, kind="yes_no", **fields):
    """An unsaved question of a township."""
    item = name.split("_")[0]
    defaults = {"label": name, "levels": "T", "section_code": item[0], "section": item[0]}
    return Question(name=name, type=kind, item=item, **(defaults | fields))


def given(**values):
    return {name: Reply("given", value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("township", ["t", "tv"]),
        ("village", ["tv", "v", "s", "w", "j"]),
        ("household", ["h", "r"]),
        ("first_secretary", ["s"]),
        ("village_work_team", ["w"]),
        ("site", []),
    ],
)
def test_asked_of_goes_by_the_levels_of_the_unit(kind, names):
    levels = {"t": "T", "tv": "T,V", "v": "V", "s": "S", "w": "W", "j": "J", "h": "H", "r": "R"}
    form = [ask(name, levels=level) for name, level in {**levels, "q": "Q"}.items()]
    assert [q.name for q in asked_of(form, kind=kind)] == names


def test_a_department_is_asked_what_names_it_or_nobody():
    form = [ask("head", levels="Q"), ask("fund", levels="Q", asked_of="区财政局")]
    form += [ask("farm", levels="Q,T", asked_of="区农业局")]

    asked = asked_of(form, kind="department", unit_names={"区财政局", "财政局"})

    assert [q.name for q in asked] == ["head", "fund"]
    assert [q.name for q in asked_of(form, kind="township")] == ["farm"]


def test_sections_follow_the_form_and_part_the_programmes():
    form = [ask("A101_x"), ask("A102_x"), ask("E101_x")]
    form += [ask("C01_1_x", section_code="C", programme="C01", group="基础设施建设")]
    form += [ask("C02_1_x", section_code="C", programme="C02", group="农业产业")]

    parts = [(s.code, s.label, len(s.questions)) for s in sections(form)]

    assert parts == [
        ("A", "A", 2),
        ("E", "E", 1),
        ("C01", "基础设施建设", 1),
        ("C02", "农业产业", 1),
    ]


def test_what_is_not_relevant_has_no_value_for_what_follows():
    form = [
        ask("a"),
        ask("b", relevant="${a} = 'yes'"),
        ask("c", relevant="${b} = 'yes'"),
        ask("d", "calculate", calculation="${b} = 'yes'"),
    ]
    stands = standing(form, given(a="no", b="yes", c="yes"))

    assert [q.name for q in stands.asked] == ["a", "d"]
    assert stands.reckoned == {"d": None}


def test_missing_lists_required_questions_without_any_answer():
    form = [ask("a"), ask("b"), ask("c", required=False), ask("d"), ask("e", "calculate")]
    replies = {"a": Reply("unchecked"), "b": Reply("not_applicable", None, "无")}

    assert [q.name for q in missing(standing(form, replies), replies)] == ["d"]


def fails_of(form, replies, **parameters):
    stands = standing(form, replies)
    return [q.name for q in failing(stands, replies, parameters=parameters, on=DAY)]


def test_failing_answers_only_a_given_answer():
    form = [ask("a", fail_if="${a} = 'no' or ${b} > 1"), ask("b", "integer")]

    assert fails_of(form, given(a="no")) == ["a"]
    assert fails_of(form, given(b="2") | {"a": Reply("unchecked")}) == []
    assert fails_of(form, given(a="yes", b="2")) == ["a"]


def test_failing_looks_at_reckoned_values_and_thresholds():
    form = [
        ask("a", "rate"),
        ask("b", "calculate", calculation="rate(${a})", fail_if="${b} < parameter('least')"),
    ]
    reply = given(a={"num": "94", "den": "100"})

    assert fails_of(form, reply, least="0.95") == ["b"]
    assert fails_of(form, reply, least="0.94") == []
    assert fails_of(form, reply) == []


def test_failing_compares_with_the_progress_of_the_year():
    form = [ask("a", "rate", fail_if="rate(${a}) < schedule_progress()")]

    assert fails_of(form, given(a={"num": "202", "den": "366"})) == []
    assert fails_of(form, given(a={"num": "201", "den": "366"})) == ["a"]


def test_read_answers_keeps_what_it_can_and_names_the_rest():
    form = {q.name: q for q in [ask("a", "integer"), ask("b"), ask("c")]}
    replies, errors = read_answers(form, {"a": "三", "b": "yes", "c": "", "z": "1"}, {})

    assert replies == {"b": Reply("given", "yes"), "c": None}
    assert errors == {"a": "应填整数：三", "z": "没有这个检查项，或不问这个对象。"}


def test_read_answers_judges_a_constraint_with_stored_answers():
    rule = {"constraint": "${a} <= ${b}", "constraint_message": "不能超过计划"}
    form = {q.name: q for q in [ask("a", "integer", **rule), ask("b", "integer")]}

    assert read_answers(form, {"a": "3"}, given(b="2"))[1] == {"a": "不能超过计划"}
    assert read_answers(form, {"a": "3", "b": "3"}, given(b="2"))[1] == {}
    assert read_answers(form, {"a": "3"}, {})[1] == {}


AGE = {
    "constraint": "${a} <= 120",
    "constraint_message": "年龄应在120以内",
    "warning": "${a} > 100",
    "warning_message": "年龄超过100岁，请核对",
}


def raised(form, replies, **strengths):
    """The checks that are raised, as (question, kind, strength, explained)."""
    named = {name.replace("__", "."): word for name, word in strengths.items()}
    found = checks(standing(form, replies), replies, named)
    return [(c.question.name, c.kind, c.strength, c.explained) for c in found]


def test_a_constraint_blocks_and_a_warning_asks_for_a_reason_by_default():
    form = [ask("a", "integer", **AGE)]

    assert raised(form, given(a="100")) == []
    assert raised(form, given(a="101")) == [("a", "warning", "explain", False)]
    assert raised(form, given(a="121")) == [
        ("a", "constraint", "block", False),
        ("a", "warning", "explain", False),
    ]
    assert raised(form, {"a": Reply("unchecked")}) == []


def test_an_explanation_settles_the_checks_of_its_answer():
    form = [ask("a", "integer", **AGE)]
    replies = {"a": Reply("given", "105", "", "户口簿核实")}

    assert raised(form, replies) == [("a", "warning", "explain", True)]


@pytest.mark.parametrize(
    ("constraint", "warning", "left"),
    [
        ("explain", "block", [("constraint", "explain"), ("warning", "block")]),
        ("ignore", "explain", [("warning", "explain")]),
        ("ignore", "ignore", []),
    ],
)
def test_a_round_sets_how_strong_each_check_is(constraint, warning, left):
    form = [ask("a", "integer", **AGE)]
    found = raised(form, given(a="121"), a__constraint=constraint, a__warning=warning)

    assert [(kind, strength) for _, kind, strength, _ in found] == left


@pytest.mark.parametrize(("strength", "is_kept"), [("block", 0), ("explain", 1), ("ignore", 1)])
def test_only_a_constraint_that_blocks_keeps_an_answer_out(strength, is_kept):
    form = {"a": ask("a", "integer", **AGE)}
    replies, errors = read_answers(form, {"a": "121"}, {}, {"a.constraint": strength})

    assert (len(replies), len(errors)) == (is_kept, 1 - is_kept)


def test_what_is_reckoned_is_checked_and_explained_too():
    form = [ask("a", "integer"), ask("b", "calculate", calculation="${a} * 2")]
    form[1].warning = "${b} > parameter('most')"
    replies = given(a="6")

    found = checks(standing(form, replies), replies, {}, {"most": "11"})
    assert [(c.question.name, c.message) for c in found] == [("b", "请核对，属实的写明原因。")]
    replies["b"] = Reply("given", None, "", "已核对")
    assert checks(standing(form, replies), replies, {}, {"most": "11"})[0].explained
    assert standing(form, replies).reckoned == {"b": "12"}


def test_a_row_is_checked_by_itself_and_set_by_the_question():
    form = expanded([ask("a", "integer", repeat="members", **AGE)], {"members": [1, 2]})
    replies = {"a.1": Reply("given", "30"), "a.2": Reply("given", "130")}

    assert [name for name, *_ in raised(form, replies)] == ["a.2", "a.2"]
    assert raised(form, replies, a__constraint="ignore", a__warning="ignore") == []


def test_a_constraint_may_look_at_what_is_reckoned():
    form = {
        "a": ask("a", "integer"),
        "b": ask("b", "calculate", calculation="${a} * 2"),
        "c": ask("c", "integer", constraint="${c} <= ${b}"),
    }
    assert read_answers(form, {"c": "12"}, given(a="6"))[1] == {}
    assert read_answers(form, {"c": "13"}, given(a="6"))[1] == {"c": "填写的内容不合要求。"}


def test_from_post_reads_positions_rows_and_what_is_said_about_a_check():
    form = {q.name: q for q in [ask("a", "integer"), ask("b", "geopoint"), ask("c", "rate")]}
    form |= {"d.1": ask("d.1", "integer"), "e": ask("e", "calculate", calculation="1")}
    form |= {"f": ask("f", "calculate", calculation="1")}
    page = {
        "asked": [*form, "b"],
        "a": ["9000"],
        "a__explain": [" 子女汇款 "],
        "b__lat": ["29.35"],
        "b__lon": ["104.8"],
        "b__accuracy": ["12"],
        "b__manual": ["false"],
        "c__num": ["1"],
        "c__den": ["2"],
        "c__explain": ["已核"],
        "d.1": ["7"],
        "e__explain": ["已核"],
    }
    assert from_post(page, form) == {
        "a": {"value": "9000", "explain": "子女汇款"},
        "b": {"lat": "29.35", "lon": "104.8", "accuracy": "12", "manual": "false"},
        "c": {"value": {"num": "1", "den": "2"}, "explain": "已核"},
        "d.1": "7",
        "e": {"explain": "已核"},
    }


def test_from_post_reads_a_page_by_the_questions_it_names():
    form = {q.name: q for q in [ask("a"), ask("b", "rate"), ask("c", "select_multiple")]}
    form |= {q.name: q for q in [ask("d"), ask("e"), ask("f", "image"), ask("g", "calculate")]}
    page = {
        "asked": ["a", "b", "c", "d", "f", "g", "unknown"],
        "a": ["yes"],
        "b__num": ["3"],
        "b__den": [" 4 "],
        "d": ["yes"],
        "d__status": ["not_applicable"],
        "d__reason": ["无此类户"],
        "e": ["not named"],
    }
    assert from_post(page, form) == {
        "a": "yes",
        "b": {"num": "3", "den": "4"},
        "c": [],
        "d": {"status": "not_applicable", "reason": "无此类户"},
    }
