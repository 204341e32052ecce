"""Numbers and days in the cells of a register: text in, value and problem out."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from households.identity import normal_text


class Problem(NamedTuple):
    """Why a cell is not right, in Chinese, and whether its row is rejected for it.

    `question` is what a person is asked instead; a `legacy` problem is only a warning for people
    whom the register has already.
    """

    reason: str
    blocks: bool = True
    question: str = ""
    legacy: bool = False


Read = tuple[Any, Problem | None]
Reader = Callable[[str], Read]

EMPTY = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空", "暂无"})
_NUMBER = re.compile(r"(-?)([0-9]{1,10}(?:\.[0-9]{1,10})?)(万元|万|元|人|个月|月|年)?")
_VAGUE = re.compile(r"(?:约|大约|近)?([0-9.]+)(?:多|余|几)?(万元|万|元)?(?:左右|以上|多)?")
_DAY = re.compile(r"([12][0-9]{3})[-./年]([0-9]{1,2})(?:[-./月]([0-9]{1,2})日?|月)?(?:[T ].*)?")
_SOLID = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])?")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}")
_SERIAL = re.compile(r"[1-9][0-9]{4}")
_EPOCH = date(1899, 12, 30)
_MAC_DAYS = 1462
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)(%)?")
HALF, HUNDRED = Decimal("0.5"), Decimal(100)
LOW_INCOME, HIGH_INCOME = Decimal(100), Decimal(100000)
_MAX_SIZE = 30
_MONTHS = 12
_FIRST_YEAR, _LAST_YEAR = 2000, 2035


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


def read_amount(text: str) -> Read:
    """Read an amount in 元; 1500多 and 约1500 are kept as their lower bound with a warning."""
    number, problem = read_decimal(text)
    value = normal_text(text).replace(",", "")
    found = _VAGUE.fullmatch(value) if problem else None
    if not found:
        return number, problem
    number, problem = read_decimal(found[1] + (found[2] or ""))
    return number, problem or Problem(f"不是确切数字，按下限{number}元登记", blocks=False)


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


def read_percent(text: str) -> Read:
    """Read a share as percent: 95 and 95% alike; from 0.5 to 1 it may be either."""
    value = normal_text(text)
    if value in EMPTY:
        return None, None
    found = _PERCENT.fullmatch(value)
    if not found or Decimal(found[1]) > HUNDRED:
        return None, Problem("应为0至100的百分数")
    number = Decimal(found[1])
    if not found[2] and number and number <= 1:
        if number < HALF:
            return (number * HUNDRED).normalize(), None
        return number, Problem("是百分数还是小数", blocks=False, question="percent")
    return number, None


def read_date_since_1904(text: str) -> Read:
    """Read a day of a sheet whose serial numbers begin in 1904."""
    value = normal_text(text)
    if _SERIAL.fullmatch(value):
        return (_EPOCH + timedelta(days=int(value) + _MAC_DAYS)).isoformat(), None
    return read_date(text)


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
        return None, Problem("年份只有两位", blocks=False, question="short_year")
    found = _DAY.fullmatch(value) or _SOLID.fullmatch(value)
    if not found:
        return None, Problem("不是日期")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3] or 1)).isoformat()
    except ValueError:
        return None, Problem("日期不存在")
    return day, None
