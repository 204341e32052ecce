from io import BytesIO

import openpyxl
import pytest

from reports.facts.month import BLOCKS
from reports.ledgers.month import LEDGERS
from reports.renderers.xlsx import render_workbook
from reports.selectors import month_facts
from tests.reports.month import COUNTY, DAY, JULY, fill_month, make_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    fill_month()
    return month_facts(county=COUNTY, period=JULY, on=DAY)


def ledger(facts, slug):
    return next(item for item in LEDGERS if item.slug == slug).make(facts)


def test_the_district_ledger_has_the_six_blocks(facts):
    titles = [sheet.title for sheet in ledger(facts, "district").sheets]
    assert [name in title for name, title in zip(BLOCKS.values(), titles, strict=True)] == [
        True
    ] * 6


def test_the_plan_adds_up_to_the_county(facts):
    rows = ledger(facts, "district").sheets[0].rows
    assert rows[-1][:6] == ("", "合计", 2, 0, 6, 6)
    assert rows[-1][4] == facts.count("target_persons")


def test_the_four_measures_add_up_to_the_register(facts):
    total = ledger(facts, "district").sheets[1].rows[-1]
    assert total[2] == facts.count("households") == sum(total[4::2])


def test_the_first_secretary_ledger_says_who_is_absent(facts):
    sheet = ledger(facts, "first-secretary").sheets[0]
    names = [column.name for column in sheet.columns]
    rows = [dict(zip(names, row, strict=True)) for row in sheet.rows]
    told = [(row["第一书记"], row["督查时在村"]) for row in rows]
    assert told == [("陈某", "否"), ("未落实", "")]


def test_the_posting_ledger_names_the_empty_posts(facts):
    rows = ledger(facts, "posting").sheets[0].rows
    assert [row[4:9] for row in rows] == [
        ("未落实", "未落实", "未落实", "陈某", "未落实"),
        ("未落实",) * 5,
    ]


def test_the_rectification_ledger_has_both_months(facts):
    sheets = ledger(facts, "rectification").sheets
    assert [(sheet.name, len(sheet.rows)) for sheet in sheets] == [
        ("本月", 3),
        ("上月", 2),
        ("以前", 0),
    ]
    assert [row[10] for row in sheets[1].rows] == ["已销号", "逾期"]


@pytest.mark.parametrize("slug", [item.slug for item in LEDGERS])
def test_every_ledger_opens_as_a_workbook(facts, slug):
    made = ledger(facts, slug)
    opened = openpyxl.load_workbook(BytesIO(render_workbook(made)))
    assert opened.sheetnames == [sheet.name for sheet in made.sheets]


@pytest.mark.parametrize("slug", [item.slug for item in LEDGERS])
def test_every_ledger_can_be_made_of_an_empty_month(slug):
    make_month(households=0)
    empty = month_facts(county=COUNTY, period=JULY, on=DAY)
    assert render_workbook(ledger(empty, slug))
