from dataclasses import replace

import pytest

from reports.documents.period_tables import annexes, workbook
from reports.documents.period_text import half_year_text, quarter_text, year_text
from reports.documents.standings import standings
from reports.facts.lines import ProgressLine, Satisfaction
from reports.kinds import kind_of
from tests.reports.term import JULY, month, quarter, two_months


@pytest.fixture
def term():
    return quarter(*two_months(), ranked=True)


def said(passages) -> str:
    return "\n".join(passage.text + passage.run_in for passage in passages)


def test_a_quarter_says_what_its_numbers_are_made_of(term):
    text = said(quarter_text(term))
    assert "现将2016年第三季度全区脱贫攻坚督查评比情况通报如下" in text
    assert "依据目督通〔2016〕7号、目督通〔2016〕8号汇总，数据截至2016年8月28日" in text
    assert "共发现问题3个，已销号1个，销号率33.3%（1/3）；未销号2个，其中逾期1个" in text
    assert "新店镇规划方案（A203）在7月、8月出现2次" in text


def test_a_missing_month_is_named_in_the_text_and_forbids_review(term):
    assert "【缺9月通报】" in said(quarter_text(term))
    blockers = kind_of("quarter").blockers(term)
    assert blockers == ["缺9月通报，请先印发，再重新汇总本文。"]


@pytest.mark.parametrize("write", [quarter_text, half_year_text, year_text])
def test_the_same_facts_give_the_same_words_under_lasting_keys(term, write):
    assert write(term) == write(quarter(*two_months(), ranked=True))
    keys = [passage.key for passage in write(term)]
    assert len(keys) == len(set(keys))


def test_a_term_without_problems_says_so():
    text = said(quarter_text(quarter(month(JULY))))
    assert text.count("本期督查未发现问题。") == 2


def test_the_measure_stands_in_the_text_only_where_townships_are_ranked(term):
    assert "先比问题销号率" in said(quarter_text(term))
    assert "评比" not in said(half_year_text(replace(term, ranked=False)))


def test_a_year_names_whose_task_is_not_done(term):
    line = ProgressLine("510304105", "新店镇", target_persons=300, left_persons=120)
    text = said(year_text(replace(term, progress=(line,))))
    assert "未完成年度脱贫任务的有新店镇（任务300人，已脱贫120人）" in text


def test_townships_are_ranked_by_closing_then_lateness_then_burden(term):
    placed = [(it.place, it.line.name) for it in standings(term.townships)]
    assert placed == [(1, "新店镇"), (2, "新民镇")]


def test_townships_that_are_level_share_a_place(term):
    first = replace(term.townships[0], months=(JULY,), visits=4, problems=2, closed=1, overdue=0)
    level = replace(first, code="x", name="丁镇", visits=8, problems=4, closed=2)
    worse = replace(first, code="y", name="丙镇", overdue=1)
    clean = replace(first, code="z", name="甲镇", problems=0, closed=0)
    placed = [(it.place, it.line.name) for it in standings([worse, first, level, clean])]
    assert placed == [(1, "甲镇"), (2, "新店镇"), (2, "丁镇"), (4, "丙镇")]


def test_every_table_stands_in_the_workbook_too(term):
    titles = [annex.title for annex in annexes(term)]
    sheets = workbook(term, "附表").sheets
    assert titles == [
        "逐月督查情况表",
        "各乡镇（街道）督查情况表",
        "乡镇（街道）评比名次表",
        "问题分类情况表",
        "逾期未销号问题清单",
    ]
    for title in titles:
        assert any(sheet.title.endswith(title) for sheet in sheets)
    assert len(sheets[-1].rows) == 3


def test_the_months_add_up_in_their_table(term):
    rows = annexes(term)[0].blocks[0].rows
    assert rows[-2][:2] == ("9月", "缺通报")
    assert rows[-1] == ("累计", "2期", "3", "3", "3", "3", "0", "1", "1", "1", "33.3%")


def test_satisfaction_of_all_is_told_only_where_nobody_was_asked_twice():
    asked = Satisfaction(households=240, visited=2, satisfied=2)
    once = replace(quarter(*two_months()), satisfaction=asked)
    again = replace(once, satisfaction=replace(asked, visited=3))
    told = [said(quarter_text(term)) for term in (once, again)]
    assert "占走访户的100.00%，占在册贫困户240户的0.83%。" in told[0]
    assert "占走访户的66.67%。" in told[1]
