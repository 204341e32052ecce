"""A page on a screen: opened as its person sees it, looked over, and what is wrong with it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request

from accounts.looks import THEME
from tests.face.pages import Page

PHONE: dict[str, Any] = {"is_mobile": True, "has_touch": True}
SIZES = {"1366x768": (1366, 768), "390x844": (390, 844)}
PHONE_WIDTH = 390
NO_WORKERS = "Service Worker registration blocked"  # by this very test: no page from a store
PATIENCE = 60_000  # milliseconds
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NOT_OURS = {"api_docs"}  # Swagger's own page about the API: it opens and breaks no rule, no more
WATCH = """
addEventListener("securitypolicyviolation", (breach) =>
  console.error(`CSP ${breach.violatedDirective} ${breach.blockedURI} ` +
    `${breach.sourceFile}:${breach.lineNumber} ${breach.sample}`));
"""
WIDE = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return document.scrollingElement.scrollWidth;
}"""
LOOK = r"""async (narrow) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const code = [...document.querySelectorAll("code")].map((node) => node.innerText);
  const text = code.reduce((left, part) => left.replace(part, ""), document.body.innerText);
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  const headings = [...document.querySelectorAll("h1")].filter(seen);
  const small = [...document.querySelectorAll("button, .btn, select, .nav-link, .page-link," +
    " input:not([type=hidden], [type=checkbox], [type=radio]), summary")].filter((node) => {
      const box = node.getBoundingClientRect();
      return seen(node) && box.height > 1 && box.width > 1 && Math.round(box.height) < 44
        && !node.closest(".visually-hidden, .visually-hidden-focusable, .term");
    });
  const say = (node) => `${node.tagName.toLowerCase()}.${node.className} ` +
    `${Math.round(node.getBoundingClientRect().height)}px ${node.innerText.slice(0, 12)}`;
  return {
    wide: document.scrollingElement.scrollWidth,
    title: document.title.trim(),
    lang: document.documentElement.lang,
    headings: headings.map((node) => node.innerText.trim()),
    odd: text.match(/(?<![A-Za-z.])(None|undefined|NaN)(?![A-Za-z.])|\{\{|\{%|\[object/g) || [],
    small: narrow ? small.map(say) : [],
  };
}"""
AXE = """async ([context, options]) => {
  const { violations } = await axe.run(context || document, options);
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(
    ({ target, failureSummary, any }) => `${target.join(" ")} ${
      (any[0]?.message || failureSummary).slice(0, 160)}`) }));
}"""
KIND = r"""(text) => text.replace(/ (?!class=|role=|type=|tabindex=)([\w-]+)="[^"]+"/g, " $1=x")
  .replace(/\d+/g, "0")"""  # what an element is, whatever is written in it
SHELL = [".side", ".top"]  # the menu and the bar, which are those of the page before
SHAPE = rf"""(shell) => {{
  const kind = {KIND};
  const kinds = (text) => [...new Set(kind(text).match(/<\w[^>]*>/g) || [])];
  const around = [...document.querySelectorAll(shell)].map((node) => node.outerHTML);
  const all = document.documentElement.outerHTML;
  return [around.join(""), around.reduce((left, part) => left.replace(part, ""), all)].map(kinds);
}}"""
THIN = rf"""() => {{
  const kind = {KIND};
  for (const list of document.querySelectorAll("tbody, ul, ol")) {{
    const seen = {{}};
    for (const row of [...list.children]) {{
      const like = kind(row.outerHTML).replace(/>[^<]+</g, "><");
      seen[like] = (seen[like] || 0) + 1;
      if (seen[like] > 2) row.remove();
    }}
  }}
}}"""
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,  # it would write a <style> of its own, which the policy refuses
    "rules": {"target-size": {"enabled": True}},
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: on which page, for whom, on which screen, which rule, what exactly."""

    page: str
    letter: str
    screen: str
    rule: str
    what: str


@cache
def axe_script() -> str:
    """Give axe-core as the dev package brings it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


