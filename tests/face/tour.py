"""Going through the pages: which, on which screens, with which pictures kept."""

import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from itertools import cycle
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from reports.demo.people_of_daan import PASSWORD
from tests import machine
from tests.face.firefox import BidiError, Firefox, program
from tests.face.firefox import firefox as window
from tests.face.pages import Page, census, session_of
from tests.face.screen import NOT_OURS, PHONE_WIDTH, SIZES, Fault, Screen, refusal
from tests.face.sheet import picture_path, write_sheet
from tests.face.world import fill_up

SCREENS = [
    ("1366x768", "light"), ("390x844", "dark"), ("390x844", "light"), ("1366x768", "dark"),
]  # fmt: skip
FEW = {"admin:index", "admin:accounts_user_changelist", "admin:accounts_user_change"}
WIDTHS = {
    "320": (320, 640),
    "1366 at 200%": (683, 384),
    "1366 large": (1366, 768),
    "1920": (1920, 1080),
    "390 large": (PHONE_WIDTH, 844),
}


def prepare(*, once: bool) -> tuple[list[Page], dict[str, str]]:
    """Complete the world; give the pages, and the addresses no record was found for by role."""
    with transaction.atomic():
        fill_up()
    found = census(once=once)
    unseen: dict[str, str] = defaultdict(str)
    for name, letter in found.unseen:
        unseen[name] += letter
    connections.close_all()
    return found.pages, {} if once else unseen


def share(pages: list[Page], number: int, of: int) -> list[Page]:
    """Give the part of one process: a page goes to the same one for every role."""
    mine = set(list(dict.fromkeys(page.name for page in pages))[number::of])
    return [page for page in pages if page.name in mine]


def walk(site: str, pages: list[Page], folder: Path) -> list[Fault]:
    """Look at pages in a Chromium of this process; give what is wrong."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=machine.chromium(), args=machine.BROWSER_OPTIONS
        )
        faults = look_at(browser, site, pages, folder=folder)
        browser.close()
    return faults


def look_at(browser: Browser, site: str, pages: Iterable[Page], *, folder: Path) -> list[Fault]:
    """Look at pages on every screen, and once at every width; keep pictures in a folder."""
    screens = [Screen(browser, site, size, theme) for size, theme in SCREENS]
    wide = Screen(browser, site, "1366x768", "light")
    faults: list[Fault] = []
    known: set[str] = set()
    for page in pages:
        session = session_of(page.username)
        for screen in screens:
            shown = picture_path(folder, screen.name, page.letter, page.name)
            faults += attempt(screen, page, session, shown)
        if page.name not in known:
            faults += wide.widths(page, session, WIDTHS)
        known.add(page.name)
    for screen in [*screens, wide]:
        screen.close()
    return faults


def glance_at(browser: Browser, site: str, pages: Iterable[Page]) -> list[Fault]:
    """Look at pages, each on one screen, sizes and themes in turn."""
    screens = [Screen(browser, site, size, theme) for size, theme in SCREENS]
    turns = zip(pages, cycle(screens), strict=False)
    faults = [
        fault
        for page, screen in turns
        for fault in attempt(screen, page, session_of(page.username), None)
    ]
    for screen in screens:
        screen.close()
    return faults


def attempt(screen: Screen, page: Page, session: str, picture: Path | None) -> list[Fault]:
    """Look at a page; one that does not come is a fault like others."""
    try:
        return screen.look(page, session, picture)
    except BrowserError as trouble:
        what = str(trouble).partition("\n")[0]
        return [Fault(page.name, page.letter, screen.name, "does not open", what)]


def thin_cut(browser: Browser, site: str) -> tuple[list[Fault], set[str]]:
    """Look at every page once, sizes and themes in turn.

    Gives what is wrong, and the addresses nobody opens and nobody excused. Of the settings, which
    Django draws, one list and one form stand for all; `make face` opens them all.
    """
    with transaction.atomic():
        fill_up()
    found = census(once=True)
    pages = [
        page for page in found.pages if not page.name.startswith("admin:") or page.name in FEW
    ]
    return glance_at(browser, site, pages), found.forgotten()


def firefox(site: str, pages: list[Page], folder: Path) -> list[Fault]:
    """Log in and look at every page once in Firefox, where there is one; keep pictures."""
    command = program()
    if command is None:
        return [Fault("-", "-", "firefox", "no browser", "请安装 firefox-esr 后再执行。")]
    once = list({page.name: page for page in pages}.values())
    faults = []
    with window(command) as browser:
        if not logs_in(browser, site):
            faults.append(Fault("accounts:login", "目", "firefox", "login", "登录后没有进入首页"))
        for number, page in enumerate(once):
            size = list(SIZES)[number % 2]
            shown = picture_path(folder, f"{size}-firefox", page.letter, page.name)
            wrong = look_in_firefox(browser, site, page, size=size, picture=shown)
            faults += [Fault(page.name, page.letter, "firefox", *one) for one in wrong]
    return faults


def logs_in(browser: Firefox, site: str) -> bool:
    """Whether the login form leads somebody in."""
    browser.go(site + reverse("accounts:login"))
    fill = "document.querySelector('[name={}]').value = '{}'"
    browser.run(fill.format("username", "mudu"))
    browser.run(fill.format("password", PASSWORD))
    browser.run("document.querySelector('[name=password]').form.requestSubmit() ?? null")
    for _ in range(50):
        time.sleep(0.2)
        with suppress(BidiError):
            if browser.run("location.pathname") == "/":
                return True
    return False


def look_in_firefox(
    browser: Firefox, site: str, page: Page, *, size: str, picture: Path
) -> list[tuple[str, str]]:
    """Open a page as its person; give what is wrong with it."""
    browser.size(*SIZES[size])
    browser.cookie(settings.SESSION_COOKIE_NAME, session_of(page.username) or "nobody")
    try:
        browser.go(site + page.address)
        wide, headings = browser.run(
            "[document.scrollingElement.scrollWidth, document.querySelectorAll('h1').length]"
        )
    except BidiError as trouble:
        return [("does not open", str(trouble))]
    browser.picture(picture)
    wrong = [("console", said) for said in browser.heard if not refusal(page, said)]
    if wide > SIZES[size][0]:
        wrong.append(("scrolls sideways", f"{wide}px"))
    if not headings and page.name not in NOT_OURS:
        wrong.append(("one h1", "0"))
    return wrong


def sheet(folder: Path) -> Path:
    """Write the contact sheet."""
    return write_sheet(folder)
