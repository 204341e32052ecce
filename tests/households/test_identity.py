from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.identity import birth_date, check_identity, make_identity, sex, upgrade_identity


@pytest.mark.parametrize(
    "number",
    ["999999195603120011", "999999194807200019", "999999201005010021", "99999919620101005X"],
)
def test_check_identity_takes_numbers_with_a_true_check_character(number):
    assert check_identity(number) == (number, None)


@pytest.mark.parametrize(
    "text",
    [
        "99999919620101005x",
        "99999919620101005Ｘ",
        "９９９９９９１９６２０１０１００５X",
        " 999999 19620101 005X\n",
        "999999\u200b19620101\u00a0005X\ufeff",
    ],
)
def test_check_identity_brings_spellings_to_one_form(text):
    assert check_identity(text) == ("99999919620101005X", None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("999999195603120010", "证件号码校验位不符，请核对原件"),
        ("999999199002290013", "证件号码中的出生日期不存在"),
        ("99999919560312001", "证件号码应为18位，现为17位"),
        ("9999991956031200110", "证件号码应为18位，现为19位"),
        ("99999X195603120011", "证件号码前17位须为数字"),
        ("٩٩٩٩٩٩١٩٥٦٠٣١٢٠٠١١", "证件号码前17位须为数字"),
        ("", "证件号码应为18位，现为0位"),
    ],
)
def test_check_identity_says_what_is_wrong(text, problem):
    assert check_identity(text)[1] == problem


@given(
    born=st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 12, 31)),
    order=st.integers(min_value=0, max_value=999),
)
def test_a_made_number_is_true_and_keeps_birth_date_and_sex(born, order):
    number = make_identity(born=born, order=order)

    assert check_identity(number) == (number, None)
    assert (birth_date(number), sex(number)) == (born, "male" if order % 2 else "female")


@given(place=st.integers(min_value=0, max_value=16), digit=st.integers(min_value=1, max_value=9))
def test_any_single_wrong_digit_is_found(place, digit):
    number = "999999195603120011"
    wrong = str((int(number[place]) + digit) % 10)

    assert check_identity(number[:place] + wrong + number[place + 1 :])[1] is not None


def test_birth_date_refuses_what_is_no_number():
    with pytest.raises(ValueError, match="not a checked"):
        birth_date("99999919900229001")


def test_make_identity_refuses_an_order_of_four_digits():
    with pytest.raises(ValueError, match="six digits"):
        make_identity(born=date(1990, 1, 1), order=1000)


@pytest.mark.parametrize(
    ("old", "number"),
    [
        ("999999560312001", "999999195603120011"),
        ("999999561312001", None),
        ("99999956031200", None),
        ("99999956031200X", None),
    ],
)
def test_an_old_number_is_brought_to_eighteen_characters(old, number):
    assert upgrade_identity(old) == number
