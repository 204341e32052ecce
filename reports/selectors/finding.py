"""Finding a record from anywhere: by its number, its name or its title, inside one's scope."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from accounts.lists import Listing
from accounts.masking import masker
from accounts.models import User
from accounts.redaction import redacted
from accounts.searches import Search
from households.identity import normal_text, plain_text
from households.lists import villages
from households.lists.households import HOUSEHOLDS
from households.lists.members import MEMBERS
from households.lists.searching import read_search
from households.models import Area, Household, Member
from inspections.models import Problem, RectificationOrder
from inspections.selectors.problems import holding
from reports.models import Bulletin
from reports.selectors import reading

MOST = 8  # of a kind on the page; the rest is behind 全部
LONGEST, SHORTEST = 60, 2
WORDS = "find"
PERSONAL = {"identity", "phone"}
UNREADABLE = Search("nothing", "", "不能按证件号码或电话检索")
_NUMBER = re.compile(r"[0-9A-Z-]+")
_DOCUMENT = re.compile(r"(?:.*[〔\[(【])?(20[0-9]{2})[〕\])】-](?:第)?([0-9]{1,6})号?")


class Hit(NamedTuple):
    """One record found: its page, what it is called, what tells it from others."""

    url_name: str
    argument: Any
    title: str
    note: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` is the list that shows all of it, by a GET or a POST.

    `query` is the list's own filter; `asks` says that its search box takes the same words.
    """

    label: str
    icon: str
    hits: list[Hit]
    total: int
    more: str = ""
    query: str = ""
    asks: bool = False


Finder = Callable[[User, Search], Group | None]


def read(user: User, text: str) -> Search | None:
    """Tell what was typed, to be kept for the page; None for what is too short or too long.

    A person's number is kept by its keyed index only; one he may not look for not at all.
    """
    words = plain_text(text)
    if not SHORTEST <= len(words) <= LONGEST:
        return None
    asked = read_search(user, words)
    if asked and asked.kind in PERSONAL:
        return asked
    return UNREADABLE if redacted(normal_text(words)) != normal_text(words) else _words(words)


def _words(words: str) -> Search:
    return Search(WORDS, words, words)


def found(user: User, asked: Search) -> list[Group]:
    """Give what was found, by kind, at most MOST of each; two queries a kind at most."""
    groups = [finder(user, asked) for finder in FINDERS]
    return [group for group in groups if group is not None and group.total]


def exactly(user: User, asked: Search) -> Hit | None:
    """Give the one record whose number was typed whole, if there is one the user may see."""
    if asked.kind != WORDS:
        return None
    return next(_exact(user, normal_text(asked.value).upper()), None)


def _exact(user: User, word: str) -> Iterator[Hit]:
    if _NUMBER.fullmatch(word):
        if user.has_perm("households.view_household"):
            rows = HOUSEHOLDS.rows(user).filter(household_no=word)
            yield from (_household(row, user) for row in rows)
        if user.has_perm("inspections.view_problem"):
            yield from map(_problem, Problem.objects.visible_to(user).filter(number=word))
        places = _areas(user).exclude(level=Area.Level.COUNTY)
        yield from map(_place, places.filter(code=word).select_related("parent"))
    orders, documents = _orders(user, word)[:2], _documents_numbered(user, word)[:2]
    if len(orders) + len(documents) == 1:
        yield from map(_order, orders)
        yield from map(_document, documents)


def _households(user: User, asked: Search) -> Group | None:
    def hits(rows: "QuerySet[Any]") -> list[Hit]:
        return [_household(row, user) for row in rows.select_related("village__parent")]

    return _of_listing(HOUSEHOLDS, "home", user, asked, hits)


def _members(user: User, asked: Search) -> Group | None:
    def hits(rows: "QuerySet[Any]") -> list[Hit]:
        named = masker(user, "name")
        joined = rows.select_related("household__village__parent")
        return [_member(row, named(row.name)) for row in joined]

    return _of_listing(MEMBERS, "users", user, asked, hits)


def _of_listing(
    listing: Listing,
    icon: str,
    user: User,
    asked: Search,
    hits: "Callable[[QuerySet[Any]], list[Hit]]",
) -> Group | None:
    """Ask a list of the register as its own search box would, so that both find the same."""
    search = asked if asked.kind in PERSONAL else read_search(user, asked.value)
    if search is None or not user.has_perm(listing.permission):
        return None
    rows = listing.searched(listing.rows(user), search)
    name = f"households:{listing.name.removesuffix('s')}_list"
    shown = listing.ordered(rows, "")[:MOST]
    return Group(listing.label, icon, hits(shown), rows.count(), name, asks=True)


def _areas(user: User) -> Any:
    seen = Area.objects.visible_to(user)
    return seen if user.has_perm("households.view_area") else seen.none()


