"""A household's income of a year: the formula, worked out line by line. All amounts in 元.

总收入 = 工资性 + 生产经营性 + 财产性 + 转移性；纯收入 = 总收入 − 生产经营支出；
人均纯收入 = 纯收入 ÷ 家庭人口. Source: domain §2.2.1 (national household form).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SOURCES = {
    "wages": "工资性收入",
    "business": "生产经营性收入",
    "property_income": "财产性收入",
    "transfers": "转移性收入",
}
COSTS = "costs"
PARTS = (*SOURCES, COSTS)
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Working:
    """What the sources of a year give: total, net, net per person, and the transfers in it."""

    total: Decimal
    net: Decimal
    persons: int
    per_person: Decimal
    transfers: Decimal

    @property
    def transfer_percent(self) -> Decimal | None:
        """The transfers' share of the total in percent, for the eye; None without income."""
        if not self.total:
            return None
        return (self.transfers * 100 / self.total).quantize(FEN, ROUND_HALF_UP)


def work_out(parts: Mapping[str, Decimal | None], *, persons: int | None) -> Working | None:
    """Work the formula out; None while a source, the costs or the number of people is unknown."""
    known = {name: parts.get(name) for name in PARTS}
    if not persons or any(amount is None for amount in known.values()):
        return None
    amounts = {name: amount or Decimal() for name, amount in known.items()}
    total = sum((amounts[name] for name in SOURCES), Decimal())
    net = total - amounts[COSTS]
    each = (net / persons).quantize(FEN, ROUND_HALF_UP)
    return Working(total, net, persons, each, amounts["transfers"])


def passes_line(per_person: Decimal, line: Decimal | None) -> bool | None:
    """Tell whether income stably passes the poverty line: 超过 excludes the line itself.

    None where no line is set for the year. Source: domain §0.3.
    """
    return None if line is None else per_person > line
