"""What one cell of a register may hold: text in, value and problem out.

Each reader returns the value (None for an empty cell) and a Problem or None; a problem that blocks
keeps the row's household out, any other is a warning. What only a person can decide has a
question: see households.checking.asks.
"""

import re

from households.checking.figures import (
    EMPTY,
    HIGH_INCOME,
    LOW_INCOME,
    Problem,
    Read,
    Reader,
    read_amount,
    read_date,
    read_decimal,
    read_months,
    read_percent,
    read_size,
    read_year,
)
from households.checking.words import (
    ATTRIBUTES,
    CAUSES,
    GRADES,
    HEALTH,
    HOUSEHOLD_TYPES,
    MARRIAGES,
    MEASURES,
    OTHER_WORDS,
    SEXES,
    STATUSES,
    STRUCTURES,
    WATCHES,
)
from households.identity import (
    WRONG_CHECK,
    check_identity,
    normal_text,
    plain_name,
    plain_text,
    upgrade_identity,
)
from households.reading.book import LOST_DIGITS

__all__ = ["EMPTY", "HIGH_INCOME", "LOW_INCOME", "READERS", "Problem", "Read", "Reader"]
__all__ += ["read_decimal", "reader_of_choice", "reader_of_choices"]

_YES = ("是", "√", "Y", "y", "YES", "yes", "1", "有", "已", "已解决", "已参加")
_NO = ("否", "×", "X", "x", "N", "n", "NO", "no", "0", "无", "未", "未解决", "未参加")
_YES_NO = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_SPLIT = re.compile(r"[、,;/|]")
_CODE = re.compile(r"[0-9A-Za-z\-]{1,24}")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2}")
_OLD_LENGTH, _CERTIFICATE = 15, (20, 22)
_DISABILITY = re.compile(r"[1-7][1-4](?:[0-9]{2}|B[0-9])?")
_ACCOUNT = re.compile(r"[0-9]{8,30}")
_PHONE = re.compile(r"[0-9\-]{7,13}")
_NAME, _WORDS, _WORD = 40, 60, 20


def reader_of_text(most: int) -> Reader:
    """Return a reader for words: line breaks and outer blanks go, inner single blanks stay."""

    def read(text: str) -> Read:
        value = plain_text(text)
        if len(value) > most:
            return None, Problem(f"超过{most}字")
        return ("" if value in EMPTY else value), None

    return read


def read_name(text: str) -> Read:
    """Read a person's name; any characters of a name stay as they are."""
    value = plain_name(text)
    if len(value) > _NAME:
        return None, Problem(f"超过{_NAME}字")
    if value.isascii() and value.isdigit():
        return None, Problem("姓名不应是数字")
    return ("" if value in EMPTY else value), None


def is_lost(text: str) -> bool:
    """Whether a long number was shown as 1.23457E+17 and has lost its last digits."""
    if "+" not in text:
        return False
    return text.startswith(LOST_DIGITS) or bool(_SCIENTIFIC.fullmatch(text))


def read_code(text: str) -> Read:
    """Read a number that is a name, such as 户编号: digits, letters and dashes."""
    if is_lost(text):
        return None, Problem("编号是数值格式，末几位已丢失，请把该列设为文本格式后重新填写")
    value = normal_text(text)
    if value in EMPTY:
        return "", None
    if not _CODE.fullmatch(value):
        return None, Problem("编号只能是数字和字母，不超过24位")
    return value, None


def read_identity(text: str) -> Read:
    """Read an identity number, or a disability certificate that begins with one.

    A certificate has the kind 1–7 and the grade 1–4 behind the number, a re-issued one two more
    characters. Source: domain §5 nos. 4–9.
    """
    if is_lost(text):
        return None, Problem("证件号码是数值格式，末几位已丢失，请把该列设为文本格式后重新填写")
    value = normal_text(text).upper()
    if value in EMPTY:
        return None, Problem("证件号码为空")
    if len(value) == _OLD_LENGTH and upgrade_identity(value):
        return value, Problem("是15位旧证号", blocks=False, question="id15")
    if len(value) in _CERTIFICATE:
        if not _DISABILITY.fullmatch(value[18:]):
            return None, Problem("残疾证号第19位应为1至7，第20位应为1至4")
        _, problem = check_identity(value[:18])
    else:
        value, problem = check_identity(value)
    return value, Problem(problem, legacy=problem == WRONG_CHECK) if problem else None


