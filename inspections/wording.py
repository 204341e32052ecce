"""How a failing answer is worded as a fact. Pure: values in, one Chinese sentence out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any

PLACE = re.compile(r"\$\{([A-Za-z0-9_.]+)\}")
YES_NO = {"yes": "是", "no": "否", True: "是", False: "否"}
NOTHING = "未填"
SILENT = {"text", "image", "note", "geopoint"}  # these may name people, or have no words


@dataclass(frozen=True)
class Said:
    """One answered question: its kind, its words and the stored value."""

    name: str
    kind: str
    label: str
    unit: str
    choices: Sequence[Sequence[str]]
    value: Any

    @property
    def text(self) -> str:
        """The value as a person reads it, without its unit: 118, 18/20（90%）, 否, 水、电."""
        if self.value in (None, "", []):
            return NOTHING
        return _WORDS.get(self.kind, _plain)(self)


def fact_of(*, wording: str, said: Mapping[str, Said], failed: Said, order: Iterable[str]) -> str:
    """Give the fact of a failing answer.

    With a wording of the scheme, its ${name} places are filled with answers; without one, the
    answers of the item follow each other in the given order: 2015年减贫任务120人，完成118人.
    """
    if wording:
        return PLACE.sub(lambda found: _worded(said.get(found[1])), wording)
    parts = [_clause(said[name]) for name in order if name in said]
    return "，".join(part for part in parts if part) or f"{failed.label}不合格"


def _worded(answer: Said | None) -> str:
    return answer.text if answer else NOTHING


def _clause(answer: Said) -> str:
    if answer.kind in SILENT or answer.text == NOTHING:
        return ""
    words = answer.text
    between = "" if words[:1].isascii() and words[:1].isdigit() else "："
    return f"{answer.label}{between}{words}{answer.unit}"


def _plain(answer: Said) -> str:
    return number_text(answer.value)


def _yes_no(answer: Said) -> str:
    return YES_NO.get(answer.value, str(answer.value))


def _rate(answer: Said) -> str:
    num, den = number_text(answer.value.get("num")), number_text(answer.value.get("den"))
    share = percent_text(num, den)
    return f"{num}/{den}（{share}）" if share else f"{num}/{den}"


def _one(answer: Said) -> str:
    return _labels(answer).get(str(answer.value), str(answer.value))


def _several(answer: Said) -> str:
    labels = _labels(answer)
    return "、".join(labels.get(str(value), str(value)) for value in answer.value)


def _day(answer: Said) -> str:
    try:
        day = date.fromisoformat(str(answer.value))
    except ValueError:
        return str(answer.value)
    return f"{day.year}年{day.month}月{day.day}日"


def _place(answer: Said) -> str:
    lat, lon = Decimal(answer.value["lat"]), Decimal(answer.value["lon"])
    how = "手工填写" if answer.value.get("manual") else ""
    if not how and answer.value.get("accuracy"):
        how = f"精度{answer.value['accuracy']}米"
    north, east = "北纬" if lat >= 0 else "南纬", "东经" if lon >= 0 else "西经"
    place = f"{north}{number_text(abs(lat))}度，{east}{number_text(abs(lon))}度"
    return f"{place}（{how}）" if how else place


def _labels(answer: Said) -> dict[str, str]:
    return {str(value): str(label) for value, label in answer.choices}


def number_text(value: Any) -> str:
    """Give a number without needless zeros (120.00 → 120); anything else as it is."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def percent_text(num: str, den: str) -> str:
    """Give num of den as a percentage, rounded down: 100% means all; "" if none."""
    try:
        share = Decimal(num) / Decimal(den) * 100
    except (InvalidOperation, ZeroDivisionError):
        return ""
    return f"{number_text(share.quantize(Decimal('0.1'), rounding=ROUND_DOWN))}%"


_WORDS = {
    "yes_no": _yes_no,
    "rate": _rate,
    "select_one": _one,
    "select_multiple": _several,
    "date": _day,
    "geopoint": _place,
}
