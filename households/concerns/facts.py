"""What a household is judged by, and the standards it is judged against: plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

_BETWEEN = re.compile(r"[,，、;；/\s]+")


class Kind(NamedTuple):
    """One kind of household to be watched: a short name for heads of columns, and its words."""

    short: str
    name: str


KINDS: dict[str, Kind] = {
    "K00": Kind("边缘户", "边缘户：人均收入低、有致贫风险的非建档立卡户"),
    "K01": Kind("转移收入", "转移性收入占比高"),
    "K02": Kind("缺劳力", "家庭劳动力系数小"),
    "K03": Kind("无产业就业", "有劳动力但无产业就业覆盖"),
    "K04": Kind("大病", "有大病病人"),
    "K05": Kind("多孩就学", "3个或以上孩子在非义务教育阶段上学"),
    "K06": Kind("唯一土坯房", "唯一住房是土坯房"),
    "K07": Kind("灾害隐患", "居住在灾害隐患点（附近）"),
    "K08": Kind("产业就业不稳", "产业投资失败或就业不稳定"),
    "K09": Kind("动力不足", "自身发展动力不足"),
    "K10": Kind("大龄单身", "45岁以上单身"),
    "K99": Kind("其他", "其他需要关注的情形"),
}
OTHER = "K99"  # marked by hand; the other kinds are worked out
JOB = "flag_households"  # the kind of job that works a county out


class Person(NamedTuple):
    """A member as the rules need him; "" and None are not known."""

    birth: date | None = None
    health: str = ""
    schooling: str = ""
    labour: str = ""
    marriage: str = ""
    work_months: int | None = None


class Income(NamedTuple):
    """Income of a year in 元; None is not known."""

    year: int
    per_head: Decimal
    wages: Decimal | None = None
    business: Decimal | None = None
    property_income: Decimal | None = None
    transfers: Decimal | None = None
    costs: Decimal | None = None


class YearFacts(NamedTuple):
    """A household as it stood in a year; None and an empty structure are not known."""

    year: int
    only_house: bool | None = None
    house_structure: str = ""
    near_hazard: bool | None = None
    industry: bool | None = None
    employment: bool | None = None
    setback: str = ""
    lacks_drive: bool | None = None
    relapse_risk: bool | None = None


class HouseholdFacts(NamedTuple):
    """All a household is judged by."""

    registered: bool = True
    person_count: int = 1
    people: tuple[Person, ...] = ()
    income: Income | None = None
    year: YearFacts | None = None


class StandardMissing(LookupError):
    """A rule needs a standard that is not set for the day and place."""


@dataclass(frozen=True)
class Standards:
    """The numbers in force at a place on a day by key, and the meaning of the codebooks' words.

    `words` gives for labour, schooling, health and marriage what a word, or the beginning of a
    longer one, means.
    """

    numbers: Mapping[str, Decimal]
    words: Mapping[str, Mapping[str, str]]
    _meant: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False)

    def number(self, key: str) -> Decimal:
        """Give a standard; raises StandardMissing where the office has set none."""
        try:
            return self.numbers[key]
        except KeyError:
            raise StandardMissing(key) from None

    def means(self, kind: str, text: str) -> str | None:
        """Give what a register's word means; None for a blank and for an unknown word."""
        if (kind, text) not in self._meant:
            self._meant[kind, text] = self._find(kind, text)
        return self._meant[kind, text]

    def _find(self, kind: str, text: str) -> str | None:
        known = self.words[kind]
        fitting = [word for word in known if text.startswith(word)]
        return known[max(fitting, key=len)] if fitting else None

    def parts(self, kind: str, text: str) -> list[str | None]:
        """Give what each of several words in one cell means: 长期慢性病、患有大病."""
        return [self.means(kind, part) for part in _BETWEEN.split(text) if part]


def age_on(birth: date, day: date) -> int:
    """Give the full years (周岁) on a day; the birthday itself counts."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
