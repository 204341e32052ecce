import pytest

from reports.drafting.numbers import changes, numbers_in, unexplained
from reports.passages import KeptPassage


def told(drafted: str, now: str, **known) -> list[str]:
    return [
        str(change) for change in changes(KeptPassage("x", now, drafted_text=drafted), **known)
    ]


def test_numbers_are_read_with_their_unit():
    found = numbers_in("7月11日抽查2个村，共3,073人，满意率９７.50％（A203，C01.2）")
    assert [(number.value, number.unit) for number in found] == [
        ("7月11日", ""),
        ("2", "个"),
        ("3073", "人"),
        ("97.5", "%"),
    ]


@pytest.mark.parametrize(
    ("drafted", "now", "flags"),
    [
        ("共12个问题", "一共查出12个问题", []),
        ("共12个问题", "共13个问题", ["原文12个，现为13个"]),
        ("共12个问题", "共若干问题", ["原文12个，现已没有"]),
        ("共有问题", "共有3个问题", ["3个不是初稿和数据中的数"]),
        ("12户5人", "5户12人", ["原文12户，现为5户", "原文5人，现为12人"]),
        ("12个问题", "12处问题", []),
        ("比例57.4%", "比例57.40％", []),
        ("比例57.4%", "比例57.5%", ["原文57.4%，现为57.5%"]),
        ("比例57.4%", "比例57.4", ["原文57.4%，现为57.4"]),
        ("7月11日至22日", "7月12日至22日", ["原文7月11日，现为7月12日"]),
        ("2016年7月28日止", "2016年7月29日止", ["原文2016年7月28日，现为2016年7月29日"]),
        ("2个乡镇、2个村", "2个乡镇、3个村", ["原文2个，现为3个"]),
        ("甲3个、乙2个", "乙2个、甲3个", []),
        ("依据A203", "依据A204", []),
    ],
)
def test_changed_numbers_are_told(drafted, now, flags):
    assert told(drafted, now) == flags


def test_a_new_number_that_is_a_figure_of_the_month_is_none_of_them():
    assert told("总体较好。", "未销号9个。", known={("9", "个")}) == []
    assert told("未销号8个。", "未销号9个。", known={("9", "个")}) == ["原文8个，现为9个"]


def test_a_dropped_passage_prints_no_number():
    assert changes(KeptPassage("x", "共13个", drafted_text="共12个", dropped=True)) == []


def test_a_reason_explains_the_numbers():
    passage = KeptPassage("x", "共13个", drafted_text="共12个", reason="补录1个")
    assert unexplained(passage) == []
    assert [str(change) for change in changes(passage)] == ["原文12个，现为13个"]


def test_a_reason_given_over_an_older_draft_excuses_no_newer_number():
    passage = KeptPassage("x", "共13个", drafted_text="共14个", reason="补录1个", stale=True)
    assert [str(change) for change in unexplained(passage)] == ["原文14个，现为13个"]
