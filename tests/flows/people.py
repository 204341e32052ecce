"""People at their screens: each in a browser of his own, logged in by the login page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Download,
    FilePayload,
    Locator,
    expect,
)
from playwright.sync_api import TimeoutError as TooLong

from reports.demo.people_of_daan import PASSWORD

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PATIENCE = 30_000  # milliseconds a page or an element may take to come
expect.set_options(timeout=PATIENCE)
PICTURES = os.environ.get("FLOW_PICTURES", "")  # a folder that keeps a picture of every page


class Person:
    """Somebody with an account and a screen; every page he comes to is looked over."""

    def __init__(self, browser: Browser, site: str, username: str, *, phone: bool = False) -> None:
        screen = PHONE if phone else DESKTOP
        self.phone, self.username, self.site = phone, username, site
        self.width = screen["viewport"]["width"]
        self.context = browser.new_context(base_url=site, locale="zh-CN", **screen)
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.steps = 0
        self.open_page()
        self._log_in()

    def open_page(self) -> None:
        """Open a page of his browser; from now on it is the one he looks at."""
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url} {message.text}")

    def _log_in(self) -> None:
        self.go("/")
        expect(self.page.get_by_role("heading", name="登录")).to_be_visible()
        self.write(self.page.get_by_label("用户名"), self.username)
        self.write(self.page.get_by_label("密码"), PASSWORD)
        self.press("登录")
        expect(self.page.locator("[data-form-errors]")).to_have_count(0)

    def go(self, address: str) -> None:
        """Open an address and look the page over."""
        self.page.goto(address)
        self.look()

    def look(self) -> None:
        """Refuse a page that scrolls sideways; keep a picture where asked for."""
        wide = self.page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= self.width, f"{self.page.url} is {wide} pixels wide"
        self.steps += 1
        if PICTURES:
            name = f"{self.username}-{self.steps:02}.png"
            self.page.screenshot(path=Path(PICTURES) / name, full_page=True)

    def touch(self, place: Locator) -> None:
        """Tap on a phone, click elsewhere."""
        if self.phone:
            place.tap()
        else:
            place.click()

    def write(self, place: Locator, text: str) -> None:
        """Put a text, a day or a month in the place of what stands there."""
        place.fill(text)

    def tick(self, place: Locator) -> None:
        """Have a box or a choice ticked."""
        place.check()

    def untick(self, place: Locator) -> None:
        """Have a box not ticked."""
        place.uncheck()

    def choose(self, place: Locator, value: str) -> None:
        """Choose one of a list."""
        place.select_option(value)

    def hand_over(self, place: Locator, file: FilePayload) -> None:
        """Give a file to an input."""
        place.set_input_files([file])

    def press(self, label: str, *, within: str = "body", sure: bool = False) -> None:
        """Press a button that leads on; `sure` says yes to its question."""
        self._lead_on(self.page.locator(within).get_by_role("button", name=label), sure=sure)

    def follow(self, label: str, *, within: str = "#main") -> None:
        """Follow a link."""
        self._lead_on(self.page.locator(within).get_by_role("link", name=label), sure=False)

    def open(self, place: Locator) -> None:
        """Follow a link or press a button found otherwise."""
        self._lead_on(place, sure=False)

    def _lead_on(self, place: Locator, *, sure: bool) -> None:
        with self.page.expect_navigation():
            self.touch(place)
            if sure:
                self.say_yes()
        self.look()

    def say_yes(self) -> None:
        """Say yes to a question."""
        self.touch(self.page.locator("#confirm-ok"))

    def menu(self, label: str) -> None:
        """Go somewhere by the main menu."""
        if self.phone:
            self.touch(self.page.get_by_label("打开菜单"))
            expect(self.page.locator("#side-menu.show")).to_be_visible()
        self.follow(label, within="#side-menu")

    def download(self, place: Locator, folder: Path) -> Path:
        """Save what a link hands out and give its place.

        On a busy machine one click of hundreds was seen to start no download; like a person, this
        one clicks once more.
        """
        try:
            file = self._handed_out(place, patience=PATIENCE)
        except TooLong:
            file = self._handed_out(place, patience=2 * PATIENCE)
        path = folder / file.suggested_filename
        file.save_as(path)
        return path

    def _handed_out(self, place: Locator, *, patience: int) -> Download:
        with self.page.expect_download(timeout=patience) as coming:
            self.touch(place)
        return coming.value

    def post(self, address: str, **form: str) -> int:
        """Send a form no page offers and give the status."""
        token = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}
        given = {**form, "csrfmiddlewaretoken": token["csrftoken"]}
        return self.context.request.post(address, form={**given}, max_redirects=0).status

    def answer_of(self, address: str) -> tuple[int, str]:
        """Give the status and the text an address answers with."""
        answer = self.context.request.get(address, max_redirects=0)
        return answer.status, answer.text()

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """Expect the next page to be a refusal, which the browser reports as well."""
        before = len(self.complaints)
        yield
        told = self.complaints[before:]
        assert all(f"status of {status}" in line for line in told), told
        del self.complaints[before:]

    def leave(self) -> None:
        """Go; no page may have complained of an error or a breach of its policy."""
        self.context.close()
        assert self.complaints == []
