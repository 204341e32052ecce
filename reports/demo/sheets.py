"""The smaller workbooks an office uploads beside the register: watched households, platform."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from households.models import Household
from reports.demo.chance import happens, number, pick
from reports.demo.living import income_by_source, marriage
from reports.demo.people import family_of
from reports.demo.register import PLAN_YEAR, Place

WATCHED = 40
FIRST_SERIAL = 9000  # keeps identity numbers apart from the register's
WATCHED_HEADER = (
    *("县", "乡", "行政村", "户编号", "人编号", "姓名", "证件号码", "人数", "与户主关系"),
    *(
        "在校生状况",
        "健康状况",
        "劳动技能",
        "婚姻状况",
        "是否建档立卡",
        "监测对象类型",
        "风险识别时间",
    ),
    *("2015年工资性收入(元)", "2015年生产经营性收入(元)", "2015年财产性收入(元)"),
    *("2015年转移性收入(元)", "2015年生产经营支出(元)", "房屋结构", "唯一住房"),
)

ADDED_HEADER = (
    *("县", "乡", "行政村", "户编号", "人编号", "姓名", "证件号码", "人数", "与户主关系"),
    *("健康状况", "致贫原因", "贫困户属性", "四个一批", "计划脱贫年度"),
)


def write_watched(path: Path, *, villages: list[Place]) -> None:
    """Write the households outside the register that villages keep an eye on."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("边缘户和重点户")
    sheet.append(["大安区边缘户和重点户排查表"])
    sheet.append(WATCHED_HEADER)
    for serial in range(FIRST_SERIAL, FIRST_SERIAL + WATCHED):
        place = pick(villages, "watched", serial)
        for row in _watched_rows(place, f"W{place.code}{serial}", serial):
            sheet.append(row)
    book.save(path)


def _watched_rows(place: Place, key: str, serial: int) -> Iterator[list[object]]:
    people = family_of(key, 1 + number(4, key, "size"), serial=serial)
    sources = income_by_source(key, net=(4200 + number(1600, key, "income")) * len(people))
    risky = happens(60, key, "risk")
    watch = ["否", "边缘易致贫户" if risky else "", date(2016, 3, 15) if risky else None]
    house = [pick(["砖木", "砖混", "土坯"], key, "house"), "是"]
    for order, person in enumerate(people, start=1):
        age = PLAN_YEAR - person.born.year
        health = pick(["健康", "健康", "健康", "患有大病", "长期慢性病"], key, order, "health")
        labour = (
            "普通劳动力" if 16 <= age <= 60 else "弱劳动力或半劳动力" if age <= 70 else "无劳动力"
        )
        yield [
            *("大安区", place.township, place.name, key, f"{key}{order:02}"),
            *(person.name, person.identity, len(people), person.relation),
            *(_school(age), health, labour),
            *(marriage(person.relation, age=age, key=key), *watch, *sources, *house),
        ]


def _school(age: int) -> str:
    if age < 6:
        return "学前教育"
    if age > 21:
        return "非在校生"
    return "九年义务教育" if age <= 15 else "普通高中" if age <= 18 else "大专及以上"


def _labour(age: int) -> str:
    if not 16 <= age <= 70:
        return "无劳动力"
    return "普通劳动力" if age <= 60 else "弱劳动力或半劳动力"


def write_platform(path: Path, *, households: Iterable[Household]) -> None:
    """Write the platform's list of the four measures; a few of its lines differ from here."""
    names = dict(Household.Measure.choices)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("四个一批")
    sheet.append(("户编号", "乡", "行政村", "户主", "四个一批", "人数"))
    for household in households:
        key = household.household_no
        if happens(2, key, "not on the platform"):
            continue
        measure = household.measure
        if happens(2, key, "other measure"):
            measure = pick(list(names), key, "which")
        persons = household.person_count + happens(1, key, "one more")
        village = household.village
        township = village.parent.name if village.parent else ""
        row = (key, township, village.name, household.head_name, str(names[measure]), persons)
        sheet.append(row)
    book.save(path)


def write_added(path: Path, *, taken: Household, namesake: Household) -> None:
    """Write a township's late list: one number that is taken, one head whose name is known."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("补充登记")
    sheet.append(ADDED_HEADER)
    lines = ((taken, taken.household_no, ""), (namesake, "", namesake.head_name))
    for serial, (beside, number_, head) in enumerate(lines, start=FIRST_SERIAL + WATCHED):
        key = number_ or f"{beside.area_code}{serial}"
        people = family_of(f"added{key}", 2, serial=serial)
        township = beside.village.parent.name if beside.village.parent else ""
        place = ("大安区", township, beside.village.name, key)
        for order, person in enumerate(people, start=1):
            name = head if head and order == 1 else person.name
            about = (name, person.identity, len(people), person.relation, "健康")
            sheet.append(
                (*place, f"{key}9{order}", *about, "缺技术", "一般贫困户", "生产和就业发展", 2017)
            )
    book.save(path)
