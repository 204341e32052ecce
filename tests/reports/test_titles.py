import pytest

from reports.titles import title_lines, units, width

DIVIDED = [
    ("大安区脱贫攻坚督查工作简报",),
    ("关于2016年7月全区脱贫攻坚", "工作推进情况专项督查的通报"),
    ("关于2016年上半年", "全区脱贫攻坚督查工作情况的报告"),
    ("关于大安区2016年第二季度", "脱贫攻坚督查评比的通报"),
    ("关于对何市镇塅上村易地扶贫搬迁", "项目进展缓慢问题的督查专报"),
    ("关于更正《关于2016年7月", "全区脱贫攻坚工作推进情况", "专项督查的通报》有关数据的通报"),
    ("关于全区帮扶责任人履职交叉检查情况的通报",),
    ("关于开展全区扶贫资金专项督查", "发现问题整改落实情况的专题汇报"),
    ("关于2016年度脱贫攻坚督查工作总评的报告",),
    ("关于牛佛镇贫困户安全住房", "保障存在突出问题的专题报告"),
    ("关于2016年6月至7月驻村帮扶", "“五个一”工作队履职情况的通报"),
    ("关于“回头看”大排查问题整改情况的报告",),
    ("关于报送大安区区委区政府目督办2016年", "脱贫攻坚督查工作情况的报告"),
    ("关于各乡镇2016年7月脱贫攻坚工作", "大比武排名情况的通报"),
]


@pytest.mark.parametrize("lines", DIVIDED, ids="".join)
def test_a_title_is_divided_by_its_sense(lines):
    assert title_lines("".join(lines)) == lines


@pytest.mark.parametrize("lines", DIVIDED, ids="".join)
def test_no_line_is_too_long_or_narrower_than_both_its_neighbours(lines):
    widths = [width(line) for line in title_lines("".join(lines))]
    assert max(widths) <= 20
    assert not any(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))


def test_the_end_of_a_title_keeps_together():
    assert units("专项督查的通报")[-1] == "专项督查的通报"


def test_what_stands_in_book_marks_is_one_unit():
    assert units("关于印发《督查方案》的通知") == ["关于印发", "《督查方案》", "的通知"]


def test_a_title_without_a_word_to_break_at_is_broken_anywhere():
    assert title_lines("a" * 50, most_chars=20) == ("a" * 20, "a" * 20, "a" * 10)


def test_a_line_end_typed_by_the_office_does_not_count():
    assert title_lines("关于整改的\n通报") == ("关于整改的通报",)


def test_long_titles_are_divided_quickly():
    assert len(title_lines("关于" + "脱贫攻坚督查工作情况" * 9 + "的通报")) <= 5
