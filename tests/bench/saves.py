"""Saving a form of 40 answers at 1, 8 and 32 clients, beside two flat reference programs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import psycopg2
from rest_framework.authtoken.models import Token

from accounts.models import Role
from tests import make
from tests.bench import clients, reference_web, stage
from tests.bench.figures import Figure, tell

QUESTIONS = 40
CLIENTS = (1, 8, 32)
OURS, PLAIN, BARE = "config.wsgi", "tests.bench.plain.wsgi", "tests.bench.reference_web"
PROGRAMS = {OURS: "/api/visits/{}/answers/", PLAIN: "/save/{}", BARE: "/save/{}"}
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))


def prepare() -> tuple[str, list[int]]:
    """Make an inspector with a token and one draft for each client; give token and visits."""
    scheme = make.make_scheme(code="bench")
    month = make.make_round(scheme=scheme, period=date(2017, 5, 1), state="field")
    by = make.make_user(Role.INSPECTOR, username="bench")
    team = make.make_team(month, by)
    checklist = make.make_checklist(scheme)
    for number in range(QUESTIONS):
        make.make_question(f"Q{number:02}_bench", checklist=checklist)
    visits = [make.make_visit(make.make_assignment(team=team)) for _ in range(max(CLIENTS))]
    return Token.objects.create(user=by).key, [visit.pk for visit in visits]


def saving(path: str, token: str, visits: list[int]) -> Callable[[int, int], clients.Request]:
    """Give the requests that save all 40 answers of each client's own form again and again."""
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    versions = dict.fromkeys(range(max(CLIENTS)), 0)

    def request(client: int, number: int) -> clients.Request:
        value = "yes" if versions[client] % 2 else "no"
        answers = {f"Q{at:02}_bench": value for at in range(QUESTIONS)}
        body = json.dumps({"version": versions[client], "answers": answers}).encode()
        versions[client] += 1
        return "POST", path.format(visits[client]), body, headers

    return request


def main() -> None:
    """Measure the three programs on the same server and database, in turns."""
    token, visits = prepare()
    make_tables(visits)
    requests = {name: saving(path, token, visits) for name, path in PROGRAMS.items()}
    turns: dict[tuple[str, int], list[clients.Load]] = {}
    with stage.together(*PROGRAMS) as served:
        for count in CLIENTS:
            for name in [*PROGRAMS] * clients.TURNS:
                taken = clients.load(
                    served[name][0], count, seconds=SECONDS / 2, request=requests[name]
                )
                turns.setdefault((name, count), []).append(taken)
        memory = stage.peak_of(served[OURS][1])
    found = {key: clients.median(loads) for key, loads in turns.items()}
    tell(
        compared(count, found[OURS, count], label, found[name, count], goal, memory)
        for count in CLIENTS
        for name, label, goal in ((PLAIN, "plain Django, flat", "≥ 0.6×"), (BARE, "bare SQL", ""))
    )


def compared(
    count: int, mine: clients.Load, name: str, other: clients.Load, goal: str, memory: float
) -> Figure:
    """Set two loads of that many clients side by side by their saves per second."""
    note = f"p99 {mine.p99_ms:.0f} ms, failed {mine.failed}"
    told = f"{name}, p99 {other.p99_ms:.0f} ms, failed {other.failed}"
    job = f"form save, {count} clients"
    return Figure(job, note, mine.per_second, "1/s", told, other.per_second, goal, memory)


def make_tables(visits: list[int]) -> None:
    """Make the tables of the two references, with one form for each of ours."""
    command = [sys.executable, "-m", "tests.bench.plain.tables", *map(str, visits)]
    subprocess.run(command, check=True)  # noqa: S603 -- a fixed command
    with psycopg2.connect(os.environ["DATABASE_URL"]) as plain, plain.cursor() as cursor:
        cursor.execute(reference_web.TABLES)
        cursor.executemany("INSERT INTO plain_visit VALUES (%s, 0)", [(pk,) for pk in visits])
    plain.close()