def read_yes_no(text: str) -> Read:
    """Read 是 or 否 in its usual spellings; an empty cell is unknown, not 否."""
    value = normal_text(text)
    if value in _YES_NO:
        return _YES_NO[value], None
    if value in EMPTY:
        return None, None
    return None, Problem("应填“是”或“否”")


def read_asked_yes_no(text: str) -> Read:
    """Read 是 or 否; a dash is 未查 or 否, which only a person knows. Source: domain §5 no. 22."""
    value = normal_text(text)
    if value in EMPTY and value not in ("", "无"):
        return None, Problem("是未查还是“否”", blocks=False, question="dash")
    return read_yes_no(text)


def read_phone(text: str) -> Read:
    """Read one or two telephone numbers; an unlikely one is a warning and is kept."""
    value = normal_text(text)
    if value in EMPTY:
        return "", None
    if is_lost(text):
        return "", Problem("电话是数值格式，末几位已丢失")
    numbers = [part for part in _SPLIT.split(value) if part]
    if not all(_PHONE.fullmatch(number) for number in numbers):
        return "、".join(numbers)[:40], Problem("电话号码形式不对，请核对", blocks=False)
    return "、".join(numbers)[:40], None


def read_account(text: str) -> Read:
    """Read a bank account: digits; an unlikely one is a warning and is kept."""
    value = normal_text(text).replace("-", "")
    if value in EMPTY:
        return "", None
    if is_lost(text):
        return "", Problem("账号是数值格式，末几位已丢失，请把该列设为文本格式后重新填写")
    if not _ACCOUNT.fullmatch(value):
        return value[:30], Problem("账号形式不对，请核对", blocks=False)
    return value, None


def reader_of_choices(choices: dict[str, str], *, most: int, other: str = "") -> Reader:
    """Return a reader for a cell that holds up to `most` of the given words; gives their codes.

    `other` is the question that is asked of words outside the codebook that has an 其它.
    """

    def read(text: str) -> Read:
        value = normal_text(text)
        if value in EMPTY:
            return [], None
        words = [word.removesuffix("一批") for word in _SPLIT.split(value) if word]
        codes = [choices.get(word) or choices.get(OTHER_WORDS.get(word, ""), "") for word in words]
        if not all(codes):
            reason = "应为：" + "、".join(choices)
            return None, Problem(reason, blocks=not other, question=other)
        if len(codes) > most:
            return None, Problem(f"最多填{most}项")
        return codes, None

    return read


def reader_of_choice(
    choices: dict[str, str], *, empty: str | None = None, other: str = ""
) -> Reader:
    """Return a reader for a cell that holds one of the given words; gives its code."""
    read_many = reader_of_choices(choices, most=1, other=other)

    def read(text: str) -> Read:
        codes, problem = read_many(text)
        if problem or codes:
            return (codes[0] if codes else None), problem
        return empty, (None if empty is not None else Problem("不能为空"))

    return read


def read_health(text: str) -> Read:
    """Read states of health, several joined by 、."""
    words, problem = reader_of_choices(HEALTH, most=3)(text)
    return ("、".join(words) if words else ""), problem


READERS: dict[str, Reader] = {
    "text": reader_of_text(_WORDS),
    "short_text": reader_of_text(_WORD),
    "name": read_name,
    "code": read_code,
    "identity": read_identity,
    "size": read_size,
    "months": read_months,
    "year": read_year,
    "yes_no": read_yes_no,
    "date": read_date,
    "phone": read_phone,
    "health": read_health,
    "asked_yes_no": read_asked_yes_no,
    "amount": read_amount,
    "percent": read_percent,
    "account": read_account,
    "cause": reader_of_choice(CAUSES, empty="", other="other"),
    "causes": reader_of_choices(CAUSES, most=2, other="others"),
    "attribute": reader_of_choice(ATTRIBUTES, empty=""),
    "measures": reader_of_choices(MEASURES, most=4),
    "status": reader_of_choice(STATUSES, empty="poor"),
    "watch": reader_of_choice(WATCHES, empty=""),
    "household_type": reader_of_choice(HOUSEHOLD_TYPES, empty=""),
    "house_grade": reader_of_choice(GRADES, empty=""),
    "house_structure": reader_of_choice(STRUCTURES, empty="", other="other"),
    "marriage": reader_of_choice(MARRIAGES, empty=""),
    "sex": reader_of_choice(SEXES, empty=""),
}
