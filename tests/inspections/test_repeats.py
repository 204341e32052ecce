"""Repeat groups: the questions of each row, and the rows a client may name."""

import pytest

from inspections.answers import AnswerError, Reply
from inspections.checklists import failing, missing, read_answers, sections, standing
from inspections.models import Question
from inspections.repeats import expanded, read_rows, repeats_of, rows_from_post
from tests.make import JULY


def ask(name, kind="integer", **fields):
    """An unsaved question."""
    defaults = {"label": name, "section_code": "M", "item": name.partition("_")[0]}
    return Question(name=name, type=kind, **(defaults | fields))


MEMBERS = [
    ask("home"),
    ask("M1_age", repeat="members"),
    ask("M2_school", "yes_no", repeat="members", relevant="${M1_age} < 16 and ${home} > 0"),
    ask("out", "calculate", calculation="count-if(${M2_school}, 'no')", fail_if="${out} > 0"),
]


def given(**values):
    return {name.replace("__", "."): Reply("given", value) for name, value in values.items()}


def test_each_row_asks_the_questions_of_its_group_in_order():
    form = expanded(MEMBERS, {"members": [1, 4]})

    names = ["home", "M1_age.1", "M2_school.1", "M1_age.4", "M2_school.4", "out"]
    assert [(q.name, q.row) for q in form] == [
        (name, int(name.partition(".")[2] or 0)) for name in names
    ]
    assert form[2].relevant == "${M1_age.1} < 16 and ${home} > 0"
    assert form[5].calculation == "count-if(${M2_school}, 'no')"
    assert MEMBERS[2].relevant == "${M1_age} < 16 and ${home} > 0"


def test_a_group_without_rows_asks_nothing():
    assert [q.name for q in expanded(MEMBERS, {})] == ["home", "out"]
    assert repeats_of(MEMBERS) == ["members"]


def test_rules_outside_see_all_rows_and_rules_inside_their_own():
    form = expanded(MEMBERS, {"members": [1, 2, 3]})
    replies = given(home="1", M1_age__1="9", M1_age__2="40", M1_age__3="7", M2_school__3="no")
    stands = standing(form, replies)

    assert [q.name for q in stands.asked if q.type == "yes_no"] == ["M2_school.1", "M2_school.3"]
    assert stands.reckoned == {"out": "1"}
    assert [q.name for q in missing(stands, replies)] == ["M2_school.1"]
    assert [q.name for q in failing(stands, replies, parameters={}, on=JULY)] == ["out"]
    assert [len(part.questions) for part in sections(form)] == [8]


def test_a_rows_answer_is_judged_by_its_own_constraint():
    age = ask("M1_age", repeat="members", constraint="${M1_age} <= ${M0_most}")
    asked = [ask("M0_most", repeat="members"), age]
    form = {q.name: q for q in expanded(asked, {"members": [1, 2]})}
    stored = given(M0_most__1="120", M0_most__2="6")

    kept, errors = read_answers(form, {"M1_age.1": "7", "M1_age.2": "7"}, stored)

    assert list(kept) == ["M1_age.1"]
    assert list(errors) == ["M1_age.2"]


@pytest.mark.parametrize("raw", [[1, 2, 4], "1,2,4", " 1，2,4 ", ["1", 2, "4"]])
def test_rows_are_named_in_the_order_of_the_form(raw):
    assert read_rows({"members": raw}, ["members"]) == {"members": [1, 2, 4]}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({"pets": [1]}, "没有这个重复组：pets"),
        ({"members": [0]}, "1至999的整数"),
        ({"members": "1,x"}, "1至999的整数"),
        ({"members": [1000]}, "1至999的整数"),
        ({"members": [True]}, "1至999的整数"),
        ({"members": [1, 1]}, "行号重复"),
        ({"members": {"1": 1}}, "应写成 1,2,4"),
        ({"members": list(range(1, 32))}, "最多30行，现有31行"),
    ],
)
def test_wrong_rows_are_refused(raw, reason):
    with pytest.raises(AnswerError, match=reason):
        read_rows(raw, ["members"])


def test_a_posted_page_names_its_rows_in_hidden_fields():
    post = {"rows__members": ["1,3"], "rows__other": ["1"]}
    assert rows_from_post(post, ["members"]) == {"members": [1, 3]}
    assert rows_from_post({"rows__members": [""]}, ["members"]) == {"members": []}
    assert rows_from_post({}, ["members"]) == {}
