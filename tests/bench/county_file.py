"""The workbook of a large county: a sheet of households and one of their people."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from households.identity import make_identity
from households.models import Area
from reports.demo.people import Person, family_of

HOUSEHOLD_HEADER = (
    *("县", "乡", "行政村", "自然村", "户编号", "人数", "致贫原因", "其他致贫原因", "危房户"),
    *("是否解决安全饮用水", "联系电话", "首次识别时间", "贫困户属性", "四个一批", "脱贫状态"),
    *("计划脱贫年度", "2015年人均纯收入(元)", "帮扶责任人", "帮扶单位"),
)
PERSON_HEADER = (
    *("户编号", "人编号", "姓名", "证件号码", "与户主关系", "民族", "文化程度", "在校生状况"),
    *("健康状况", "劳动技能", "务工时间(月)", "是否参加大病保险"),
)
CAUSES = ("因病", "因残", "缺劳力", "缺技术", "缺资金", "因学")
MEASURES = ("生产和就业发展", "移民搬迁安置", "低保政策兜底", "医疗救助扶持")
HEALTH = ("健康", "健康", "健康", "长期慢性病", "患有大病", "残疾")
SIZES = (3, 4)
FIRST_DAY, DAYS = date(1950, 1, 1), 10_000


def write_county(path: Path, *, households: int, begin: int = 0) -> int:
    """Write a workbook of that many invented households; give the rows of both sheets.

    20,000 households have 70,000 people. Numbers are counted on from `begin`.
    """
    names = dict(Area.objects.filter(level="township").values_list("code", "name"))
    villages = list(Area.objects.filter(level="village").values_list("code", "name"))
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    homes, rows = book.add_worksheet("贫困户"), 0
    homes.write_row(0, 0, HOUSEHOLD_HEADER)
    serials = range(begin, begin + households)
    for row, serial in enumerate(serials, 1):
        code, name = villages[serial % len(villages)]
        homes.write_row(row, 0, _household(serial, code, names[code[:9]], name))
    people = book.add_worksheet("贫困人口")
    people.write_row(0, 0, PERSON_HEADER)
    for serial in serials:
        number = f"{villages[serial % len(villages)][0]}{serial + 10_000:06}"
        for place, person in enumerate(_family(number, serial, begin + rows)):
            rows += 1
            people.write_row(rows, 0, _person(number, place, person, rows))
    book.close()
    return households + rows


def _household(serial: int, code: str, township: str, village: str) -> tuple[str, ...]:
    measure = MEASURES[serial % 4]
    further = "缺水" if serial % 5 == 0 else ""
    return (
        *("大安区", township, village, f"{serial % 9 + 1}组", f"{code}{serial + 10_000:06}"),
        *(str(SIZES[serial % 2]), CAUSES[serial % 6], further, "否", "是"),
        *(f"139{serial:08}", "2014-04-01", "一般贫困户", measure, "未脱贫"),
        *(str(2016 + serial % 3), f"{2000 + serial % 3000}.50", f"帮扶{serial % 900}", "区农业局"),
    )


def _family(number: str, serial: int, before: int) -> list[Person]:
    size = SIZES[serial % 2]
    return [
        dataclasses.replace(person, identity=_identity(before + at))
        for at, person in enumerate(family_of(number, size, serial=serial))
    ]


def _person(number: str, place: int, person: Person, serial: int) -> tuple[str, ...]:
    return (
        *(number, f"{number}{place + 1:02}", person.name, person.identity, person.relation),
        *("汉族", "小学", "", HEALTH[serial % 6], "普通劳动力", str(serial % 12), "是"),
    )


def _identity(number: int) -> str:
    """Make the number-th identity number of a prefix nobody else uses."""
    born = FIRST_DAY + timedelta(days=number % DAYS)
    return make_identity(born=born, order=number // DAYS, prefix="999998")
