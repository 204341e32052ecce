"""The household list and the leaders' dashboard of the large county, at eight clients."""

import os
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
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookies: SimpleCookie = client.cookies
    token, _ = Token.objects.get_or_create(user=user)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items()), token.key


def measure(
    application: str, paths: list[str], headers: dict[str, str]
) -> tuple[list[clients.Load], float]:
    """Serve the application and ask for each page again and again."""
    with stage.web(application) as (port, process):
        loads = [
            clients.load(
                port,
                CLIENTS,
                seconds=SECONDS,
                request=lambda client, number, path=path: ("GET", path, None, headers),
            )
            for path in paths
        ]
        return loads, stage.peak_of(process)


def main() -> None:
    """Measure the pages beside bare SQL written into a bare table."""
    cookie, token = log_in()
    paths = [reverse("households:household_list"), reverse("reports:dashboard")]
    ours, memory = measure("config.wsgi", paths, {"Cookie": cookie})
    flat = {"Authorization": f"Token {token}"}
    beside, _ = measure("tests.bench.reference_web", ["/list", "/dashboard"], flat)
    size = f"{Household.objects.count():,} households"
    figures = []
    for name, mine, other in zip(("list page", "dashboard"), ours, beside, strict=True):
        told = f"bare SQL page, p99 {other.p99_ms:.0f} ms, failed {other.failed}"
        note = f"{size}, p99 {mine.p99_ms:.0f} ms, failed {mine.failed}"
        figures.append(
            Figure(name, note, mine.per_second, "1/s", told, other.per_second, "", memory)
        )
    tell(figures)
