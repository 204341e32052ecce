"""The menu is data: what stands in it, where it leads, who may see it."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse

from accounts.models import User


@dataclass(frozen=True)
class Entry:
    """A line of the menu; an empty permission means everybody who is logged in."""

    label: str
    icon: str
    url_name: str
    permission: str = ""
    staff: bool = False
    also: tuple[str, ...] = ()  # further pages that stand under this line


@dataclass(frozen=True)
class Line:
    """An entry as one user sees it on one page."""

    label: str
    icon: str
    url: str
    active: bool
    letter: str  # pressed after g leads there (static/js/typing.js); "" for none


ENTRIES = (
    Entry("首页", "home", "home"),
    Entry("看板", "chart-bar", "reports:dashboard", "reports.view_dashboard"),
    Entry(
        "挂图作战", "calendar-stats", "reports:wall_chart", "inspections.view_rectificationorder"
    ),
    Entry("底册", "database", "households:household_list", "households.view_household"),
    Entry("期次", "calendar-event", "inspections:round_list", "inspections.view_round"),
    Entry("我的任务", "clipboard-check", "inspections:my_assignments", "inspections.fill_visit"),
    Entry("问题", "alert-triangle", "inspections:problem_list", "inspections.view_problem"),
    Entry(
        "整改",
        "tool",
        "inspections:rectification_list",
        "inspections.view_rectificationorder",
        also=(
            *("inspections:order_list", "inspections:extension_list"),
            *("inspections:objection_list", "inspections:escalation_list"),
            "inspections:summons_list",
        ),
    ),
    Entry("会议", "users", "projects:meeting_list", "projects.view_meeting"),
    Entry("举一反三", "target-arrow", "inspections:self_check_list", "inspections.view_selfcheck"),
    Entry("回头看", "refresh", "inspections:look_back_list", "inspections.view_lookback"),
    Entry(
        "问责",
        "hand-stop",
        "inspections:accountability",
        "inspections.view_accountability_totals",
    ),
    Entry(
        "台账",
        "books",
        "reports:ledger_list",
        "reports.view_ledger",
        also=(
            *("inspections:problem_ledger", "inspections:rectification_ledger"),
            *("inspections:rollup", "inspections:rollup_units"),
        ),
    ),
    Entry("通报", "file-text", "reports:bulletin_list", "reports.view_bulletin"),
    Entry(
        "阅文",
        "book",
        "reports:reading_list",
        "reports.view_bulletin",
        also=("reports:receipt_list", "reports:instruction_list"),
    ),
    Entry("项目资金", "coins", "projects:plan", "projects.view_annualtarget"),
    Entry("方案", "list-check", "inspections:scheme_list", "inspections.view_scheme"),
    Entry("设置", "settings", "admin:index", staff=True),
)

LETTERS = {
    "home": "s",
    "reports:dashboard": "k",
    "reports:wall_chart": "g",
    "households:household_list": "d",
    "inspections:round_list": "q",
    "inspections:my_assignments": "r",
    "inspections:problem_list": "w",
    "inspections:rectification_list": "z",
    "projects:meeting_list": "m",
    "inspections:self_check_list": "j",
    "inspections:look_back_list": "h",
    "inspections:accountability": "e",
    "reports:ledger_list": "t",
    "reports:bulletin_list": "b",
    "reports:reading_list": "y",
    "projects:plan": "x",
    "inspections:scheme_list": "f",
    "admin:index": "o",
}
"""The letter of each entry, by the first sound of its name where that is free."""


def menu_of(user: AbstractBaseUser | AnonymousUser, *, path: str) -> list[Line]:
    """Give the lines a user may see; the one whose address leads the path furthest is active."""
    if not isinstance(user, User):
        return []
    found = [(entry, _address(entry)) for entry in ENTRIES if _may_see(user, entry)]
    shown = [(entry, url) for entry, url in found if url]
    led = [(len(way), url) for entry, url in shown for way in _ways(entry) if _leads(way, path)]
    here = max(led)[1] if led else ""
    return [
        Line(entry.label, entry.icon, url, url == here, LETTERS.get(entry.url_name, ""))
        for entry, url in shown
    ]


def _may_see(user: User, entry: Entry) -> bool:
    if entry.staff:
        return user.is_staff
    return not entry.permission or user.has_perm(entry.permission)


def _address(entry: Entry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def _ways(entry: Entry) -> list[str]:
    """Give the addresses a line stands for: its own and those of the pages under it."""
    return [_address(entry), *map(reverse, entry.also)]


def _leads(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
