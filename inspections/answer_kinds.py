"""What may be typed into each kind of question, and the plain form in which it is kept."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

NONE = "none"
TEXT_LENGTH = 1000
INTEGER = re.compile(r"[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})")
DECIMAL = re.compile(r"[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,4})?")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?")
METRES = re.compile(r"[0-9]{1,6}(\.[0-9]{1,20})?")
FARTHEST = 100_000  # metres; a position by cell tower alone is some kilometres off
UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
OFF_THE_LINE = ("<super>", "<sub>", "<circle>", "<fraction>")
YES_NO = {"yes": "yes", "是": "yes", "true": "yes", "no": "no", "否": "no", "false": "no"}
MAY_EXCEED = "may_exceed"


class AnswerError(ValueError):
    """An answer that cannot be kept; the message is a Chinese sentence."""


class Asked(Protocol):
    """What parsing needs to know of a question."""

    name: str
    type: str
    choices: list[list[str]]
    appearance: str
    calculation: str


def tidy(raw: object) -> str:
    """Typed text in its plain form: full-width digits and signs as ASCII, nothing invisible."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", str(raw))).strip()


def written(raw: object) -> str:
    """Text as it was written, with its own commas, but for what cannot be seen."""
    return CONTROL.sub("", UNSEEN.sub("", str(raw).replace("\r\n", "\n"))).strip()


def is_empty(value: object) -> bool:
    """Whether there is nothing in it; 0 is something."""
    return value is None or value in ("", [])


def number(raw: object, pattern: re.Pattern[str], what: str) -> str:
    """A number as text without grouping; digits of other scripts are not numbers."""
    text = tidy(raw) if not isinstance(raw, bool | dict | list) else ""
    if not pattern.fullmatch(text) or is_raised(str(raw)):
        raise AnswerError(f"应填{what}：{str(raw)[:20]}")
    return format(Decimal(text.replace(",", "")), "f")


def is_raised(text: str) -> bool:
    """Whether a digit is not one on the line: 3² must not read 32, nor ① read 1."""
    return any(unicodedata.decomposition(char).startswith(OFF_THE_LINE) for char in text)


def parse_integer(question: Asked, raw: object) -> str:
    """A whole number."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return number(raw, INTEGER, "整数")


def parse_decimal(question: Asked, raw: object) -> str:
    """A number with at most four decimals."""
    return number(raw, DECIMAL, "数字（小数最多4位）")


def parse_rate(question: Asked, raw: object) -> dict[str, str] | None:
    """Numerator and denominator; the part is not more than the whole unless the form says so."""
    if not isinstance(raw, dict):
        raise AnswerError("比率要填分子和分母。")
    if raw.get("num") in (None, "") and raw.get("den") in (None, ""):
        return None
    if raw.get("num") in (None, "") or raw.get("den") in (None, ""):
        raise AnswerError("分子和分母都要填。")
    num, den = (number(raw[part], DECIMAL, "数字") for part in ("num", "den"))
    if Decimal(num) < 0 or Decimal(den) < 0:
        raise AnswerError("分子和分母不能小于0。")
    if Decimal(num) > Decimal(den) and MAY_EXCEED not in question.appearance.split():
        raise AnswerError(f"分子{num}不能大于分母{den}。")
    return {"num": num, "den": den}


def parse_yes_no(question: Asked, raw: object) -> str:
    """是 or 否."""
    word = YES_NO.get(tidy(raw).lower())
    if word is None:
        raise AnswerError("只能选是或否。")
    return word


def parse_one(question: Asked, raw: object) -> str:
    """One of the choices."""
    word = tidy(raw) if isinstance(raw, str) else ""
    if word not in {name for name, _ in question.choices}:
        raise AnswerError("请在所列选项中选择。")
    return word


def parse_several(question: Asked, raw: object) -> list[str]:
    """Some of the choices, in their order; “无” stands alone."""
    if isinstance(raw, str):
        raw = raw.split()
    if not isinstance(raw, list | tuple) or not all(isinstance(word, str) for word in raw):
        raise AnswerError("请在所列选项中选择。")
    names = [name for name, _ in question.choices]
    if set(raw) - set(names):
        raise AnswerError("请在所列选项中选择。")
    picked = [name for name in names if name in raw]
    if NONE in picked and len(picked) > 1:
        raise AnswerError("选了“无”就不能再选其他。")
    return picked


def parse_text(question: Asked, raw: object) -> str:
    """Plain text, as written but for what cannot be seen."""
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise AnswerError("应填文字。")
    text = written(raw)
    if len(text) > TEXT_LENGTH:
        raise AnswerError(f"最多{TEXT_LENGTH}个字，现有{len(text)}个字。")
    return text


def parse_day(question: Asked, raw: object) -> str:
    """A day, kept as 2016-07-05."""
    match = DAY.fullmatch(tidy(raw))
    try:
        return date(*map(int, match.groups())).isoformat() if match else refuse_day(raw)
    except ValueError:
        return refuse_day(raw)


def refuse_day(raw: object) -> str:
    """Say that this is not a day."""
    raise AnswerError(f"应填日期，如2016-07-05：{str(raw)[:20]}")


def parse_position(question: Asked, raw: object) -> dict[str, Any] | None:
    """A position in degrees with its accuracy in metres; `manual` where it was not measured."""
    if not isinstance(raw, dict):
        raise AnswerError("位置要有经度和纬度。")
    if is_empty(raw.get("lat")) and is_empty(raw.get("lon")):
        return None
    if is_empty(raw.get("lat")) or is_empty(raw.get("lon")):
        raise AnswerError("经度和纬度都要填。")
    accuracy = raw.get("accuracy")
    return {
        "lat": degrees(raw["lat"], 90, "纬度"),
        "lon": degrees(raw["lon"], 180, "经度"),
        "accuracy": "" if is_empty(accuracy) else metres(accuracy),
        "manual": raw.get("manual") in (True, "true", "yes", "1", "on", "是"),
    }


def degrees(raw: object, most: int, what: str) -> str:
    """A latitude or longitude with at most seven decimals, about a centimetre."""
    text = tidy(raw) if not isinstance(raw, bool | dict | list) else ""
    if not DEGREES.fullmatch(text) or is_raised(str(raw)) or abs(Decimal(text)) > most:
        raise AnswerError(f"{what}应为-{most}至{most}之间的度数：{str(raw)[:20]}")
    return format(round(Decimal(text), 7).normalize(), "f")


def metres(raw: object) -> str:
    """An accuracy in whole metres."""
    text = tidy(raw) if not isinstance(raw, bool | dict | list) else ""
    if not METRES.fullmatch(text) or is_raised(str(raw)) or Decimal(text) > FARTHEST:
        raise AnswerError(f"位置精度应为0至{FARTHEST}米：{str(raw)[:20]}")
    return str(round(Decimal(text)))


def parse_photo(question: Asked, raw: object) -> list[int]:
    """Photos come by upload, never as a typed value."""
    raise AnswerError("照片请用上传。")


PARSERS = {
    "yes_no": parse_yes_no,
    "integer": parse_integer,
    "decimal": parse_decimal,
    "rate": parse_rate,
    "select_one": parse_one,
    "select_multiple": parse_several,
    "text": parse_text,
    "date": parse_day,
    "image": parse_photo,
    "geopoint": parse_position,
}
