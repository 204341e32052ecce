"""The live ledgers: their lines, and what an office gets of them as a workbook."""

from datetime import date
from functools import partial
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts import clock
from accounts.lists import LISTINGS, exported_columns
from accounts.models import Export
from accounts.services.exports import ask_for_export, choose_columns, write_export
from inspections.models import Extension, Problem, ProblemSource
from inspections.services.orders import issue_order
from inspections.services.reopening import reopen_problem
from tests.inspections.problem_cast import DUE, bring
from tests.make import COUNTY, NOW, make_area, make_household, make_problem, make_round

pytestmark = pytest.mark.django_db
PLACE, VILLAGE = f"{COUNTY}105", f"{COUNTY}105201"
HEAD = 4  # rows above the lines: title, unit, two rows of header


@pytest.fixture(autouse=True)
def setting(settings, tmp_path, monkeypatch):
    """Keep files apart, and let today be a day behind the term."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "today", lambda: date(2016, 7, 29))
    make_area(COUNTY, "大安区")
    make_area(PLACE, "新店镇")
    make_area(VILLAGE, "燎原村")


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def sheet(name: str, user, query: str = ""):
    """Take a ledger out as its job does."""
    listing = LISTINGS[name]
    export = ask_for_export(
        listing=listing,
        columns=exported_columns(listing, user),
        query=query,
        searched="",
        by=user,
        at=NOW,
    )
    write_export(export=export, search=None, at=NOW, progress=lambda percent: None)
    with Export.objects.get(pk=export.pk).file.open() as file:
        return load_workbook(BytesIO(file.read())).active


def lines(made) -> list[dict[str, object]]:
    """Give the rows under the header's names, without the notes."""
    rows = [list(row) for row in made.values]
    names = [below or above for above, below in zip(rows[HEAD - 2], rows[HEAD - 1], strict=True)]
    return [dict(zip(names, row, strict=True)) for row in rows[HEAD:] if isinstance(row[0], int)]


def notes(made) -> list[str]:
    return [row[0] for row in made.values][-2:]


def test_the_problem_ledger_has_every_column_of_the_plan(office, at):
    household = make_household(make_area(VILLAGE), group_name="三组", head_name="李四")
    first = make_problem()
    problem = at(
        "verified",
        subject_kind="household",
        subject_code=household.household_no,
        subject_name="李某某",
        area_code=VILLAGE,
        found_by="陈组长",
        responsible_person="周干事",
        village_can_solve=True,
        source="audit",
        origin=ProblemSource.objects.create(kind="audit", name="国家审计署郑州特派办"),
        repeats=first,
    )
    line = next(each for each in lines(sheet("problem-ledger", office)) if each["村"])
    assert {key: str(value) for key, value in line.items() if value is not None} == {
        "序号": "2",
        "问题编号": problem.number,
        "乡镇": "新店镇",
        "村": "燎原村",
        "组": "三组",
        "户编号/户主（场所）": f"李某某（户{household.household_no[-4:]}）",
        "行业": "其他",
        "问题描述": "减贫实施方案未制定",
        "条目编码": "A203",
        "类别": "规划方案",
        "严重程度": "一般",
        "共性/个性": "个性",
        "屡查屡犯": "是",
        "来源": "审计（国家审计署郑州特派办）",
        "发现环节": "走访督查",
        "发现人": "陈组长",
        "发现日期": "2016-07-12 00:00:00",
        "能否村级解决": "是",
        "责任单位": "新店镇",
        "责任人": "周干事",
        "整改措施": "逐户补齐方案",
        "整改时限": f"{DUE} 00:00:00",
        "进展": "复核通过",
        "完成日期": "2016-07-20 00:00:00",
        "佐证份数": "1",
        "复核人": "赵主任",
        "问题计入": "村、镇",
    }


def test_the_rectification_ledger_follows_an_order_to_its_close_out(office, at):
    problem = at("verified")
    Extension.objects.create(
        problem=problem, reason="雨季", progress="一半", by=office, at=NOW, due_before=DUE,
        until=date(2016, 8, 9), state="granted", decided_by=office, decided_at=NOW,
    )  # fmt: skip
    (line,) = lines(sheet("rectification-ledger", office))
    told = ("整改要求", "签收日期", "延期次数", "超期天数", "整改结果", "查清", "到位", "达标")
    assert line["整改单号"] == problem.order.number
    assert [str(line[name]) for name in told] == [
        "限期补齐方案", "2016-07-20 00:00:00", "1", "2", "方案已印发", "通过", "通过", "通过",
    ]  # fmt: skip


