"""Citizen identity numbers: read, checked, and made for test data.

Source: GB 11643 — six digits of place, eight of birth date, three of order (the last odd for
men), one check character by ISO 7064 MOD 11-2.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache

LENGTH = 18
TEST_PREFIX = "999999"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PLACE, _BIRTH, _ORDER = slice(0, 6), slice(6, 14), slice(14, 17)
_DIGITS = re.compile(r"[0-9]+")
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_ZERO_WIDTH = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_FIRST_YEAR = 1880
_OLD_LENGTH = 15
WRONG_CHECK = "证件号码校验位不符，请核对原件"


def normal_text(text: str) -> str:
    """Return the text in NFKC form with invisible characters and all blanks taken out."""
    if text.isascii() and text.isalnum():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def plain_text(text: str) -> str:
    """Return words in NFKC form: invisible characters out, line breaks and blanks as one blank."""
    if not text.isascii():
        text = _ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def plain_name(text: str) -> str:
    """Return a person's name without blanks and invisible characters; its letters stay."""
    return "".join(text.split()) if text.isascii() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=65536)
def _weighed(digits: str, start: int) -> int | None:
    """Return the weighted sum of ASCII digits that begin at this place, or None."""
    if not (digits.isascii() and digits.isdigit()):
        return None
    return sum(int(digit) * _WEIGHTS[start + n] for n, digit in enumerate(digits))


@lru_cache(maxsize=65536)
def _date(digits: str) -> date | None:
    """Return the day that eight digits stand for, or None where there is no such day."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def check_identity(text: str) -> tuple[str, str | None]:
    """Return the normal form of an identity number and what is wrong with it, or None.

    Blanks, full-width digits and a small x are put right silently. The expected check character
    is never named.
    """
    number = normal_text(text).upper()
    if len(number) != LENGTH:
        return number, f"证件号码应为18位，现为{len(number)}位"
    place = _weighed(number[_PLACE], 0)
    birth = _weighed(number[_BIRTH], 6)
    order = _weighed(number[_ORDER], 14)
    if place is None or birth is None or order is None:
        return number, "证件号码前17位须为数字"
    if _date(number[_BIRTH]) is None:
        return number, "证件号码中的出生日期不存在"
    if number[17] != _CHECK[(place + birth + order) % 11]:
        return number, WRONG_CHECK
    return number, None


def birth_date(number: str) -> date:
    """Return the birth date of a checked number; raises ValueError for any other text."""
    day = _date(number[_BIRTH]) if len(number) >= LENGTH else None
    if day is None:
        raise ValueError("not a checked identity number")
    return day


def sex(number: str) -> str:
    """Return "male" or "female" from the order digit of a checked number."""
    return "male" if int(number[16]) % 2 else "female"


def upgrade_identity(old: str) -> str | None:
    """Return the eighteen characters of a number of fifteen digits, None where it is none.

    The year was written in two digits and belongs to the last century.
    """
    if len(old) != _OLD_LENGTH or not _DIGITS.fullmatch(old) or not old.isascii():
        return None
    if _date("19" + old[6:12]) is None:
        return None
    return _checked(f"{old[:6]}19{old[6:]}")


def _checked(body: str) -> str:
    """Return seventeen digits with their check character."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CHECK[total % 11]


def make_identity(*, born: date, order: int, prefix: str = TEST_PREFIX) -> str:
    """Make a number with a true check character; the usual prefix belongs to no place.

    `order` is 0–999; odd is male, even female.
    """
    body = f"{prefix}{born:%Y%m%d}{order:03d}"
    if len(body) != LENGTH - 1 or not _DIGITS.fullmatch(body):
        raise ValueError("prefix of six digits and order of at most three expected")
    return _checked(body)
