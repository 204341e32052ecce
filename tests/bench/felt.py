"""Speed as felt: when a phone on 4G shows its first content, at the first visit and coming again.

Served as an installation serves: files under names with a fingerprint, compressed, kept for good.
The phone's lines are the browser's own presets (Chrome DevTools: Fast 4G and Slow 4G), as is its
slower processor, a quarter of this machine's; what else runs on the machine adds to the figures.
"""

import os
import subprocess
import sys
from itertools import product

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from accounts.models import User
from inspections.models import Visit
from tests import machine
from tests.bench import stage
from tests.bench.figures import Figure, tell
from tests.flows.people import PHONE

LINES = {  # milliseconds there and back, bytes a second down and up
    "4G": (165, 1_012_500, 168_750),
    "慢速4G": (562.5, 180_000, 84_375),
}
SLOWER = 4
AGAIN = 5  # times
GOAL = "< 1 s"  # coming again on 4G
PAINT = "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)"
SHIPPED = "performance.getEntriesByType('resource').reduce((n, one) => n + one.transferSize, 0)"
COOKIE, PART = "sessionid", "A"


def serve_as_installed() -> dict[str, str]:
    """Collect the static files; give what the server must be told to serve them so."""
    env = {"TRIAL": "0", "SSL_REDIRECT": "0", "SECRET_KEY": settings.SECRET_KEY}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, check=True, env=os.environ | env)  # noqa: S603 -- a fixed command
    return env


def pages() -> list[tuple[str, str, str]]:
    """Give the first page and a visit's form, open again, each with the session of its reader."""
    visits = Visit.objects.filter(subject_kind="household").select_related("started_by")
    visit = visits.order_by("-pk")[0]
    visits.filter(pk=visit.pk).update(state=Visit.State.DRAFT, submitted_at=None, accepted_at=None)
    form = reverse("inspections:visit_section", args=[visit.pk, PART])
    session = session_of(visit.started_by)
    return [("首页", reverse("home"), session), ("督查表", form, session)]


def session_of(person: User) -> str:
    """Log a person in; give the key of his session."""
    client = Client()
    client.force_login(person, backend="accounts.backends.RightsBackend")
    return client.cookies[COOKIE].value


def first_content(context: BrowserContext, address: str, line: str) -> tuple[float, int]:
    """Open a page on a slow line; give the seconds to its first content and its bytes."""
    page = context.new_page()
    told = context.new_cdp_session(page)
    latency, down, up = LINES[line]
    told.send("Network.enable")
    told.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": down,
            "uploadThroughput": up,
        },
    )
    told.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    page.wait_for_function(f"{PAINT}.length > 0")
    painted, shipped = page.evaluate(PAINT)[0] / 1000, int(page.evaluate(SHIPPED))
    page.close()
    return painted, shipped


def opened(browser: Browser, site: str, line: str, page: tuple[str, str, str]) -> list[Figure]:
    """Open a page in a browser that has nothing yet, then again, the quickest of some times."""
    name, address, session = page
    context = browser.new_context(**PHONE)
    context.add_cookies([{"name": COOKIE, "value": session, "url": site}])
    first = first_content(context, site + address, line)
    again = min(first_content(context, site + address, line) for _ in range(AGAIN))
    context.close()
    goal = GOAL if line == "4G" else ""
    return [
        Figure(f"{name} {line}首屏", f"{visit}，{shipped // 1000} KB", painted, "s", goal=told)
        for visit, (painted, shipped), told in (
            ("第一次打开", first, ""),
            ("再次打开", again, goal),
        )
    ]


def main() -> None:
    """Measure each page on each line."""
    asked = pages()  # before the browser, beside whose loop nothing may ask the database
    figures = []
    with stage.web("config.wsgi", **serve_as_installed()) as (port, _), sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=machine.chromium(), args=machine.BROWSER_OPTIONS
        )
        for line, page in product(LINES, asked):
            figures += opened(browser, f"http://localhost:{port}", line, page)
        browser.close()
    tell(figures)


if __name__ == "__main__":
    main()
