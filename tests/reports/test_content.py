from datetime import date

import pytest

from reports.content import (
    Annex,
    OfficialDocument,
    Paragraph,
    Table,
    TableColumn,
    annex_label,
    annex_lines,
    chinese_date,
    chinese_number,
    numbered,
    printable,
)


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_headings_count_in_chinese(number, written):
    assert chinese_number(number) == written


def test_a_date_has_no_leading_zeros():
    assert chinese_date(date(2016, 8, 3)) == "2016年8月3日"


def test_a_higher_heading_restarts_the_lower_ones():
    levels = [1, 2, 3, 3, 2, 3, 1, 2]
    texts = [block.text for block in numbered(Paragraph("题", level) for level in levels)]
    expected = ["一、题", "（一）题", "1.题", "2.题", "（二）题", "1.题", "二、题", "（一）题"]
    assert texts == expected


def test_body_text_and_tables_are_not_numbered():
    blocks = [Paragraph("正文"), Table((TableColumn("甲"),), (("乙",),))]
    assert list(numbered(blocks)) == blocks


def test_the_words_after_a_heading_stay_with_it():
    heading = Paragraph("任务推进", 2, "完成良好。")
    assert list(numbered([heading])) == [Paragraph("（一）任务推进", 2, "完成良好。")]


def document(*annexes: str) -> OfficialDocument:
    return OfficialDocument(
        issuers=("甲办",),
        number="",
        title=("通报",),
        addressees="各乡镇",
        blocks=(),
        signer_office="甲办",
        annexes=tuple(Annex(title, ()) for title in annexes),
    )


def test_a_single_annex_carries_no_number():
    alone = document("问题清单")
    assert (annex_lines(alone), annex_label(alone, 1)) == (["问题清单"], "附件")


def test_several_annexes_are_numbered():
    two = document("问题清单", "整改要求")
    assert (annex_lines(two), annex_label(two, 2)) == (["1.问题清单", "2.整改要求"], "附件2")


def test_control_characters_are_dropped_and_line_ends_made_one():
    assert printable("甲\x00乙\x0b\r\n丙\t丁\x85\ud800") == "甲乙\n丙\t丁"
