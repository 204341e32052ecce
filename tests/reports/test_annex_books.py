from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from reports.annexes.books import BOOKS
from reports.annexes.printed import annexes
from reports.facts.lines import EstimateLine, ItemLine, Satisfaction
from reports.renderers.xlsx import render_workbook
from tests.reports.test_everything_reaches_paper import filled_facts

TEXT_AND_BOOK = {"督查问题清单": "problems", "整改要求一览表": "orders", "抽查对象名单": "sample"}
ALIKE = {  # columns of a text annex and of its workbook that say the same
    "督查问题清单": ("问题编号", "地点", "对象", "问题事实", "条目", "类别", "性质", "程度"),
    "整改要求一览表": ("责任单位", "问题编号", "整改事项", "整改要求", "整改方式", "时限", "状态"),
    "抽查对象名单": ("类别", "乡镇", "对象", "督查日期", "问题数"),
}


@pytest.fixture(scope="module")
def facts():
    return filled_facts()


def book(slug, facts):
    return next(one for one in BOOKS if one.slug == slug).make(facts)


def told(columns, rows, names):
    places = [[column.name for column in columns].index(name) for name in names]
    return [[said(row[place]) for place in places] for row in rows]


def said(value):
    return value.isoformat() if isinstance(value, date) else str(value)


@pytest.mark.parametrize("title", TEXT_AND_BOOK)
def test_a_workbook_says_what_the_annex_of_the_letter_says(facts, title):
    table = next(annex for annex in annexes(facts) if annex.title == title).blocks[0]
    sheet = book(TEXT_AND_BOOK[title], facts).sheets[0]
    names = ALIKE[title]
    assert told(sheet.columns, sheet.rows, names) == told(table.columns, table.rows, names)


def test_the_orders_stand_by_unit(facts):
    first, second = facts.problems
    mixed = replace(facts, problems=(replace(first, unit="B局"), replace(second, unit="A局")))
    assert [row[1] for row in book("orders", mixed).sheets[0].rows] == ["A局", "B局"]


def test_a_problem_without_an_order_is_to_be_put_right_all_the_same(facts):
    bare = replace(facts, problems=(replace(facts.problems[0], requirement=""),))
    assert book("orders", bare).sheets[0].rows[0][4] == "查清原因，限期整改"


def test_the_items_say_asked_failing_unchecked_and_not_applicable(facts):
    lines = (ItemLine("X01", "表号", "Z", 29), ItemLine("A203", "实施方案", "A", 4, 3, 2, 1))
    rows = book("results", replace(facts, items=lines)).sheets[0].rows
    assert list(rows) == [
        (1, "X01", "督查基本情况", "表号", 29, 0, 0, 0),
        (2, "A203", "年度减贫任务推进", "实施方案", 4, 3, 2, 1),
    ]


def test_satisfaction_is_told_both_ways_and_estimates_with_their_interval(facts):
    line = EstimateLine("good", "满意的户", 24, 590, 2, 8, 7, 8700, 8000, 9400, "样本较小")
    month = replace(
        facts,
        satisfaction=Satisfaction(240, 200, 180, 15, 5),
        estimates=(line,),
        accountability=(),
    )
    rows = list(book("results", month).sheets[2].rows)
    assert [row[3] for row in rows] == [
        *("81.25%", "97.50%", "83.33%"),
        "87.00%（95%置信区间80.00%—94.00%）",
    ]
    assert rows[3][4] == "名单24村590户，抽查2村8户，其中7户。样本较小"


def test_older_problems_still_running_have_their_own_sheet(facts):
    names = [sheet.name for sheet in book("rectification", facts).sheets]
    assert names == ["本月", "上月", "以前"]


@pytest.mark.parametrize("slug", [one.slug for one in BOOKS])
def test_an_annex_prints_on_a4_with_repeated_heads_and_page_numbers(facts, slug):
    opened = openpyxl.load_workbook(BytesIO(render_workbook(book(slug, facts))))
    for page in opened:
        setup = page.page_setup
        assert (int(setup.paperSize), setup.fitToHeight) == (9, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows
        assert page.oddFooter.right.text == "第&P页 共&N页"


def test_a_long_list_is_not_made_before_it_is_written(facts):
    rows = book("problems", facts).sheets[0].rows
    assert rows.lines is facts.problems
