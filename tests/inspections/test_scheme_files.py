"""The monthly scheme's files: complete, and refused by sheet and row when they are not."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

import inspections
from inspections.scheme_files import read_scheme
from inspections.scheme_rules import rules_of, seen_in
from inspections.scheme_sheets import COLUMNS
from inspections.scheme_survey import CLOSED

MONTHLY = Path(inspections.__file__).parent / "schemes" / "monthly"
HEADER = {"X": 13, "Z": 8}
ITEMS = {
    "T": "A101 A114 A202 A203 A204 B001 B002 B203 B302 B303 B401 B402 D101 D102 D103 D104 D105"
    " D106 D201 D202 D203 D302 D303 E201 E202",
    "V": "A102 A111 A112 A113 A115 A116 A203 A204 A301 A302 A303 A305 A401 A403 B001 B002 B104"
    " B202 B304 B401 B402 B403 B404 D203 D303 E101 E102 E103 E104 E105 E106 E301",
    "H": "A103 A104 A105 A116 A304 A306 A402 B001 B003 B101 B102 B103 B201 B305 B405 E302 E303"
    " E305 E306",
    "R": "E303 E304",
    "S": "E104 E111 E112 E113",
    "W": "E103 E121",
    "J": "A303 B203 D204",
    "Q": "A201 B301 B303 D101 D102 D103 D104 D105 D106 D201 D202 D301 D302",
}


@pytest.fixture(scope="module")
def monthly():
    data, complaints = read_scheme(MONTHLY)
    assert complaints == []
    return data


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(MONTHLY, tmp_path / "monthly"))


def edit(folder, sheet, row, column, text):
    """Write another text into one cell of a copied scheme; row as the office sees it."""
    path = folder / f"{sheet}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    rows[row - 1][rows[0].index(column)] = text
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)


def row_of(name):
    """The row of the survey sheet that asks a question."""
    with (MONTHLY / "survey.csv").open(encoding="utf-8", newline="") as lines:
        return [row[1] for row in csv.reader(lines)].index(name) + 1


@pytest.mark.parametrize("level", ITEMS)
def test_every_item_of_the_form_is_asked_at_its_level(monthly, level):
    asked = {q.item for q in monthly.questions if level in q.levels and q.section in "ABDE"}
    assert sorted(asked) == ITEMS[level].split()


@pytest.mark.parametrize(
    ("section", "items"), [("A", 24), ("B", 20), ("C", 119), ("D", 13), ("E", 18)]
)
def test_sections_have_all_their_items(monthly, section, items):
    assert len({q.item for q in monthly.questions if q.section == section}) == items


@pytest.mark.parametrize("section", HEADER)
def test_header_and_footer_have_all_their_fields(monthly, section):
    fields = {q.item for q in monthly.questions if q.section == section}
    assert fields == {f"{section}{n:02}" for n in range(1, HEADER[section] + 1)}


def test_there_are_sixteen_programmes_and_one_supplement(monthly):
    assert [p.code for p in monthly.programmes] == [f"C{n:02}" for n in range(1, 18)]
    assert [p.name for p in monthly.programmes if p.supplement] == ["生态建设"]


@pytest.mark.parametrize("code", [f"C{n:02}" for n in range(1, 18)])
def test_every_programme_asks_seven_items_of_its_lead_unit(monthly, code):
    lead = {p.code: p.lead_unit for p in monthly.programmes}[code]
    asked = [q for q in monthly.questions if q.programme == code]

    assert {q.item for q in asked} == {f"{code}.{n}" for n in range(1, 8)}
    assert {(q.asked_of, q.levels, q.group) for q in asked} == {(lead, ("Q",), code)}
    assert len(asked) == 16


def test_b002_asks_sixteen_numbers_and_reckons_their_differences(monthly):
    kinds = [q.kind for q in monthly.questions if q.item == "B002"]
    assert (kinds.count("integer"), kinds.count("calculate")) == (16, 9)


def test_every_closed_question_fails_feeds_a_rule_or_is_information(monthly):
    fed = {name for q in monthly.questions for rule in rules_of(q) for name in seen_in(rule)}
    loose = [q.name for q in monthly.questions if q.kind in CLOSED and q.name not in fed]
    assert [q.name for q in monthly.questions if q.name in loose and not q.info] == []


def test_there_are_twenty_five_categories(monthly):
    assert len({category.slug for category in monthly.categories}) == 25


def test_every_item_has_a_title(monthly):
    assert monthly.items()["A101"] == "2015年度减贫任务完成"
    assert all(monthly.items().values())


def test_thresholds_hold_from_day_to_day(monthly):
    assert monthly.parameters(date(2016, 12, 31))["target_persons"] == "3073"
    assert "target_persons" not in monthly.parameters(date(2017, 1, 1))


# ------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("name", "column", "text", "reason"),
    [
        ("A101_done", "type", "decimall", "没有这种题型：decimall"),
        ("A101_done", "name", "A101_task", "问题名重复：A101_task"),
        ("A101_done", "level", "T,X", "层级只能是"),
        ("A101_done", "fail_if", "${A101_done} < ${A999}", "规则提到不存在的问题：A999"),
        ("A101_done", "fail_if", "${A101_done} < 'many'", "规则把不同类型的内容作比较。"),
        ("A101_done", "fail_if", "os.system('x')", "规则中有不认识的内容：.system"),
        ("A101_done", "category", "QQ", "没有这个问题类别：QQ"),
        ("A101_done", "severity", "很重", "应为一般、较重、严重：很重"),
        ("A101_done", "responsible", "mayor", "不认识的责任单位：mayor"),
        ("A101_done", "track", "", "应为 fix_now 或 fix_by_date："),
        ("B402_enrolled", "fail_if", "rate(${B402_enrolled}) < parameter('x')", "参数：x"),
        ("E306_answer", "fail_if", "${E306_answer} = 'angry'", "列表 satisfaction 里没有 angry。"),
        ("E302_knows", "fail_if", "", "选择题要写不合格规则；只作了解的写 info。"),
        ("E302_knows", "fail_if", "${E302_knows} = 'maybe'", "只能与 'yes'、'no' 比较：maybe"),
        ("E306_answer", "type", "select_one moods", "choices 表里没有这个列表：moods"),
        ("X06_poor_village", "default", "weather", "没有这项底册事实：weather"),
    ],
)
def test_a_wrong_cell_is_refused_by_row_and_column(folder, name, column, text, reason):
    row = row_of(name)
    edit(folder, "survey", row, column, text)

    data, complaints = read_scheme(folder)

    assert data is None
    assert any(str(c).startswith(f"survey 第{row}行") and reason in str(c) for c in complaints)


@pytest.mark.parametrize("column", ["relevant", "hint", "appearance"])
def test_what_a_group_row_cannot_keep_is_refused(folder, column):
    edit(folder, "survey", row_of("A1"), column, "x")
    _, complaints = read_scheme(folder)
    reason = f"survey 第{row_of('A1')}行 {column}：分组行只写 name 和 label"
    assert [str(one).startswith(reason) for one in complaints] == [True]


def test_an_open_group_is_refused(folder):
    edit(folder, "survey", row_of("A"), "type", "note")
    data, complaints = read_scheme(folder)
    assert (data, [c.reason for c in complaints]) == (None, ["多出一个 end_group。"])


def test_a_missing_file_is_refused(folder):
    (folder / "choices.csv").unlink()
    assert [str(c) for c in read_scheme(folder)[1]] == ["choices：没有文件 choices.csv。"]


def test_a_missing_column_is_refused(folder):
    edit(folder, "categories", 1, "severe", "grave")
    assert [str(c) for c in read_scheme(folder)[1]] == [
        "categories 第1行 severe：缺少这一列。",
        "categories 第1行 grave：不认识这一列。",
    ]


def test_a_setting_that_is_no_number_is_refused(folder):
    edit(folder, "settings", 7, "value", "两个")
    assert [str(c) for c in read_scheme(folder)[1]] == ["settings 第7行 value：应为数字：两个"]


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "scheme.xlsx"
    path.write_bytes(b"not a workbook")
    assert [str(c) for c in read_scheme(path)[1]] == ["scheme.xlsx：不是能读的 .xlsx 工作簿。"]


def workbook(path):
    """The monthly scheme as the workbook an office edits, numbers and days as Excel types."""
    book = Workbook()
    for sheet in COLUMNS:
        with (MONTHLY / f"{sheet}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        page = book.create_sheet(sheet)
        for row in rows:
            page.append([int(cell) if cell.isascii() and cell.isdigit() else cell for cell in row])
    for row in book["settings"].iter_rows(min_row=2, min_col=5, max_col=6):
        for cell in row:
            cell.value = cell.value and date.fromisoformat(cell.value)
    book.save(path)
    return path


def test_a_workbook_reads_the_same_as_its_folder(monthly, tmp_path):
    data, complaints = read_scheme(workbook(tmp_path / "scheme.xlsx"))

    assert complaints == []
    assert data
    assert data.fingerprint() == monthly.fingerprint()


def test_the_fingerprint_changes_with_the_wording(monthly, folder):
    edit(folder, "survey", row_of("E302_knows"), "label", "户主知不知道帮扶责任人姓名")
    data, _ = read_scheme(folder)
    assert data
    assert data.fingerprint() != monthly.fingerprint()
