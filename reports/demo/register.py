"""The invented register of 大安区, written as the workbook an office would upload."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from reports.demo.chance import happens, number, pick
from reports.demo.living import INCOME_HEADER, LIVING_HEADER, income_by_source, living, marriage
from reports.demo.people import Person, family_of, official

HOUSEHOLDS = 1200
PLAN_YEAR, PLAN_PERSONS = 2016, 3073  # plan 000 §1(1)
EXIT_VILLAGES = 4  # plan 000 §1(1)
POOR_VILLAGES = 24
SIZES = (1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6)
CAUSES = (
    "因病",
    "因病",
    "因病",
    "因残",
    "缺劳力",
    "缺技术",
    "缺技术",
    "缺资金",
    "因学",
    "缺土地",
    "自身发展动力不足",
)
HEALTH = ("健康",) * 15 + ("长期慢性病", "长期慢性病", "患有大病", "残疾")
HEADER = (
    "县", "乡", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数", "与户主关系",
    "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间(月)", "是否参加大病保险",
    "致贫原因", "危房户", "是否解决安全饮用水", "2015年人均纯收入(元)", "联系电话", "首次识别时间",
    "贫困户属性", "四个一批", "脱贫状态", "计划脱贫年度", "帮扶责任人", "帮扶单位",
    "婚姻状况", *INCOME_HEADER, *LIVING_HEADER,
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A village the register speaks of."""

    code: str
    name: str
    township: str


@dataclass(frozen=True)
class House:
    """An invented household before its plan year is known."""

    number: str
    place: Place
    group: str
    people: list[Person]


def write_register(path: Path, *, villages: list[Place], helping_units: list[str]) -> None:
    """Write the workbook; the plan of 2016 holds exactly 3073 persons."""
    houses = list(_houses(villages))
    years = plan_years(houses)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("贫困人口信息")
    sheet.append(["大安区建档立卡贫困人口信息表"])
    sheet.append(HEADER)
    for house in houses:
        for row in _rows(house, years.get(house.number), helping_units):
            sheet.append(row)
    book.save(path)


def poor_villages(villages: list[Place]) -> list[Place]:
    """Choose the poor villages, the first four of which leave the list in 2016."""
    ranked = sorted(villages, key=lambda place: number(1 << 60, "poor", place.code))
    return ranked[:POOR_VILLAGES]


def plan_years(houses: Iterable[House]) -> dict[str, int]:
    """Give each household its plan year: 2015 is behind, 2016 holds 3073 persons to the one."""
    years: dict[str, int] = {}
    left = PLAN_PERSONS
    for house in sorted(houses, key=lambda house: number(1 << 60, "plan", house.number)):
        if happens(8, "exited", house.number):
            years[house.number] = PLAN_YEAR - 1
        elif len(house.people) <= left:
            years[house.number] = PLAN_YEAR
            left -= len(house.people)
        else:
            years[house.number] = PLAN_YEAR + 1
    if left:
        raise ValueError(f"the plan lacks {left} persons")
    return years


def _houses(villages: list[Place]) -> Iterator[House]:
    """Share the households out: a poor village has three times the share of another."""
    poor = {place.code for place in poor_villages(villages)}
    slots = [place for place in villages for _ in range(3 if place.code in poor else 1)]
    for serial in range(HOUSEHOLDS):
        place = slots[serial % len(slots)]
        key = f"{place.code}{serial:04}"
        people = family_of(key, pick(SIZES, "size", key), serial=serial)
        yield House(key, place, f"{1 + number(8, 'group', key)}组", people)


def _rows(house: House, year: int | None, helping_units: list[str]) -> Iterator[list[object]]:
    key = house.number
    facts = _household_facts(house, year, pick(helping_units, "unit", house.place.code))
    lives = _living(house, year)
    for place, person in enumerate(house.people, start=1):
        place_cells = ["大安区", house.place.township, house.place.name, house.group, key]
        yield [
            *place_cells,
            f"{key}{place:02}",
            person.name,
            person.identity,
            len(house.people),
            person.relation,
            *_member_facts(key, person),
            *facts,
            marriage(person.relation, age=PLAN_YEAR - person.born.year, key=key),
            *lives,
        ]


def _member_facts(key: str, person: Person) -> list[object]:
    age = date(2016, 1, 1).year - person.born.year
    about = (key, person.relation)
    learning = ["小学", "初中", "初中", "高中"]
    school = "非在校生" if not 6 <= age <= 18 else "九年义务教育" if age <= 15 else "普通高中"
    health = pick(HEALTH, *about, "health")
    fit = 16 <= age <= 60 and health == "健康"
    half = 16 <= age <= 70 and health != "患有大病"
    labour = "普通劳动力" if fit else "弱劳动力或半劳动力" if half else "无劳动力"
    months = number(11, *about, "months") if fit else 0
    return ["汉族", pick(learning, *about), school, health, labour, months, "是"]


def _household_facts(house: House, year: int | None, unit: str) -> list[object]:
    key = house.number
    attribute = pick(
        ["一般贫困户", "一般贫困户", "一般贫困户", "低保贫困户", "低保户", "五保户"], key, "attr"
    )
    cause = pick(CAUSES, key, "cause")
    return [
        cause,
        "是" if _unsafe_house(key) else "否",
        "是" if _safe_water(key) else "否",
        _income(key, year),
        f"138{number(10**8, key, 'phone'):08}",
        "2014-05-20",
        attribute,
        _measure(key, cause, attribute),
        "脱贫享受政策" if year == PLAN_YEAR - 1 else "未脱贫",
        year,
        official(f"helper{house.place.code}{number(6, key)}"),
        unit,
    ]


def _unsafe_house(key: str) -> bool:
    return happens(12, key, "house")


def _safe_water(key: str) -> bool:
    return not happens(9, key, "water")


def _income(key: str, year: int | None) -> int:
    """Give the net income per head of 2015, in 元."""
    return (3000 if year == PLAN_YEAR - 1 else 1700) + number(900, key, "income")


def _living(house: House, year: int | None) -> list[object]:
    key = house.number
    sources = income_by_source(key, net=_income(key, year) * len(house.people))
    lives = living(key, unsafe_house=_unsafe_house(key), safe_water=_safe_water(key))
    return [*sources, *lives]


def _measure(key: str, cause: str, attribute: str) -> str:
    if attribute in {"低保户", "五保户"}:
        return "低保政策兜底"
    if cause == "因病":
        return "医疗救助扶持"
    return "移民搬迁安置" if happens(10, key, "move") else "生产和就业发展"
