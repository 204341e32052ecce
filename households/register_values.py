"""What one cell of a register may hold: text in, value and problem out.

Each reader returns the value (None for an empty cell) and a Problem or None; a problem that blocks
keeps the whole file from being applied, any other is a warning.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from households.identity import check_identity, normal_text
from households.register_words import (
    ATTRIBUTES,
    CAUSES,
    HEALTH,
    MEASURES,
    OTHER_WORDS,
    STATUSES,
)
from households.spreadsheet import LOST_DIGITS


class Problem(NamedTuple):
    """Why a cell is not right, in Chinese, and whether the file is held back by it."""

    reason: str
    blocks: bool = True


Read = tuple[Any, Problem | None]
Reader = Callable[[str], Read]

EMPTY = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空", "暂无"})
_YES = ("是", "√", "Y", "y", "YES", "yes", "1", "有", "已", "已解决", "已参加")
_NO = ("否", "×", "X", "x", "N", "n", "NO", "no", "0", "无", "未", "未解决", "未参加")
_YES_NO = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_SPLIT = re.compile(r"[、,;/|]")
_NUMBER = re.compile(r"(-?)([0-9]+(?:\.[0-9]+)?)(万元|万|元|人|个月|月|年)?")
_CODE = re.compile(r"[0-9A-Za-z\-]{1,24}")
_PHONE = re.compile(r"[0-9\-]{7,13}")
_DAY = re.compile(r"([12][0-9]{3})[-./年]([0-9]{1,2})(?:[-./月]([0-9]{1,2})日?|月)?(?:[T ].*)?")
_SOLID = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])?")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}")
_SERIAL = re.compile(r"[1-9][0-9]{4}")
_EPOCH = date(1899, 12, 30)
_NAME, _WORDS, _WORD = 40, 60, 20
LOW_INCOME, HIGH_INCOME = Decimal(100), Decimal(100000)
_MAX_SIZE = 30
_MONTHS = 12
_FIRST_YEAR, _LAST_YEAR = 2000, 2035


def reader_of_text(most: int) -> Reader:
    """Return a reader for words: line breaks and outer blanks go, inner single blanks stay."""

    def read(text: str) -> Read:
        value = " ".join(text.split())
        if len(value) > most:
            return None, Problem(f"超过{most}字")
        return ("" if value in EMPTY else value), None

    return read


def read_name(text: str) -> Read:
    """Read a person's name; any characters of a name stay as they are."""
    value = "".join(text.split())
    if len(value) > _NAME:
        return None, Problem(f"超过{_NAME}字")
    if value.isascii() and value.isdigit():
        return None, Problem("姓名不应是数字")
    return ("" if value in EMPTY else value), None


def read_code(text: str) -> Read:
    """Read a number that is a name, such as 户编号: digits, letters and dashes."""
    if text.startswith(LOST_DIGITS):
        return None, Problem("编号是数值格式，末几位已丢失，请把该列设为文本格式后重新填写")
    value = normal_text(text)
    if value in EMPTY:
        return "", None
    if not _CODE.fullmatch(value):
        return None, Problem("编号只能是数字和字母，不超过24位")
    return value, None


_CERTIFICATE = (20, 22)
_OLD_LENGTH = 15


def read_identity(text: str) -> Read:
    """Read an identity number, or a disability certificate that begins with one."""
    if text.startswith(LOST_DIGITS):
        return None, Problem("证件号码是数值格式，末几位已丢失，请把该列设为文本格式后重新填写")
    value = normal_text(text)
    if value in EMPTY:
        return None, Problem("证件号码为空")
    if len(value) == _OLD_LENGTH:
        return None, Problem("是15位旧证号，请换成18位")
    if len(value) in _CERTIFICATE and value[18:].isascii() and value[18:].isdigit():
        _, problem = check_identity(value[:18])
        return value.upper(), Problem(problem) if problem else None
    number, problem = check_identity(value)
    return number, Problem(problem) if problem else None


def read_decimal(text: str) -> Read:
    """Read an amount in 元; 4,500元 and 0.45万 are put right, words of doubt are not."""
    value = normal_text(text).replace(",", "").removeprefix("¥")
    if value in EMPTY:
        return None, None
    found = _NUMBER.fullmatch(value)
    if not found:
        return None, Problem("不是数字")
    number = Decimal(found[2]) * (10000 if (found[3] or "").startswith("万") else 1)
    return (-number if found[1] else number).quantize(Decimal("0.01")), None


