from dataclasses import replace
from datetime import date

import pytest

from reports.annexes.printed import annexes
from reports.content import Paragraph, numbered
from reports.drafting.monthly import WORDING
from reports.drafting.saying import days, names
from reports.passages import blocks_of, fresh
from reports.selectors import month_facts
from tests.reports.month import COUNTY, DAY, JULY, fill_month, make_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    fill_month()
    return month_facts(county=COUNTY, period=JULY, on=DAY)


def bulletin_blocks(facts) -> tuple[Paragraph, ...]:
    return blocks_of(fresh(passage) for passage in WORDING.draft(facts, {}))


def said(facts) -> str:
    return "\n".join(f"{block.text}{block.run_in}" for block in numbered(bulletin_blocks(facts)))


def test_the_opening_says_who_how_and_how_many(facts):
    opening = bulletin_blocks(facts)[0].text
    assert "7月11日至22日" in opening
    assert "随机抽查、查阅资料等方式" in opening
    assert "2个乡镇（街道）（新店镇、新民镇）、2个村（其中贫困村2个），走访贫困户6户" in opening
    assert "数据截至2016年7月28日" in opening


def test_the_five_parts_are_numbered(facts):
    firsts = [block.text for block in numbered(bulletin_blocks(facts)) if block.level == 1]
    assert firsts == [
        "一、总体情况",
        "二、主要成效和典型做法",
        "三、存在的主要问题",
        "四、上月问题整改情况",
        "五、下步工作要求",
    ]


def test_common_problems_name_every_place_once(facts):
    assert "1.减贫实施方案未制定。涉及新店镇、新民镇，共2处（A203）。" in said(facts)


def test_individual_problems_name_the_householder_masked(facts):
    assert "李某某（户0001），扶贫手册填写不规范：缺签字（E305）" in said(facts)


def test_last_months_numbers_add_up(facts):
    assert "上月督查发现问题2个，已销号1个，未销号1个，其中逾期1个。" in said(facts)
    assert "逾期未销号：新店镇1个。" in said(facts)


def test_the_seventeenth_programme_is_marked(facts):
    assert "其中“生态建设”为补列" in said(facts)


def test_good_practices_are_told(facts):
    assert "1.新店镇：建立周例会制度。" in said(facts)


def test_a_sample_below_the_minimum_is_said():
    make_month(households=2)
    facts = month_facts(county=COUNTY, period=JULY, on=DAY)
    assert "【未达最低抽查数】每村走访贫困户应每村3至5户，实际2个村共4户。" in said(facts)


def test_problems_not_yet_judged_stand_apart(facts):
    unsorted = replace(facts, problems=tuple(replace(p, scope="") for p in facts.problems))
    assert "（三）待认定问题" in said(unsorted)


def test_the_annexes_list_every_problem(facts):
    found = annexes(facts)
    assert [annex.title for annex in found] == ["督查问题清单", "整改要求一览表", "抽查对象名单"]
    assert [len(annex.blocks[0].rows) for annex in found] == [3, 3, 11]


def test_days_of_one_month_name_it_once():
    assert days(date(2016, 7, 11), date(2016, 7, 22)) == "7月11日至22日"
    assert days(date(2016, 7, 28), date(2016, 8, 2)) == "7月28日至8月2日"


def test_many_names_are_cut_with_their_number():
    assert names(["甲", "乙", "甲", "丙"], most=2) == "甲、乙等3个"
