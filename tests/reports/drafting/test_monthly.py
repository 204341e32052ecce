"""The monthly wording: what it says of a small month, and that it says the same again."""

from dataclasses import replace
from datetime import date

import pytest

from reports.drafting.monthly import WORDING
from reports.facts.lines import AccountabilityLine, EstimateLine, ProgressLine, Satisfaction
from reports.facts.month import SampleLine
from reports.selectors import month_facts
from tests.reports import rows
from tests.reports.month import COUNTY, DAY, JULY, fill_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    fill_month()
    return month_facts(county=COUNTY, period=JULY, on=DAY)


def passage(facts, key, own=None):
    found = {line.key: line for line in WORDING.draft(facts, own or {})}
    return found.get(key)


def test_the_same_facts_in_the_same_wording_make_the_same_text(facts):
    own = {"opening": "抽查{抽查村数}个村。", "require.2.heading": "自查。"}
    assert WORDING.draft(facts, {}) == WORDING.draft(facts, {})
    assert WORDING.draft(facts, own) == WORDING.draft(facts, dict(own))


def test_every_shipped_wording_is_sound():
    assert {e.key: WORDING.wrong_with(e.key, e.text) for e in WORDING.worded} == {
        entry.key: [] for entry in WORDING.worded
    }


def test_no_two_wordings_share_a_key():
    keys = [entry.key for entry in WORDING.worded]
    assert len(keys) == len(set(keys))


def test_every_slot_says_something_of_a_month(facts):
    for entry in WORDING.worded:
        subject = WORDING.first_subject(entry.key, facts, {})
        if subject is not None:
            for slot in WORDING.slots_of(entry).values():
                assert isinstance(slot.said(subject), str)


def test_every_slot_is_explained():
    slots = [slot for entry in WORDING.worded for slot in WORDING.slots_of(entry).values()]
    assert [s.name for s in slots if not s.told or not (s.example or s.is_condition)] == []


def test_passages_stand_under_lasting_keys(facts):
    keys = [line.key for line in WORDING.draft(facts, {})]
    assert len(keys) == len(set(keys))
    assert {"opening", "block.A", "common.A203", "individual.510304105", "require.1"} <= set(keys)


def test_the_office_words_a_passage_and_its_heading(facts):
    own = {"block.B": "在册{在册户数}户。", "block.B.heading": "四个一批。"}
    worded = passage(facts, "block.B", own)
    assert (worded.text, worded.run_in, worded.level) == ("四个一批。", "在册6户。", 2)
    assert passage(facts, "block.A", own) == passage(facts, "block.A")


def test_the_office_words_each_listed_problem(facts):
    own = {"individual.line": "{事实}"}
    assert passage(facts, "individual.510304105", own).text == (
        "新店镇（1个）：扶贫手册填写不规范：缺签字。"
    )


def test_a_passage_with_nothing_to_say_is_not_there(facts):
    assert passage(facts, "require.3") is not None
    assert passage(replace(facts, last_problems=()), "require.3") is None


def test_satisfaction_is_told_both_ways(facts):
    told = Satisfaction(240, 200, 180, 15, 3, 2)
    assert "按走访户计为97.50%，按全部在册贫困户计为81.25%（走访比例83.33%）" in (
        passage(replace(facts, satisfaction=told), "satisfaction").run_in
    )
    assert passage(replace(facts, satisfaction=Satisfaction()), "satisfaction") is None


def test_estimates_are_told_with_their_interval_or_why_there_is_none(facts):
    lines = (
        EstimateLine(
            "good", "满意的户", 24, 9120, 8, 40, 39, 9750, 9510, 9990, "样本较小，仅供参考"
        ),
        EstimateLine(
            "safe", "住房安全的户", 24, 9120, 1, 3, 3, 10000, caution="样本过小，不作推断"
        ),
        EstimateLine(
            "seen", "上过门的户", 24, 9120, 2, 8, 7, 8700, 0, 10000, "样本较小，仅供参考"
        ),
        EstimateLine("none", "未问", 24, 9120, 0, 0, 0),
    )
    assert passage(replace(facts, estimates=lines), "estimates").run_in == (
        "由随机抽取的村、户推算全区，满意的户估计占97.50%（95%置信区间95.10%—99.90%），"
        "样本较小，仅供参考。样本过小或各村结果一致、不足以推算全区的，只列走访所见："
        "住房安全的户，3户中有3户；上过门的户，8户中有7户。"
    )
    assert passage(replace(facts, estimates=()), "estimates") is None


