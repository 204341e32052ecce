"""The household list and the leaders' dashboard of the large county, at eight clients.

The programs are asked in turns and the median of the turns is told, so that other load on the
machine weighs on all alike.
"""

import os
import subprocess
import sys
from http.cookies import SimpleCookie

from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import Token

from accounts.models import Role, User
from households.models import Household
from tests.bench import clients, stage
from tests.bench.figures import Figure, tell

CLIENTS = 8
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))


def log_in() -> tuple[str, str]:
    """Log a user of the office in; give his cookie header and his token."""
    user = User.objects.filter(groups__name=Role.POVERTY_OFFICE.label)[0]
    client = Client()
    client.force_login(user, backend="accounts.backends.RightsBackend")
    cookies: SimpleCookie = client.cookies
    token, _ = Token.objects.get_or_create(user=user)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items()), token.key


def plain_session() -> str:
    """Log the same person in to the plain project; give his cookie header."""
    name = User.objects.filter(groups__name=Role.POVERTY_OFFICE.label)[0].username
    command = [sys.executable, "-m", "tests.bench.plain.login", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- fixed
    return f"sessionid={done.stdout}"


def main() -> None:
    """Measure the list beside a plain Django list, the dashboard beside itself gathered live."""
    cookie, token = log_in()
    ours, flat = {"Cookie": cookie}, {"Authorization": f"Token {token}"}
    table, board = reverse("households:household_list"), reverse("reports:dashboard")
    bare = "tests.bench.reference_web"
    asked: list[tuple[str, str, dict[str, str]]] = [
        ("config.wsgi", table, ours),
        ("tests.bench.plain.wsgi", "/list", {"Cookie": plain_session()}),
        (bare, "/list", flat),
        ("config.wsgi", board, ours),
        ("tests.bench.live_wsgi", board, ours),
        (bare, "/dashboard", flat),
    ]
    with stage.together(*dict.fromkeys(name for name, _, _ in asked)) as served:
        turns = [
            [_ask(served[one[0]][0], *one[1:]) for one in asked] for _ in range(clients.TURNS)
        ]
        memory = stage.peak_of(served["config.wsgi"][1])
    lists, plain, sql, dashboard, live, grouped = map(clients.median, zip(*turns, strict=True))
    size = f"{Household.objects.count():,} households"
    tell(
        [
            compared(f"list page, {size}", lists, "plain Django list", plain, "≤ 1×", memory),
            compared(f"list page, {size}", lists, "bare SQL page", sql, "", memory),
            compared(f"dashboard, {size}", dashboard, "gathered live", live, "≤ 0.15×", memory),
            compared(f"dashboard, {size}", dashboard, "bare SQL page", grouped, "", memory),
        ]
    )


def _ask(port: int, path: str, headers: dict[str, str]) -> clients.Load:
    return clients.load(
        port, CLIENTS, seconds=SECONDS / 2, request=lambda *_: ("GET", path, None, headers)
    )


def compared(
    job: str, mine: clients.Load, name: str, other: clients.Load, goal: str, memory: float
) -> Figure:
    """Set two loads of eight clients side by side by their 95th percentile."""
    note = f"p95, {mine.per_second:.0f}/s, failed {mine.failed}"
    told = f"{name}, {other.per_second:.0f}/s, failed {other.failed}"
    return Figure(job, note, mine.p95_ms, "ms", told, other.p95_ms, goal, memory)
