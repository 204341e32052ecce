"""Which assistance policies a household is due, by rule from its people and attributes.

The codebook says for each policy who is due and by which paper; 暂定 marks what no paper names.
Source: domain §1.0 (000-27…35), §1.1 (001-12), §2.2.1 (C3…C7).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

NOT_AT_SCHOOL = frozenset({"", "非在校生", "学龄前儿童"})
NO_LABOUR = frozenset({"", "无劳动力", "丧失劳动力"})
LASTING_ILLNESS = ("长期慢性病", "患有大病")


@dataclass(frozen=True)
class Person:
    """What the rules ask of a member: state of health, school, labour."""

    health: str
    schooling: str
    labour: str


@dataclass(frozen=True)
class Home:
    """What the rules ask of a household; measures are codes of the four (四个一批)."""

    attribute: str
    measures: frozenset[str]
    unsafe_house: bool | None
    safe_water: bool | None
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Policy:
    """One policy of the codebook: who is due it, in words and as a rule."""

    code: str
    name: str
    who: str
    source: str
    due: Callable[[Home], bool]
    tells_health: bool = False  # being due it tells that somebody is ill or disabled


def _everybody(_home: Home) -> bool:
    return True


def _of_attribute(*attributes: str) -> Callable[[Home], bool]:
    return lambda home: home.attribute in attributes


def _of_measure(measure: str) -> Callable[[Home], bool]:
    return lambda home: measure in home.measures


def _has_illness(*words: str) -> Callable[[Home], bool]:
    return lambda home: any(word in person.health for person in home.people for word in words)


def _has_pupil(home: Home) -> bool:
    return any(person.schooling not in NOT_AT_SCHOOL for person in home.people)


def _has_labour(home: Home) -> bool:
    return any(person.labour not in NO_LABOUR for person in home.people)


def _repairs_house(home: Home) -> bool:
    return home.unsafe_house is True and "relocation" not in home.measures


def _lacks_water(home: Home) -> bool:
    return home.safe_water is False


POLICIES = (
    Policy("ncms", "新农合参合资助", "全部贫困人口", "000号方案二（四）", _everybody),
    Policy("illness_aid", "重特大疾病救助", "全部贫困人口", "000号方案二（四）", _everybody),
    Policy(
        "chronic",
        "慢性病大病救治",
        "有慢性病或大病成员的户",
        "001号附件1 C5",
        _has_illness(*LASTING_ILLNESS),
        tells_health=True,
    ),
    Policy(
        "disabled",
        "残疾人补贴",
        "有残疾成员的户",
        "000号方案二（三）",
        _has_illness("残疾"),
        tells_health=True,
    ),
    Policy(
        "allowance",
        "农村低保",
        "低保户、低保贫困户",
        "000号方案二（三）",
        _of_attribute("allowance", "allowance_poor"),
    ),
    Policy("destitute", "特困供养", "五保户", "暂定", _of_attribute("destitute")),
    Policy(
        "neighbour",
        "邻帮邻结对",
        "五保户",
        "000号方案二（三），对象暂定",
        _of_attribute("destitute"),
    ),
    Policy("schooling", "教育资助", "有在校生的户", "001号附件1 C3，对象暂定", _has_pupil),
    Policy(
        "industry",
        "产业扶持",
        "列入生产和就业发展的户",
        "000号方案二（一）",
        _of_measure("industry"),
    ),
    Policy("employment", "就业帮扶", "有劳动力的户", "000号方案二（一），对象暂定", _has_labour),
    Policy(
        "relocation",
        "易地搬迁",
        "列入移民搬迁安置的户",
        "000号方案二（二）",
        _of_measure("relocation"),
    ),
    Policy("repair", "危房改造", "住危房且不搬迁的户", "001号附件1 K1，对象暂定", _repairs_house),
    Policy("water", "饮水安全改造", "饮水未达安全的户", "001号附件1 K2，对象暂定", _lacks_water),
)
BY_CODE = {policy.code: policy for policy in POLICIES}


def readable(codes: Iterable[str], *, health: bool) -> list[str]:
    """Give the codes a reader may see: without health, none that tells of illness."""
    hidden = {policy.code for policy in POLICIES if policy.tells_health and not health}
    return [code for code in codes if code not in hidden]


def policies_due(home: Home) -> list[str]:
    """Give the codes of the policies a household is due, in the codebook's order."""
    return [policy.code for policy in POLICIES if policy.due(home)]


def gap(due: Iterable[str], received: Collection[str]) -> list[str]:
    """Give what is due and not received (应享未享), in the order given."""
    return [code for code in due if code not in received]


def names(codes: Collection[str]) -> list[str]:
    """Give the names of policies in the codebook's order; codes it does not know come last."""
    known = [policy.name for policy in POLICIES if policy.code in codes]
    return known + sorted(code for code in codes if code not in BY_CODE)
