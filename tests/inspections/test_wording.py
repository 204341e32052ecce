"""How answers read in a problem's fact."""

import pytest

from inspections.wording import Said, fact_of, number_text, percent_text

CHOICES = [["none", "无"], ["income", "收入"], ["photo", "公示照片"]]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("yes_no", "no", "否"),
        ("integer", "118", "118"),
        ("decimal", "2.50", "2.5"),
        ("rate", {"num": "18", "den": "20"}, "18/20（90%）"),
        ("rate", {"num": "0", "den": "0"}, "0/0"),
        ("select_one", "income", "收入"),
        ("select_multiple", ["income", "photo"], "收入、公示照片"),
        ("date", "2018-06-17", "2018年6月17日"),
        ("date", "随后", "随后"),
        ("integer", None, "未填"),
    ],
)
def test_an_answer_reads_as_a_person_writes_it(kind, value, text):
    assert Said("A1", kind, "题", "", CHOICES, value).text == text


def test_a_wording_names_what_was_not_answered():
    failed = Said("A1", "integer", "题", "", (), None)
    assert fact_of(wording="完成${A1}人", said={}, failed=failed, order=[]) == "完成未填人"


def test_without_wording_free_text_is_left_out():
    failed = Said("A2", "yes_no", "是否公示", "", (), "no")
    said = {"A1": Said("A1", "text", "何人", "", (), "李四"), "A2": failed}
    assert fact_of(wording="", said=said, failed=failed, order=["A1", "A2"]) == "是否公示：否"


def test_without_any_answer_the_question_itself_is_the_fact():
    failed = Said("A1", "text", "台账", "", (), "李四")
    assert fact_of(wording="", said={}, failed=failed, order=[]) == "台账不合格"


@pytest.mark.parametrize(
    ("value", "text"), [("120.00", "120"), ("100", "100"), ("0.50", "0.5"), ("多", "多")]
)
def test_numbers_lose_needless_zeros(value, text):
    assert number_text(value) == text


def test_only_all_is_a_hundred_percent():
    assert [percent_text("9999", "10000"), percent_text("4", "4")] == ["99.9%", "100%"]
