"""Every page of the site for everybody who may reach it, found in the table of who reaches what.

A page is an address that answers a GET with a whole HTML document. Whether an address does is
asked of the site itself, so a new address is swept the moment it stands in the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.access_table import ADMIN_OPEN, PUBLIC, TABLE
from tests.access_world import addresses, body
from tests.face.records import candidates

PEOPLE = {
    "系": ["admin"], "目": ["mudu", "shenhe"], "扶": ["fupin"], "组": ["zuzhi"], "机": ["jiguan"],
    "行": [f"bumen{number:02}" for number in range(1, 20)],
    "乡": [f"xz{number}" for number in (102, *range(100, 115))], "村": ["cun"],
    "督": [f"ducha{number}" for number in (5, 1, 2, 3, 4, 6)], "帮": ["bangfu"],
    "领": ["lingdao"], "纪": ["jiwei"],
}  # fmt: skip
STRANGER = "客"  # somebody who is not logged in
LEAVES = {"accounts:logout"}
PROBES = {"healthz", "readyz"}  # asked by machines; the second one drops its connection
UNSWEPT = {  # addresses of whole pages that no role opens in this world, and why
    "inspections:accountability": "leads on to the first of its pages the reader may open",
    "inspections:visit_open": "a deed; a department fills in forms only where a round says so",
    "reports:bulletin_month": "leads on to the month's bulletin",
    "reports:bulletin_pack_file": "a file, made by a worker",
    "reports:letterhead_preview": "a file, made from a real template",
}
OK, BROKEN = 200, 500  # a broken page is swept as well, and found
NO_PAGE, IS_FILE, IS_PART = 405, "file", "part"


@dataclass(frozen=True)
class Page:
    """An address with the person who opens it and the status it answers with."""

    name: str
    letter: str
    username: str
    address: str
    status: int = 200


@dataclass
class Census:
    """The pages found, and what became of every address that gave none."""

    pages: list[Page]
    no_pages: dict[str, str]  # address that is a deed, a file or a part of a page → which
    unseen: list[tuple[str, str]]  # address and role whose record this world lacks

    def forgotten(self) -> set[str]:
        """Give the addresses that are neither swept nor named in UNSWEPT."""
        seen = {page.name for page in self.pages} | set(self.no_pages) | set(UNSWEPT)
        return {name for name, _ in self.unseen} - seen


def census(*, once: bool = False) -> Census:
    """Find the pages of every role; `once` stops at the first role that opens a page."""
    found = Census([*public_pages(), *settings_pages()], {}, [])
    clients = {name: entered(name) for names in PEOPLE.values() for name in names}
    for name, (kind, reach) in sorted(TABLE.items()):
        if name in LEAVES or is_api(name):
            continue
        for letter in by_reach(reach):
            page = page_of(name, kind, letter, clients)
            if isinstance(page, str):
                found.no_pages[name] = page
                break
            if page is None:
                found.unseen.append((name, letter))
                continue
            found.pages.append(page)
            if once:
                break
    return found


def is_api(name: str) -> bool:
    """Whether a program asks there; the description of the API is a page all the same."""
    if ":" in name or name == "api_docs":
        return False
    return name.startswith("api") or "-" in name or name in PROBES


def by_reach(letters: str) -> list[str]:
    """Give roles, who reaches most of the site first."""
    reached = {letter: sum(letter in reach for _, reach in TABLE.values()) for letter in letters}
    return sorted(letters, key=lambda letter: -reached[letter])


@cache
def entered(username: str) -> Client:
    """Give a program that asks as somebody who logged in; nobody without such an account."""
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    if user := User.objects.filter(username=username).first():
        client.force_login(user, backend="accounts.backends.RightsBackend")
    return client


def session_of(username: str) -> str:
    """Give a new session of somebody, "" for nobody."""
    cookie = entered(username).cookies.get(settings.SESSION_COOKIE_NAME) if username else None
    return cookie.value if cookie else ""


def page_of(name: str, kind: str, letter: str, clients: dict[str, Client]) -> Page | str | None:
    """Give the page a role opens at an address, what is there instead, or None for no record."""
    for username in PEOPLE[letter]:
        user = User.objects.filter(username=username).first()
        for given in candidates(kind, user) if user else ():
            address = reverse(name, kwargs=given)
            answer = clients[username].get(address)
            if answer.status_code == NO_PAGE:
                return "deed"
            if answer.status_code in {OK, BROKEN}:
                return nature(answer) or Page(name, letter, username, address)
    return None


def nature(answer: Any) -> str:
    """Say what an answer is where it is no page: a file or a part of a page."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        body(answer)  # read to its end, a file closes itself
        return IS_FILE
    start = answer.content[:200].lstrip().lower()
    return "" if start.startswith(b"<!doctype html") else IS_PART


def public_pages() -> Iterator[Page]:
    """Give what a stranger sees, and how the site refuses."""
    for name in sorted(name for name in PUBLIC if not is_api(name)):
        answer = Client(headers={"host": "localhost"}).get(reverse(name))
        if answer.status_code == 200 and not nature(answer):
            yield Page(name, STRANGER, "", reverse(name))
    yield Page("不在此处", "目", "mudu", "/no/such/page/", 404)
    yield Page("无权进入", "村", "cun", reverse("reports:wording_list"), 403)


def settings_pages() -> Iterator[Page]:
    """Give the settings: their index, every list, its form to add and its first record."""
    (admin,) = PEOPLE["系"]
    client = entered(admin)
    lists = [name for name in sorted(addresses()) if name.endswith("_changelist")]
    opened = [name for name in lists if name.split("_")[1] in ADMIN_OPEN]
    for name in ["admin:index", *opened, *(n.replace("changelist", "add") for n in opened)]:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        answer = client.get(address)
        if answer.status_code == 200:
            yield Page(name, "系", admin, address)
        if name.endswith("_changelist") and (first := first_record(answer, address)):
            yield Page(name.replace("changelist", "change"), "系", admin, first)


def first_record(answer: Any, address: str) -> str:
    """Give the address of the first record of a list of the settings."""
    text = answer.content.decode()
    start = text.find(f'href="{address}', text.find("result_list"))
    link = text[start + 6 : text.find('"', start + 6)] if start > 0 else ""
    return link.partition("?")[0] if "/change/" in link else ""