def _places(user: User, asked: Search) -> Group | None:
    search = villages.read_place(user, asked.value) if asked.kind == WORDS else None
    if search is None:
        return None
    rows = villages.search(_areas(user).villages(), search)
    hits = [_place(row) for row in rows.select_related("parent").order_by("code")[:MOST]]
    return Group("村", "map-pin", hits, rows.count(), "households:area_list", asks=True)


def _townships(user: User, asked: Search) -> Group | None:
    search = villages.read_place(user, asked.value) if asked.kind == WORDS else None
    if search is None:
        return None
    rows = villages.search(_areas(user).townships(), search)
    return Group("乡镇", "map-pin", list(map(_place, rows.order_by("code")[:MOST])), rows.count())


def _problems(user: User, asked: Search) -> Group | None:
    word = normal_text(asked.value).upper()
    if asked.kind != WORDS or not _NUMBER.fullmatch(word):
        return None
    if not user.has_perm("inspections.view_problem"):
        return None
    rows = holding(Problem.objects.visible_to(user), word)
    hits = [_problem(row) for row in rows.order_by("-period", "number")[:MOST]]
    query = f"q={word}&all=1"
    return Group("问题", "alert-triangle", hits, rows.count(), "inspections:problem_list", query)


def _found_orders(user: User, asked: Search) -> Group | None:
    rows = _orders(user, normal_text(asked.value)) if asked.kind == WORDS else None
    if rows is None or not user.has_perm("inspections.view_rectificationorder"):
        return None
    hits = [_order(row) for row in rows.select_related("unit")[:MOST]]
    return Group("整改单", "file-text", hits, rows.count())


def _orders(user: User, word: str) -> "QuerySet[RectificationOrder]":
    """Give the orders of a number as printed: 督改〔2016〕12号."""
    told = _DOCUMENT.fullmatch(word)
    rows = RectificationOrder.objects.visible_to(user)
    if told is None or not user.has_perm("inspections.view_rectificationorder"):
        return rows.none()
    return rows.filter(year=int(told[1]), serial=int(told[2]))


def _documents(user: User, asked: Search) -> Group | None:
    if asked.kind != WORDS or not user.has_perm("reports.view_bulletin"):
        return None
    numbered = _documents_numbered(user, normal_text(asked.value))
    if numbered.query.is_empty():
        rows = reading.searched(reading.found_by(user), Search("words", asked.value, ""))
        more = "reports:reading_list"
    else:
        rows, more = numbered, ""
    hits = [_document(row) for row in rows[:MOST]]
    return Group("文件", "file-text", hits, rows.count(), more, asks=bool(more))


def _documents_numbered(user: User, word: str) -> "QuerySet[Bulletin]":
    """Give the issued documents of a number as printed: 目督通〔2016〕7号."""
    told = _DOCUMENT.fullmatch(word)
    if told is None or not user.has_perm("reports.view_bulletin"):
        return Bulletin.objects.none()
    rows = reading.found_by(user).filter(year=int(told[1]), serial=int(told[2]))
    series = re.split(r"[〔\[(【]", word)[0]
    return rows.filter(Q(series=series)) if series and not series[0].isdigit() else rows


def _household(row: Household, user: User) -> Hit:
    name = masker(user, "name")(row.head_name)
    title = f"{name}（{row.person_count}人）" if name else row.household_no
    note = f"{row.village.full_name} · {row.household_no}"
    return Hit("households:household_detail", row.household_no, title, note)


def _member(row: Member, name: str) -> Hit:
    note = f"{row.household.village.full_name} · {row.relation} · {row.person_no}"
    return Hit("households:household_detail", row.household.household_no, name, note)


def _place(row: Area) -> Hit:
    kind = "village" if row.level == Area.Level.VILLAGE else "township"
    return Hit(f"households:{kind}_detail", row.code, row.full_name, row.code)


def _problem(row: Problem) -> Hit:
    note = f"{row.subject_name} · {row.get_state_display()}"
    return Hit("inspections:problem_detail", row.pk, f"{row.number} {row.fact}", note)


def _order(row: RectificationOrder) -> Hit:
    note = f"{row.unit} · 限{row.due_on:%Y-%m-%d}前"
    return Hit("inspections:order_detail", row.pk, row.number, note)


def _document(row: Bulletin) -> Hit:
    return Hit("reports:reading_detail", row.pk, row.title, row.number)


FINDERS: tuple[Finder, ...] = (
    *(_households, _members, _townships, _places),
    *(_problems, _found_orders, _documents),
)
CAN_FIND = (
    ("households.view_household", "户编号、户主姓名"),
    ("households.view_member", "家庭成员姓名、人编号，完整的证件号码或电话"),
    ("households.view_area", "乡镇和村的名称、代码"),
    ("inspections.view_problem", "问题编号"),
    ("inspections.view_rectificationorder", "整改单号，如 督改〔2016〕12号"),
    ("reports.view_bulletin", "文件字号或标题"),
)


def can_find(user: User) -> list[str]:
    """Say what this user may look for."""
    return [words for right, words in CAN_FIND if user.has_perm(right)]
