"""Invented people: names from common parts, identity numbers under a prefix no place has."""

from dataclasses import dataclass
from datetime import date, timedelta

from households.identity import make_identity
from reports.demo.chance import happens, number, pick

SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
MALE = "伟强军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆斌成志国建林德贵福元顺全安富"
FEMALE = "芳娜敏静丽艳娟霞秀兰英玲桂梅红燕琴云莲珍凤洁琳玉群淑惠珠菊芬蓉碧素"
DAY_ZERO = date(1935, 1, 1)


@dataclass(frozen=True)
class Person:
    """One member of an invented household."""

    name: str
    identity: str
    relation: str
    born: date


def family_of(key: str, size: int, *, serial: int) -> list[Person]:
    """Invent a household of `size` persons; its serial number keeps identity numbers apart."""
    surname = pick(SURNAMES, key, "surname")
    relations = ["户主", "配偶", "之子", "之女", "之父", "之母"]
    return [
        _person(key, surname, relation, serial, place)
        for place, relation in enumerate(relations[:size])
    ]


def official(key: str) -> str:
    """Invent the name of somebody who works in an office."""
    given = MALE if happens(65, key, "sex") else FEMALE
    return pick(SURNAMES, key, "s") + pick(given, key, "g") + pick(["", *given], key, "h")


def _person(key: str, surname: str, relation: str, serial: int, place: int) -> Person:
    """Invent one person; 83 households share no order number, every 83rd no birthday."""
    male = relation in {"之子", "之父"} or (relation == "户主" and happens(85, key, "head"))
    spans = {
        "户主": (6000, 9500),
        "配偶": (7000, 9500),
        "之子": (20500, 9000),
        "之女": (22000, 8000),
    }
    start, span = spans.get(relation, (0, 3500))
    days = start + number(span // 16, key, relation) * 16 + serial // 83 % 16
    born = DAY_ZERO + timedelta(days=days)
    own = (
        surname if relation in {"户主", "之子", "之女", "之父"} else pick(SURNAMES, key, relation)
    )
    given = MALE if male else FEMALE
    name = own + pick(given, key, relation, 1) + pick(["", *given], key, relation, 2)
    order = (serial % 83 * 6 + place) * 2 + (1 if male else 0)
    return Person(name, make_identity(born=born, order=order), relation, born)