def test_a_problem_closed_late_keeps_its_days_and_one_not_upheld_has_none(office, at):
    late, untrue = at("verified"), at("ordered")
    rows = Problem.objects
    rows.filter(pk=late.pk).update(state="closed", closed_on=date(2016, 7, 28))
    rows.filter(pk=untrue.pk).update(state="not_upheld")
    found = {line["问题编号"]: line for line in lines(sheet("rectification-ledger", office))}
    assert found[late.number]["超期天数"] == 1
    assert found[untrue.number]["超期天数"] is None


def test_a_problem_opened_again_shows_nothing_reported_before(office, at, outsider):
    problem = at("closed")
    reopen_problem(problem=problem, by=outsider, on=clock.today(), note="又停工")
    issue_order(
        problems=[problem],
        unit=problem.responsible_unit,
        requirement="再整改",
        due_on=date(2016, 8, 10),
        by=office,
        on=clock.today(),
    )
    (line,) = lines(sheet("rectification-ledger", office))
    shown = ("整改结果", "报送日期", "到位", "复核人", "佐证份数")
    assert [line[name] or "" for name in shown] == [""] * len(shown)
    (line,) = lines(sheet("problem-ledger", office))
    shown = ("整改措施", "完成日期", "复核人", "佐证份数")
    assert [line[name] or "" for name in shown] == [""] * len(shown)


def test_the_workbook_looks_like_an_office_s_own(office):
    make_problem()
    made = sheet("problem-ledger", office)
    merged = {str(area) for area in made.merged_cells.ranges}
    assert made["A1"].value == "大安区问题台账"
    assert made["A2"].value.startswith("单位：区委区政府目督办　导出编号：导出2016070001　")
    assert {"A1:AB1", "A2:AB2", "A3:A4", "C3:F3"} <= merged
    assert (made.freeze_panes, made.print_title_rows) == ("C5", "$3:$4")
    assert (made.page_setup.paperSize, made.page_setup.orientation) == (8, "landscape")
    assert (made.page_setup.fitToHeight, made.sheet_properties.pageSetUpPr.fitToPage) == (0, True)


def test_the_foot_tells_what_was_counted_and_what_was_left_out(office):
    make_problem(severity="severe")
    make_problem()
    make_problem(state="not_upheld")
    counted, left = notes(sheet("problem-ledger", office, "severity=severe&period=2016-07"))
    assert counted == (
        "统计范围：大安区，期次：2016-07；严重程度：严重；共1个。数据截至2016年7月29日。"
    )
    assert left == "未计入：不符合上述条件的2个（其中不属实1个）。"
    counted, left = notes(sheet("problem-ledger", office))
    assert counted.startswith("统计范围：大安区，全部期次、全部问题；共3个，其中不属实1个。")
    assert left == "未计入：无。"


def test_an_inspected_reader_is_told_of_unannounced_rounds_and_sees_none_of_them(liaison):
    make_problem(round=make_round(mode="unannounced", state="field"))
    made = sheet("problem-ledger", liaison)
    assert lines(made) == []
    assert notes(made)[1] == "未计入：暗访期次公开前发现的问题不在其中。"
    assert made["A1"].value == "大安区新店镇问题台账"


def test_a_ledger_goes_out_whole_unless_columns_were_chosen(office):
    listing = LISTINGS["problem-ledger"]
    assert exported_columns(listing, office) == list(listing.columns)
    choose_columns(listing=listing, keys=["fact"], by=office)
    assert [column.key for column in exported_columns(listing, office)] == ["number", "fact"]


@pytest.mark.parametrize("name", ["problem_ledger", "rectification_ledger"])
@pytest.mark.parametrize("number", [1, 3])
def test_ledgers_ask_the_same_queries_for_any_length(
    client, at, office, name, number, django_assert_max_num_queries
):
    for _ in range(number):
        at("verified")
    client.force_login(office)
    with django_assert_max_num_queries(15):
        answer = client.get(reverse(f"inspections:{name}"))
    assert f"<strong data-total>{number}</strong>" in answer.content.decode()
