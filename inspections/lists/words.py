"""Words and notes of the ledgers: readers of values, the title, the foot."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django_filters import FilterSet

from accounts import clock
from accounts.models import User
from accounts.official import told
from accounts.scope import COUNTY
from households.models import Area
from inspections.models import Problem
from inspections.selectors.ledgers import COUNTED_FOR, left_out

YES_NO = {True: "是", False: "否", None: ""}
SOURCES = dict(Problem.Source.choices)
UNANNOUNCED = "暗访期次公开前发现的问题不在其中"


def source_words(value: str) -> str:
    """Name a source and the body it comes from: 审计（国家审计署郑州特派办）."""
    kind, _, body = (value or "").partition("|")
    named = str(SOURCES.get(kind, kind))
    return f"{named}（{body}）" if body else named


def counted_for(digits: int | None) -> str:
    """Tell which totals a problem counts for. Source: plan 001 (46)."""
    return COUNTED_FOR.get(digits or COUNTY, "")


def repeats(value: int | None) -> str:
    """Tell a problem found before."""
    return "是" if value else ""


def days_late(value: timedelta | None) -> int | None:
    """Give whole days past the day; nothing for what is in time."""
    return value.days if value and value.days > 0 else None


def late_tone(value: timedelta | None) -> str:
    """Colour what is late red."""
    return "red" if days_late(value) else ""


def said(key: str) -> Callable[[Any], Any]:
    """Give what reads one entry of the last reply."""
    return lambda reply: (reply or {}).get(key) or ""


def said_on(key: str) -> Callable[[Any], date | None]:
    """Give what reads a day of the last reply."""

    def read(reply: Any) -> date | None:
        day = (reply or {}).get(key)
        return date.fromisoformat(day[:10]) if day else None

    return read


def gate(key: str) -> Callable[[Any], str]:
    """Give what reads a gate of the last verification: 通过, 未通过, or nothing."""

    def read(reply: Any) -> str:
        passed = (reply or {}).get(key)
        return "" if passed is None else "通过" if passed else "未通过"

    return read


def titled(name: str) -> Callable[[User], str]:
    """Give what names a ledger after the reader's place: 大安区新店镇问题台账."""
    return lambda user: f"{place_of(user.area_code)}{name}"


def place_of(code: str) -> str:
    """Give a place's full name from the county down; "" for all places."""
    heads = [code[:digits] for digits in range(COUNTY, len(code) + 1, 3)]
    names = dict(Area.objects.filter(code__in=heads).values_list("code", "short_name"))
    return "".join(names.get(head, "") for head in heads)


def notes(user: User, kept: FilterSet) -> list[str]:
    """Tell what a ledger counts and what it leaves out."""
    counts = left_out(kept.queryset, kept.qs)
    here = place_of(user.area_code) or "全部区划"
    today = clock.today()
    scope = f"{here}，{told(kept) or '全部期次、全部问题'}"
    untrue = f"，其中不属实{counts['untrue']}个" if counts["untrue"] else ""
    left = []
    if counts["outside"]:
        inner = f"（其中不属实{counts['untrue_outside']}个）" if counts["untrue_outside"] else ""
        left.append(f"不符合上述条件的{counts['outside']}个{inner}")
    if user.is_inspected:
        left.append(UNANNOUNCED)
    counted = (
        f"统计范围：{scope}；共{counts['here']}个{untrue}。"
        f"数据截至{today.year}年{today.month}月{today.day}日。"
    )
    return [counted, f"未计入：{'；'.join(left) or '无'}。"]
