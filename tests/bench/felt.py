"""Speed as felt: when a phone on 4G shows its first content, at the first visit and coming again.

Served as an installation serves: files under names with a fingerprint, compressed, kept for good.
The phone's line (1.6 Mbit/s, 150 ms there and back) and its slower processor (a quarter of this
machine's) are the browser's own emulation; what else runs on the machine adds to the figures.
"""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, sync_playwright

from inspections.models import Visit
from tests import machine
from tests.bench import stage
from tests.bench.figures import Figure, tell
from tests.flows.people import PHONE

LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000}  # bytes a second
LINE["uploadThroughput"] = LINE["downloadThroughput"]
SLOWER = 4
GOAL = "< 1 s 再次打开"
PAINT = "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)"
SHIPPED = "performance.getEntriesByType('resource').reduce((n, one) => n + one.transferSize, 0)"
COOKIE, PART = "sessionid", "A"


def serve_as_installed() -> dict[str, str]:
    """Collect the static files; give what the server must be told to serve them so."""
    env = {"TRIAL": "0", "SSL_REDIRECT": "0", "SECRET_KEY": settings.SECRET_KEY}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, check=True, env=os.environ | env)  # noqa: S603 -- a fixed command
    return env


def pages() -> list[tuple[str, str, Any]]:
    """Give the first page and a visit's form, open again, with whoever fills it in."""
    visits = Visit.objects.filter(subject_kind="household").select_related("started_by")
    visit = visits.order_by("-pk")[0]
    visits.filter(pk=visit.pk).update(state=Visit.State.DRAFT)
    form = reverse("inspections:visit_section", args=[visit.pk, PART])
    return [("首页", reverse("home"), visit.started_by), ("督查表", form, visit.started_by)]


def first_content(context: BrowserContext, address: str) -> tuple[float, int]:
    """Open a page on the slow line; give the seconds to its first content and its bytes."""
    page = context.new_page()
    told = context.new_cdp_session(page)
    told.send("Network.emulateNetworkConditions", LINE)
    told.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    page.wait_for_function(f"{PAINT}.length > 0")
    painted, shipped = page.evaluate(PAINT)[0] / 1000, int(page.evaluate(SHIPPED))
    page.close()
    return painted, shipped


def main() -> None:
    """Measure each page in a browser that has nothing yet, then again."""
    figures = []
    with stage.web("config.wsgi", **serve_as_installed()) as (port, _), sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=machine.chromium(), args=machine.BROWSER_OPTIONS
        )
        site = f"http://localhost:{port}"
        for name, address, person in pages():
            client = Client()
            client.force_login(person, backend="accounts.backends.RightsBackend")
            context = browser.new_context(**PHONE)
            session = client.cookies[COOKIE].value
            context.add_cookies([{"name": COOKIE, "value": session, "url": site}])
            for visit, goal in (("第一次打开", ""), ("再次打开", GOAL)):
                painted, shipped = first_content(context, site + address)
                told = f"{visit}，{shipped // 1000} KB"
                figures.append(Figure(f"{name} 4G首屏", told, painted, "s", goal=goal))
            context.close()
        browser.close()
    tell(figures)


if __name__ == "__main__":
    main()