def read_income(text: str, *, factor: int = 1) -> Read:
    """Read net income per head in 元 a year: never negative; an unlikely size is a warning."""
    number, problem = read_decimal(text)
    if problem or number is None:
        return None, problem
    number *= factor
    if number < 0:
        return None, Problem("收入不能为负数")
    if number and not LOW_INCOME <= number <= HIGH_INCOME:
        return number, Problem("数值偏离常见范围，请核对单位是元还是万元", blocks=False)
    return number, None


def read_size(text: str) -> Read:
    """Read a number of persons, 1 to 30."""
    number, problem = read_decimal(text)
    if problem or number is None:
        return None, problem
    if number != int(number) or not 1 <= number <= _MAX_SIZE:
        return None, Problem(f"人数应为1至{_MAX_SIZE}的整数")
    return int(number), None


def read_months(text: str) -> Read:
    """Read whole months of work in a year, 0 to 12."""
    number, problem = read_decimal(text)
    if problem or number is None:
        return None, problem
    if number != int(number) or not 0 <= number <= _MONTHS:
        return None, Problem("务工时间应为0至12的整数")
    return int(number), None


def read_year(text: str) -> Read:
    """Read a year of four digits."""
    number, problem = read_decimal(text)
    if problem or number is None:
        return None, problem
    if number != int(number) or not _FIRST_YEAR <= number <= _LAST_YEAR:
        return None, Problem("年度应为四位数字，如2016")
    return int(number), None


def read_yes_no(text: str) -> Read:
    """Read 是 or 否 in its usual spellings; an empty cell is unknown, not 否."""
    value = normal_text(text)
    if value in _YES_NO:
        return _YES_NO[value], None
    if value in EMPTY:
        return None, None
    return None, Problem("应填“是”或“否”")


def read_date(text: str) -> Read:
    """Read a day as people write it, or a sheet's serial number, into 2016-07-31.

    A month alone is its first day.
    """
    value = normal_text(text)
    if value in EMPTY:
        return None, None
    if _SERIAL.fullmatch(value):
        return (_EPOCH + timedelta(days=int(value))).isoformat(), None
    if _SHORT_YEAR.fullmatch(value):
        return None, Problem("年份请写四位")
    found = _DAY.fullmatch(value) or _SOLID.fullmatch(value)
    if not found:
        return None, Problem("不是日期")
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1)).isoformat(), None
    except ValueError:
        return None, Problem("日期不存在")


def read_phone(text: str) -> Read:
    """Read one or two telephone numbers; an unlikely one is a warning and is kept."""
    value = normal_text(text)
    if value in EMPTY:
        return "", None
    if text.startswith(LOST_DIGITS):
        return "", Problem("电话是数值格式，末几位已丢失")
    numbers = [part for part in _SPLIT.split(value) if part]
    if not all(_PHONE.fullmatch(number) for number in numbers):
        return "、".join(numbers)[:40], Problem("电话号码形式不对，请核对", blocks=False)
    return "、".join(numbers)[:40], None


def reader_of_choices(choices: dict[str, str], *, most: int) -> Reader:
    """Return a reader for a cell that holds up to `most` of the given words; gives their codes."""

    def read(text: str) -> Read:
        value = normal_text(text)
        if value in EMPTY:
            return [], None
        words = [word.removesuffix("一批") for word in _SPLIT.split(value) if word]
        codes = [choices.get(OTHER_WORDS.get(word, word), "") for word in words]
        if not all(codes):
            return None, Problem("应为：" + "、".join(choices))
        if len(codes) > most:
            return None, Problem(f"最多填{most}项")
        return codes, None

    return read


def reader_of_choice(choices: dict[str, str], *, empty: str | None = None) -> Reader:
    """Return a reader for a cell that holds one of the given words; gives its code."""
    read_many = reader_of_choices(choices, most=1)

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
    "cause": reader_of_choice(CAUSES),
    "causes": reader_of_choices(CAUSES, most=2),
    "attribute": reader_of_choice(ATTRIBUTES),
    "measures": reader_of_choices(MEASURES, most=4),
    "status": reader_of_choice(STATUSES, empty="poor"),
}
