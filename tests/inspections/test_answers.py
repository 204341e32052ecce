"""What is kept of a typed answer, and what is refused."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pytest

from inspections.answers import AnswerError, Reply, computed, kept, parse, shown
from inspections.rules import Rate


@dataclass
class Asked:
    type: str
    name: str = "q"
    label: str = "问"
    unit: str = ""
    appearance: str = ""
    calculation: str = ""
    choices: list[list[str]] = field(
        default_factory=lambda: [["none", "无"], ["food", "吃"], ["water", "饮水安全"]]
    )


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("yes_no", "yes", "yes"),
        ("yes_no", "否", "no"),
        ("yes_no", True, "yes"),
        ("integer", "12", "12"),
        ("integer", 12, "12"),
        ("integer", 12.0, "12"),
        ("integer", " １２ ", "12"),
        ("integer", "1,234", "1234"),
        ("integer", "1，234", "1234"),
        ("integer", "\u200b-3", "-3"),
        ("decimal", "2736.50", "2736.50"),
        ("decimal", 0.1, "0.1"),
        ("decimal", "１．５", "1.5"),
        ("rate", {"num": "19", "den": 20}, {"num": "19", "den": "20"}),
        ("rate", {"num": 0, "den": 0}, {"num": "0", "den": "0"}),
        ("select_one", "water", "water"),
        ("select_multiple", ["water", "food", "food"], ["food", "water"]),
        ("select_multiple", "food water", ["food", "water"]),
        ("select_multiple", ["none"], ["none"]),
        ("date", "2016-7-5", "2016-07-05"),
        ("date", "2016年7月5日", "2016-07-05"),
        ("date", "２０１６/07/05", "2016-07-05"),
        ("text", "  好\x00的\r\n做法 ", "好的\n做法"),
        ("text", "<b>三</b>", "<b>三</b>"),
        ("text", "半个\ud83d字", "半个字"),
        (
            "geopoint",
            {"lat": "29.35000001", "lon": 104.8, "accuracy": "12.4", "manual": False},
            {"lat": "29.35", "lon": "104.8", "accuracy": "12", "manual": False},
        ),
        (
            "geopoint",
            {"lat": "-90", "lon": "１８０", "manual": "yes"},
            {"lat": "-90", "lon": "180", "accuracy": "", "manual": True},
        ),
    ],
)
def test_parse_keeps_the_plain_form(kind, raw, value):
    assert parse(Asked(kind), raw) == Reply("given", value)


@pytest.mark.parametrize("raw", [None, "", [], {"value": ""}])
@pytest.mark.parametrize("kind", ["yes_no", "integer", "rate", "select_multiple", "text"])
def test_parse_takes_nothing_as_no_answer(kind, raw):
    assert parse(Asked(kind), raw) is None


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        ("yes_no", "maybe", "只能选是或否"),
        ("integer", "三", "应填整数：三"),
        ("integer", "3²", "应填整数"),
        ("integer", "①", "应填整数"),
        ("integer", "1.5", "应填整数"),
        ("integer", True, "应填整数"),
        ("integer", "1" * 13, "应填整数"),
        ("integer", "12abc", "应填整数"),
        ("decimal", "NaN", "应填数字"),
        ("decimal", float("inf"), "应填数字"),
        ("decimal", "1e5", "应填数字"),
        ("decimal", "٣", "应填数字"),
        ("decimal", "1,23", "应填数字"),
        ("rate", "95%", "比率要填分子和分母"),
        ("rate", {"num": "3"}, "分子和分母都要填"),
        ("rate", {"num": "3", "den": "2"}, "分子3不能大于分母2"),
        ("rate", {"num": "-1", "den": "2"}, "不能小于0"),
        ("select_one", "gold", "所列选项"),
        ("select_one", ["water"], "所列选项"),
        ("select_multiple", ["gold"], "所列选项"),
        ("select_multiple", ["none", "food"], "选了“无”就不能再选其他"),
        ("select_multiple", [{"a": 1}], "所列选项"),
        ("date", "2016-02-30", "应填日期"),
        ("date", "昨天", "应填日期"),
        ("text", "字" * 1001, "最多1000个字，现有1001个字"),
        ("text", ["x"], "应填文字"),
        ("image", "x.jpg", "照片请用上传"),
        ("geopoint", "29,104", "位置要有经度和纬度"),
        ("geopoint", {"lat": "29"}, "经度和纬度都要填"),
        ("geopoint", {"lat": "90.1", "lon": "0"}, "纬度应为-90至90之间"),
        ("geopoint", {"lat": "29", "lon": "180.5"}, "经度应为-180至180之间"),
        ("geopoint", {"lat": "NaN", "lon": "1"}, "纬度应为"),
        ("geopoint", {"lat": "29", "lon": "104", "accuracy": "100001"}, "位置精度应为0至"),
        ("geopoint", {"lat": "29", "lon": "104", "accuracy": "-1"}, "位置精度应为0至"),
        ("yes_no", {"explain": "属实"}, "说明要与答案一起保存"),
        ("rate", {"explain": "属实"}, "说明要与答案一起保存"),
        ("calculate", "1", "由系统填写"),
        ("note", "1", "由系统填写"),
        ("yes_no", {"status": "not_applicable"}, "选不适用要写明原因"),
        ("yes_no", {"status": "not_applicable", "reason": " \u200b "}, "选不适用要写明原因"),
        ("yes_no", {"status": "perhaps"}, "答复只能是"),
    ],
)
def test_parse_refuses_the_wrong_kind(kind, raw, reason):
    with pytest.raises(AnswerError, match=reason):
        parse(Asked(kind), raw)


def test_a_rate_may_exceed_only_where_the_form_says_so():
    asked = Asked("rate", appearance="may_exceed")
    assert parse(asked, {"num": "3", "den": "2"}) == Reply("given", {"num": "3", "den": "2"})


def test_unchecked_not_applicable_and_no_are_three_answers():
    asked = Asked("yes_no")
    assert [
        parse(asked, {"status": "unchecked"}),
        parse(asked, {"status": "not_applicable", "reason": "无残疾人"}),
        parse(asked, "no"),
    ] == [
        Reply("unchecked"),
        Reply("not_applicable", None, "无残疾人"),
        Reply("given", "no"),
    ]


@pytest.mark.parametrize(
    ("kind", "raw", "kept_as"),
    [
        ("integer", {"value": "9000", "explain": " 子女\x07汇款 "}, ("9000", "子女汇款")),
        ("integer", {"status": "given", "value": "9000", "explain": "汇款"}, ("9000", "汇款")),
        ("rate", {"num": "1", "den": "2", "explain": "已核"}, ({"num": "1", "den": "2"}, "已核")),
        ("integer", {"value": "9000", "explain": "长" * 201}, ("9000", "长" * 200)),
    ],
)
def test_an_explanation_is_kept_beside_the_answer(kind, raw, kept_as):
    reply = parse(Asked(kind), raw)
    assert reply
    assert (reply.value, reply.explanation) == kept_as


def test_what_is_reckoned_can_only_be_explained():
    income = Asked("calculate", calculation="${a} div ${b}")
    assert parse(income, {"explain": "已核"}) == Reply("given", None, "", "已核")
    assert parse(income, {"explain": " "}) is None
    with pytest.raises(AnswerError, match="由系统填写"):
        parse(income, {"value": "1", "explain": "已核"})


@pytest.mark.parametrize(
    ("kind", "reply", "value"),
    [
        ("integer", Reply("given", "12"), Decimal(12)),
        ("rate", Reply("given", {"num": "1", "den": "2"}), Rate(Decimal(1), Decimal(2))),
        ("select_multiple", Reply("given", ["food"]), ("food",)),
        ("date", Reply("given", "2016-07-05"), "2016-07-05"),
        ("yes_no", Reply("unchecked"), None),
        ("integer", Reply("not_applicable", None, "无"), None),
        ("geopoint", Reply("given", {"lat": "29.35", "lon": "104.8"}), "29.35,104.8"),
        ("integer", None, None),
    ],
)
def test_computed_gives_rules_a_value_only_for_a_given_answer(kind, reply, value):
    assert computed(Asked(kind), reply) == value


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (True, "yes"),
        (False, "no"),
        (Fraction(6, 2), "3"),
        (Fraction(1, 4), "0.25"),
        (Fraction(2, 3), "0.6667"),
        (None, None),
    ],
)
def test_kept_writes_what_was_reckoned(value, stored):
    assert kept(value) == stored


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("yes_no", "no", "否"),
        ("calculate", "yes", "是"),
        ("calculate", "0.25", "0.25"),
        ("rate", {"num": "18", "den": "20"}, "18/20（90%）"),
        ("select_multiple", ["food", "water"], "吃、饮水安全"),
        ("date", "2016-07-05", "2016年7月5日"),
        ("text", None, ""),
        ("geopoint", {"lat": "29.35", "lon": "104.8"}, "北纬29.35度，东经104.8度"),
        (
            "geopoint",
            {"lat": "-1", "lon": "-2", "accuracy": "12", "manual": False},
            "南纬1度，西经2度（精度12米）",
        ),
        (
            "geopoint",
            {"lat": "1", "lon": "2", "accuracy": "12", "manual": True},
            "北纬1度，东经2度（手工填写）",
        ),
    ],
)
def test_shown_puts_a_kept_value_in_words(kind, value, words):
    assert shown(Asked(kind), value) == words