def test_progress_is_told_against_time(facts):
    line = ProgressLine("510304105", "新店镇", 10, 40, 3, 10, 3, 5, 5, 4, 1)
    told = passage(replace(facts, progress=(line,)), "block.A").run_in
    assert "当年已脱贫3户10人，完成年度任务的25.0%，低于时序进度32.4个百分点。" in told
    assert "应签责任书5份，已签4份。逾期未签1份。" in told


def test_earlier_problems_are_told(facts):
    first = replace(facts.last_problems[0], state="closed", overdue=False)
    second = replace(facts.last_problems[0], state="ordered", overdue=True, unit="新民镇")
    assert passage(replace(facts, earlier_problems=(first, second)), "earlier").text == (
        "更早月份的问题，本月以来已销号1个，仍未销号1个。其中逾期1个（新民镇）。"
    )


def test_accountability_is_told_in_totals(facts):
    lines = (AccountabilityLine("提醒谈话", 2, 2), AccountabilityLine("诫勉", 0, 0))
    assert passage(replace(facts, accountability=lines), "accountability").text == (
        "本月登记问责2件：提醒谈话2件（涉及2个单位）。"
    )


def test_many_problems_of_a_place_are_cut_with_their_number(facts):
    line = next(line for line in facts.problems if line.scope == "individual")
    many = tuple(replace(line, number=str(number)) for number in range(10))
    told = passage(replace(facts, problems=many), "individual.510304105").text
    assert told.startswith("新店镇（10个）：")
    assert told.endswith("；另有2个问题见附件1。")


def test_common_problems_told_in_different_words_are_told_by_their_category(facts):
    lines = [replace(line, fact=f"说法{line.place}") for line in facts.problems]
    told = passage(replace(facts, problems=tuple(lines)), "common.A203").text
    assert "方面，如说法新店镇。涉及新店镇、新民镇，共2处（A203）。" in told


def test_the_last_day_to_answer_is_the_latest(facts):
    lines = (
        replace(facts.problems[0], state="ordered", due_on=date(2016, 8, 10)),
        replace(facts.problems[0], state="ordered", due_on=date(2016, 8, 20)),
    )
    told = passage(replace(facts, problems=lines), "require.1").run_in
    assert "最迟于2016年8月20日前报送" in told


def test_problems_without_an_item_are_grouped_by_category_and_bear_no_empty_brackets(facts):
    lines = tuple(replace(line, item="") for line in facts.problems if line.scope == "common")
    assert passage(replace(facts, problems=lines), f"common.{lines[0].category}").text == (
        "减贫实施方案未制定。涉及新店镇、新民镇，共2处。"
    )


def test_last_months_parts_make_its_whole_where_some_were_not_upheld():
    found = [rows.problem(number=str(n), due_on=date(2016, 8, 9)) for n in range(2)]
    facts = rows.facts(before=(*found, rows.problem(number="3", state="not_upheld")))
    text = "上月督查发现问题3个，已销号0个，未销号2个，其中逾期0个。另有1个经核不属实。"
    assert passage(facts, "last.lead").text == text


def test_the_townships_named_are_those_counted():
    """Source: the count is of township forms; a village alone makes no inspected township."""
    seen = [("township", "新店镇"), ("village", "新店镇"), ("village", "新民镇")]
    sample = tuple(
        SampleLine(kind, "", at, "", at, is_poor_village=True, visited_on=None, failing=0)
        for kind, at in seen
    )
    towns = (rows.township(), rows.township("106", "新民镇"))
    facts = rows.facts(sample=sample, townships=towns)
    assert "共抽查1个乡镇（街道）（新店镇）、2个村" in passage(facts, "opening").text