class Screen:
    """One size and one theme of a browser; whoever looks at it has the session given."""

    def __init__(self, browser: Browser, site: str, size: str, theme: str) -> None:
        width, height = SIZES[size]
        more = PHONE if width == PHONE_WIDTH else {}
        self.site, self.name, self.width = site, f"{size}-{theme}", width
        self.context: BrowserContext = browser.new_context(
            base_url=site, locale="zh-CN", viewport={"width": width, "height": height},
            service_workers="block", reduced_motion="reduce", **more,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(WATCH + axe_script())
        self.cookie(THEME, theme)
        self.heard: list[tuple[str, str]] = []
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.heard.append(("script", str(error))))
        self.page.on("requestfailed", self._lost)
        self.spent: dict[str, float] = {}
        self.known: set[int] = set()

    def cookie(self, name: str, value: str) -> None:
        """Keep a cookie of the site."""
        self.context.add_cookies([{"name": name, "value": value, "url": self.site}])

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and NO_WORKERS not in message.text:
            self.heard.append(("console", message.text))

    def _lost(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left on the way, nothing lost
            self.heard.append(("request", request.url))

    def look(self, page: Page, session: str, picture: Path | None = None) -> list[Fault]:
        """Open a page as its person and give what is wrong with it."""
        self.heard.clear()
        self.cookie(settings.SESSION_COOKIE_NAME, session or "nobody")
        with self._timed("load"):
            answer = self.page.goto(page.address, wait_until="load")
        wrong = [("status", str(answer.status))] if answer.status != page.status else []
        if page.name in NOT_OURS:
            return self._faults(page, wrong)
        with self._timed("look"):
            wrong += self._seen()
        if picture:
            with self._timed("picture"):
                self.page.screenshot(path=picture, full_page=True, type="jpeg", quality=70)
        with self._timed("axe"):
            wrong += self._judged(page)
        return self._faults(page, wrong)

    def _faults(self, page: Page, wrong: list[tuple[str, str]]) -> list[Fault]:
        """Give what was seen and what the browser said, as faults of a page."""
        wrong += [said for said in self.heard if not refusal(page, said[1])]
        return [Fault(page.name, page.letter, self.name, rule, what) for rule, what in wrong]

    def _seen(self) -> Iterator[tuple[str, str]]:
        seen = self.page.evaluate(LOOK, self.width == PHONE_WIDTH)
        if seen["wide"] > self.width:
            yield "scrolls sideways", f"{seen['wide']}px"
        if not seen["title"]:
            yield "no title", ""
        if not seen["lang"].startswith("zh"):
            yield "language", seen["lang"]
        if len(seen["headings"]) != 1:
            yield "one h1", str(seen["headings"])
        yield from (("odd text", word) for word in seen["odd"])
        yield from (("small target", node) for node in seen["small"])

    def _judged(self, page: Page) -> Iterator[tuple[str, str]]:
        """Let axe judge elements of a kind no page before had; of a list two rows alike."""
        around, page_itself = self.page.evaluate(SHAPE, ",".join(SHELL))
        shell = {hash(kind) for kind in around}
        shape = shell | {hash((page.name, kind)) for kind in page_itself}
        if shape <= self.known:
            return
        left_out = {"exclude": [[part] for part in SHELL]} if shell <= self.known else None
        self.known |= shape
        self.page.evaluate(THIN)
        for found in self.page.evaluate(AXE, [left_out, OPTIONS]):
            yield from ((found["id"], node) for node in found["nodes"])

    def widths(self, page: Page, session: str, sizes: dict[str, tuple[int, int]]) -> list[Fault]:
        """Open a page once and give the widths at which it scrolls sideways, larger type too."""
        self.cookie(settings.SESSION_COOKIE_NAME, session or "nobody")
        self.page.goto(page.address)
        wrong = []
        for name, (width, height) in sizes.items():
            self.page.set_viewport_size({"width": width, "height": height})
            size = "large" if name.endswith("large") else "normal"
            self.page.evaluate(f'document.documentElement.dataset.size = "{size}"')
            wide = self.page.evaluate(WIDE)
            if wide > width:
                wrong.append(Fault(page.name, page.letter, name, "scrolls sideways", f"{wide}px"))
        return wrong

    def _timed(self, what: str) -> "_Timed":
        return _Timed(self.spent, what)

    def close(self) -> None:
        """Put the screen away."""
        self.context.close()


class _Timed:
    """Adds the seconds of a block to a total."""

    def __init__(self, totals: dict[str, float], what: str) -> None:
        self.totals, self.what = totals, what

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self.totals[self.what] = self.totals.get(self.what, 0) + time.monotonic() - self.began


def refusal(page: Page, said: str) -> bool:
    """Whether the browser only repeats that the page is the refusal it was asked to be."""
    return page.status != 200 and f"status of {page.status}" in said
