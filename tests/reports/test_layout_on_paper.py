"""The layout table of GB/T 9704-2012 (domain §3.1), measured in millimetres on printed pages.

Each test runs on the .pdf and on the .docx printed by LibreOffice, where that is installed.
"""

from itertools import pairwise
from pathlib import Path

import pytest

from reports.renderers.docx import render_docx
from reports.renderers.pdf import render_pdf
from tests.reports.layout_samples import SAMPLES
from tests.reports.pages import POINT, Printed, by_libreoffice

LINE, CHAR = 28.99 * POINT, 16 * POINT
SMALL = 14 * POINT


@pytest.fixture(scope="session")
def by_word(tmp_path_factory):
    """The samples as LibreOffice prints them: begun once for all tests."""
    from django.conf import settings  # noqa: PLC0415 -- settings must be ready

    room = tmp_path_factory.mktemp("word")
    files = [room / f"{name}.docx" for name in SAMPLES]
    for file in files:
        file.write_bytes(render_docx(SAMPLES[file.stem]))
    return by_libreoffice(files, room, Path(settings.FONT_DIR))


@pytest.fixture(scope="session")
def by_pdf(tmp_path_factory):
    from django.conf import settings  # noqa: PLC0415 -- settings must be ready

    room = tmp_path_factory.mktemp("pdf")
    for name, held in SAMPLES.items():
        (room / f"{name}.pdf").write_bytes(render_pdf(held, font_dir=Path(settings.FONT_DIR)))
    return {name: Printed(room / f"{name}.pdf") for name in SAMPLES}


@pytest.fixture(scope="session", params=["pdf", "word"])
def printed(request):
    return request.getfixturevalue(f"by_{request.param}")


def test_a_full_page_has_22_lines_of_28_characters(printed):
    page = printed["month"].pages[1]
    assert [len(line.text) for line in page.body] == [28] * 22


def test_lines_stand_one_pitch_apart_and_reach_both_edges(printed):
    lines = printed["month"].pages[1].body
    steps = [below.middle - above.middle for above, below in pairwise(lines)]
    assert steps == [pytest.approx(LINE, abs=0.1)] * 21
    assert {round(line.left) for line in lines} == {28}
    assert {round(line.right) for line in lines} == {184}


def test_the_first_line_stands_in_the_first_22nd_of_the_type_area(printed):
    line = printed["month"].pages[1].body[0]
    assert 37 < line.top < line.bottom < 37 + LINE


def test_the_red_head_begins_35_mm_under_the_top_of_the_type_area(printed):
    for held in printed.values():
        assert held.ink(1, "red").rows()[0][0] == pytest.approx(37 + 35, abs=1)


def test_the_red_head_does_not_leave_the_type_area(printed):
    for held in printed.values():
        rows = held.ink(1, "red").rows()
        assert min(row[1] for row in rows) >= 27.5
        assert max(row[2] for row in rows) <= 184.5


def red_line(held):
    """Give the height at which the red line begins, and its ends."""
    rows = held.ink(1, "red").rows()
    return next(row for row in rows if row[2] - row[1] > 155 and row[0] > 100)


@pytest.mark.parametrize("which", SAMPLES)
def test_the_red_line_stands_4_mm_under_the_number_over_the_whole_width(printed, which):
    line = red_line(printed[which])
    number = printed[which].ink(1, "dark").rows(low=line[0] - 8, high=line[0] - 0.5)
    assert line[0] - number[-1][0] == pytest.approx(4, abs=0.5)
    assert line[2] - line[1] == pytest.approx(156, abs=0.5)


@pytest.mark.parametrize("which", ["month", "upward"])
def test_the_number_stands_two_lines_under_the_head(printed, which):
    held = printed[which]
    line = red_line(held)[0]
    head = [row[0] for row in held.ink(1, "red").rows(high=line - 3)][-1]
    number = held.ink(1, "dark").rows(low=head, high=line)[0][0]
    assert 2 * LINE <= number - head <= 2.5 * LINE


