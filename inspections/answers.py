"""One answer at a time: what was typed in, what is kept, what rules compute with.

Kept values are JSON: numbers as text, a rate as {"num", "den"}, a multiple choice as a list, a
day as 2016-07-05. 未查, 不适用 and 否 are three different things.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from inspections.rules import Rate, Value
from inspections.wording import Said

GIVEN, NOT_APPLICABLE, UNCHECKED = "given", "not_applicable", "unchecked"
NONE = "none"
TEXT_LENGTH, REASON_LENGTH = 1000, 100
INTEGER = re.compile(r"[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})")
DECIMAL = re.compile(r"[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,4})?")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
OFF_THE_LINE = ("<super>", "<sub>", "<circle>", "<fraction>")
YES_NO = {"yes": "yes", "是": "yes", "true": "yes", "no": "no", "否": "no", "false": "no"}
YES_NO_TEXT = {"yes": "是", "no": "否"}
COMPUTED = {"calculate", "note"}
MAY_EXCEED = "may_exceed"


class AnswerError(ValueError):
    """An answer that cannot be kept; the message is a Chinese sentence."""


class Asked(Protocol):
    """What parsing needs to know of a question."""

    name: str
    type: str
    choices: list[list[str]]
    appearance: str


class Shown(Asked, Protocol):
    """What showing needs besides."""

    label: str
    unit: str


@dataclass(frozen=True)
class Reply:
    """An answer ready to be kept."""

    status: str
    value: Any = None
    reason: str = ""


def tidy(raw: object) -> str:
    """Typed text in its plain form: full-width digits and signs as ASCII, nothing invisible."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", str(raw))).strip()


def parse(question: Asked, raw: object) -> Reply | None:
    """What to keep of a posted answer; None for an empty one. Raises AnswerError.

    `raw` is the bare value or {"status", "reason"} / {"value"}.
    """
    if question.type in COMPUTED:
        raise AnswerError("此项由系统填写。")
    if isinstance(raw, dict) and "status" in raw and raw["status"] != GIVEN:
        return put_aside(raw)
    if isinstance(raw, dict) and "value" in raw:
        raw = raw["value"]
    if raw is None or raw in ("", []):
        return None
    value = PARSERS[question.type](question, raw)
    return None if value is None or value in ("", []) else Reply(GIVEN, value)


def put_aside(raw: dict[str, Any]) -> Reply:
    """未查, or 不适用 with its reason."""
    reason = CONTROL.sub("", tidy(raw.get("reason") or ""))[:REASON_LENGTH]
    if raw["status"] == UNCHECKED:
        return Reply(UNCHECKED, None, reason)
    if raw["status"] != NOT_APPLICABLE:
        raise AnswerError("答复只能是已答、不适用或未查。")
    if not reason:
        raise AnswerError("选不适用要写明原因。")
    return Reply(NOT_APPLICABLE, None, reason)


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
    text = CONTROL.sub("", UNSEEN.sub("", str(raw).replace("\r\n", "\n"))).strip()
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
}


def computed(question: Asked, reply: Reply | None) -> Value:
    """A kept answer as rules compute with it; 不适用 and 未查 are no value."""
    if reply is None or reply.status != GIVEN or reply.value is None:
        return None
    if question.type in {"integer", "decimal"}:
        return Decimal(reply.value)
    if question.type == "rate":
        return Rate(Decimal(reply.value["num"]), Decimal(reply.value["den"]))
    if isinstance(reply.value, list):
        return tuple(map(str, reply.value))
    return str(reply.value)


def kept(value: Value) -> Any:
    """A computed value as it is kept: a number as text, true and false as yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        rounded = round(Decimal(value.numerator) / Decimal(value.denominator), 4)
        return format(rounded.normalize(), "f")
    return value


def shown(question: Shown, value: Any) -> str:
    """A kept value in words without its unit: 是, 18/20（90%）, 吃、饮水安全; "" for none."""
    if value in (None, "", []):
        return ""
    reckoned_truth = question.type == "calculate" and value in YES_NO_TEXT
    kind = "yes_no" if reckoned_truth else question.type
    return Said(question.name, kind, question.label, question.unit, question.choices, value).text
