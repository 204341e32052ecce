"""What does not add up in a month is named with both numbers; nothing else is."""

from dataclasses import replace

import pytest

from reports.facts.month import BlockLine
from reports.facts.sums import parts_that_do_not_sum, units_without_reply_time
from tests.reports import rows


def changed(key, value, **fields):
    """Give the facts of a month with two problems, one figure of them falsified."""
    lines = (rows.problem(), rows.problem(state="closed", scope="common"))
    facts = rows.facts(problems=lines, before=lines, **fields)
    figures = tuple(
        replace(figure, value=value) if figure.key == key else figure for figure in facts.figures
    )
    return replace(facts, figures=figures)


def test_a_month_that_adds_up_is_not_complained_of():
    lines = (
        rows.problem(),
        rows.problem(scope="common", state="closed"),
        rows.problem(scope=""),
        rows.problem(scope="", state="not_upheld"),
    )
    assert parts_that_do_not_sum(rows.facts(problems=lines, before=lines)) == []


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("target_persons", 61, ["各乡镇脱贫任务合计60人，与全区任务61人不符，"]),
        ("target_villages", 3, ["各乡镇摘帽村任务合计2个，与全区任务3个不符，"]),
        (
            "problems_common",
            2,
            ["本月共性问题2个、个性问题1个、未认定0个，合计3个，与发现问题2个不符，"],
        ),
        ("problems_rejected", 1, ["问题清单列出2个，与发现问题减不属实后的1个不符，", "合计3个"]),
        (
            "problems_closed",
            0,
            ["本月问题已销号0个、未销号1个、不属实0个，合计1个，与总数2个不符"],
        ),
        ("last_open", 2, ["上月问题已销号1个、未销号2个、不属实0个，合计3个，与总数2个不符，"]),
        ("last_overdue", 2, ["上月逾期未销号2个，多于未销号1个，"]),
    ],
)
def test_a_part_that_does_not_sum_is_named_with_both_numbers(key, value, told):
    found = parts_that_do_not_sum(changed(key, value))
    assert len(found) == len(told)
    assert all(words in sentence for words, sentence in zip(told, found, strict=True))


def test_targets_that_nobody_split_up_are_not_compared():
    alone = tuple(
        rows.township(tail, target_persons=0, target_villages=0) for tail in ("105", "106")
    )
    assert parts_that_do_not_sum(rows.facts(townships=alone)) == []


def test_blocks_must_hold_all_problems():
    facts = rows.facts(problems=(rows.problem(),))
    emptied = replace(facts, blocks=(BlockLine("A", 0, 0, 0, 0),))
    assert parts_that_do_not_sum(emptied) == [
        "六个板块问题合计0个，与本月成立的问题1个不符，请核对后重新汇总。"
    ]


def test_measures_must_hold_the_whole_register_of_a_township():
    short = rows.township(measures=(("生产和就业发展", 9, 28),))
    facts = rows.facts(townships=(short, rows.township("106", "新民镇")))
    assert parts_that_do_not_sum(facts) == [
        "新店镇“四个一批”合计9户，与在册贫困人口底册10户不符，请核对后重新汇总。",
        "新店镇“四个一批”合计28人，与在册贫困人口底册30人不符，请核对后重新汇总。",
    ]


def test_units_of_open_problems_without_a_day_are_named_once():
    lines = (
        rows.problem(due_on=None, unit="新民镇"),
        rows.problem(due_on=None, unit="新民镇"),
        rows.problem(due_on=None, state="closed", unit="区农业局"),
        rows.problem(unit="新店镇"),
    )
    assert units_without_reply_time(rows.facts(problems=lines)) == ["新民镇"]