def test_the_title_stands_two_lines_under_the_red_line_and_the_addressees_one_under_it(printed):
    held = printed["month"]
    rows = [row[0] for row in held.ink(1, "dark").rows(low=red_line(held)[0] + 1)]
    assert 2 * LINE <= rows[0] - red_line(held)[0] <= 2.5 * LINE
    page = held.pages[0]
    gap = page.line("各乡镇党委").middle - page.line("专项督查").middle
    assert gap == pytest.approx(2 * LINE, abs=2)


def test_the_title_is_in_the_middle(printed):
    title = printed["month"].pages[0].line("专项督查")
    assert (title.left + title.right) / 2 == pytest.approx(28 + 78, abs=0.5)


def test_who_signed_stands_right_and_the_number_left_one_character_in(printed):
    line = printed["upward"].pages[0].line("目督通")
    assert line.text.endswith("签发人：王大明")
    assert line.left == pytest.approx(28 + CHAR, abs=0.5)
    assert line.right == pytest.approx(184 - CHAR, abs=0.7)


def test_page_numbers_stand_in_the_outer_corners_7_mm_under_the_type_area(printed):
    held = printed["month"]
    for place, page in enumerate(held.pages[:3], start=1):
        number = page.lines[-1]
        assert number.text == f"—{place}—"
        edge = 184 - SMALL - number.right if place % 2 else number.left - 28 - SMALL
        assert edge == pytest.approx(0, abs=0.6)
    rows = held.ink(1, "dark").rows(low=263)
    dash = next(row[0] for row in rows if row[2] - row[1] > 12)
    assert dash == pytest.approx(262 + 7, abs=0.6)


def test_the_number_of_a_turned_page_is_where_the_paper_has_it(printed):
    held = printed["month"]
    turned = [place for place, page in enumerate(held.pages, start=1) if page.width > page.height]
    assert {place % 2 for place in turned} == {0, 1}
    for place in turned[:2]:
        first, last = held.ink(place, "dark").height(left_of=33)
        outer = last - (184 - SMALL) if place % 2 else first - (28 + SMALL)
        assert outer == pytest.approx(0, abs=0.8)
        assert last - first > 12


def test_the_imprint_ends_with_the_type_area_of_the_last_page(printed):
    for held in printed.values():
        rows = held.ink(len(held.pages), "dark").rows(low=200, high=264)
        lines = [row for row in rows if row[2] - row[1] > 150]
        assert lines[-1][0] == pytest.approx(262, abs=0.5)
        assert lines[-1][2] - lines[-1][1] == pytest.approx(156, abs=0.6)
        assert "印发" in "".join(line.text for line in held.pages[-1].lines)


def test_the_date_leaves_room_for_the_seal(printed):
    pages = printed["month"].pages
    date = next(line for page in pages for line in page.lines if line.text == "2016年8月3日")
    office = next(line for page in pages for line in page.lines if line.text == "区委区政府目督办")
    assert 184 - date.right == pytest.approx(4 * CHAR, abs=0.6)
    assert (date.left + date.right) / 2 == pytest.approx((office.left + office.right) / 2, abs=1)


def test_a_table_over_two_pages_repeats_its_heading(printed):
    pages = [page for page in printed["month"].pages if page.width > page.height]
    assert all(any("序号" in line.text for line in page.lines) for page in pages)


def test_fonts_are_inside_the_file_and_the_text_can_be_read(printed):
    assert set(printed["month"].fonts.values()) == {True}
    assert "各乡镇党委，区级各部门：" in printed["month"].pages[0].line("各乡镇").text


def test_word_and_pdf_have_as_many_pages(by_pdf, by_word):
    for name, held in by_pdf.items():
        assert abs(len(held.pages) - len(by_word[name].pages)) <= 1
