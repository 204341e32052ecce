import pytest

from reports.drafting.language import Unreadable, complaints, fill, parse

KNOWN = {"抽查村数": "", "抽查村名单": "", "未办结数": "", "如有问题": ""}


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("抽查{抽查村数}个村。", {"抽查村数": "0"}, "抽查0个村。"),
        ("抽查村[[（{抽查村名单}）]]。", {"抽查村名单": ""}, "抽查村。"),
        ("抽查村[[（{抽查村名单}）]]。", {"抽查村名单": "甲村"}, "抽查村（甲村）。"),
        ("[[逾期{未办结数}个。]]完。", {"未办结数": "0"}, "完。"),
        (
            "[[{如有问题}发现{抽查村数}处。]]",
            {"如有问题": "是", "抽查村数": "0"},
            "发现0处。",
        ),
        ("[[{如有问题}发现{抽查村数}处。]]", {"如有问题": "", "抽查村数": "3"}, ""),
        (
            "｛抽查村数｝个［［，共{未办结数}个］］",
            {"抽查村数": "2", "未办结数": "1"},
            "2个，共1个",
        ),
        ("[[一律不写空也可]]", {}, "一律不写空也可"),
    ],
)
def test_a_text_is_filled(text, values, said):
    assert fill(text, values) == said


def test_what_fills_a_slot_is_not_read_again():
    assert fill("{抽查村名单}", {"抽查村名单": "{抽查村数}[["}) == "{抽查村数}[["


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("共{抽查村}个", "本段没有 {抽查村} 这个空，是不是{抽查村数}或{抽查村名单}？"),
        ("共{甲乙丙}个", "本段没有 {甲乙丙} 这个空。"),
        ("共{}个", "本段没有 {} 这个空。"),
        ("现将情况[[通报如下", "“现将情况[[通报如下…”处的 [[ 没有配对的 ]]。"),
        ("通报如下]]。", "“通报如下]]。…”处的 ]] 前面没有配对的 [[。"),
        (
            "[[甲[[乙]]丙]]",
            "“[[甲[[乙]]丙]]…”处的 [[ 在另一个 [[ ]] 里面，可省略的部分不能套着写。",
        ),
        ("共{抽查村数个", "“共{抽查村数个…”处的 { 没有配对，空要写成 {名称}。"),
        ("共抽查村数}个", "“…抽查村数}个…”处的 } 没有配对，空要写成 {名称}。"),
        ("{如有问题}有问题", "{如有问题} 是条件，只能写在 [[ ]] 里面。"),
    ],
)
def test_a_wrong_text_is_complained_of_in_words(text, complaint):
    assert complaints(text, KNOWN) == [complaint]


@pytest.mark.parametrize(
    "text",
    ["{抽查村数.__class__}", "{抽查村数!r}", "{抽查村数:>9}", "{{抽查村数}}", "{% if 抽查村数 %}"],
)
def test_there_is_no_way_to_code(text):
    assert complaints(text, KNOWN) != []


def test_a_sound_text_is_not_complained_of():
    assert complaints("共{ 抽查村数 }个[[，逾期{未办结数}个]]。", KNOWN) == []


def test_marks_that_do_not_match_are_never_filled():
    with pytest.raises(Unreadable):
        parse("[[甲")
