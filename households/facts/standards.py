"""The exit standards of villages, by jurisdiction: data, because provinces differ.

Source: domain §2.5 (Henan 7 + rate, Sichuan 一低五有) and §0.3 for the boundary: 降至3%以下 and
以内 include the number.
"""

from dataclasses import dataclass
from fractions import Fraction

RATE = "poverty_rate"


@dataclass(frozen=True)
class Indicator:
    """One indicator of a standard; the rate has a limit in percent, the others are yes or no."""

    code: str
    name: str


@dataclass(frozen=True)
class Standard:
    """What a village of a province must reach to leave the list of poor villages."""

    name: str
    prefix: str
    rate_limit: int
    indicators: tuple[Indicator, ...]
    source: str


_NATIONAL = Standard(
    "国家标准", "", 3, (Indicator(RATE, "贫困发生率"),), "贫困发生率3%以下（西部）；本省标准待补"
)
STANDARDS = (
    Standard(
        "四川“一低五有”",
        "51",
        3,
        (
            Indicator(RATE, "贫困发生率"),
            Indicator("collective", "有集体经济收入"),
            Indicator("road", "有硬化路"),
            Indicator("clinic", "有卫生室"),
            Indicator("culture", "有文化室"),
            Indicator("network", "有通信网络"),
        ),
        "四川省贫困村退出标准，2016年",
    ),
    Standard(
        "河南7项指标",
        "41",
        2,
        (
            Indicator(RATE, "贫困发生率"),
            Indicator("road", "通村公路硬化"),
            Indicator("water", "饮水安全"),
            Indicator("power", "生产生活用电"),
            Indicator("broadcast", "广播电视户户通"),
            Indicator("culture", "综合文化服务中心"),
            Indicator("clinic", "标准化卫生室和合格村医"),
            Indicator("network", "通宽带"),
        ),
        "河南省贫困村退出标准",
    ),
)


def standard_of(area_code: str) -> Standard:
    """Give the standard of a place's province; without one, the national rate alone."""
    found = (each for each in STANDARDS if area_code.startswith(each.prefix))
    return next(found, _NATIONAL)


def rate_met(poor: int, population: int, *, limit: int) -> bool | None:
    """Tell whether the poverty rate is within a limit in percent; None without a population."""
    return Fraction(poor, population) <= Fraction(limit, 100) if population else None
