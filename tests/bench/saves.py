"""Saving a form of 40 answers at 1, 8 and 32 clients, beside the flat reference program."""

import json
import os
from datetime import date

import psycopg2
from rest_framework.authtoken.models import Token

from accounts.models import Role
from tests import make
from tests.bench import clients, reference_web, stage
from tests.bench.figures import Figure, tell

QUESTIONS = 40
CLIENTS = (1, 8, 32)
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


def measure(
    application: str, path: str, token: str, visits: list[int]
) -> tuple[list[clients.Load], float]:
    """Serve the application and save on it with more and more clients."""
    headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    versions = dict.fromkeys(range(max(CLIENTS)), 0)

    def request(client: int, number: int) -> clients.Request:
        value = "yes" if number % 2 else "no"
        answers = {f"Q{at:02}_bench": value for at in range(QUESTIONS)}
        body = json.dumps({"version": versions[client], "answers": answers}).encode()
        versions[client] += 1
        return "POST", path.format(visits[client]), body, headers

    with stage.web(application) as (port, process):
        loads = [clients.load(port, count, seconds=SECONDS, request=request) for count in CLIENTS]
        return loads, stage.peak_of(process)


def main() -> None:
    """Measure both programs on the same server and database."""
    token, visits = prepare()
    ours, memory = measure("config.wsgi", "/api/visits/{}/answers/", token, visits)
    with psycopg2.connect(os.environ["DATABASE_URL"]) as plain, plain.cursor() as cursor:
        cursor.execute(reference_web.TABLES)
        cursor.executemany("INSERT INTO plain_visit VALUES (%s, 0)", [(pk,) for pk in visits])
    plain.close()
    beside, _ = measure("tests.bench.reference_web", "/save/{}", token, visits)
    figures = []
    for count, mine, flat in zip(CLIENTS, ours, beside, strict=True):
        job = f"form save, {count} clients"
        note = f"p99 {mine.p99_ms:.0f} ms, failed {mine.failed}"
        other = f"flat program, p99 {flat.p99_ms:.0f} ms, failed {flat.failed}"
        figures.append(
            Figure(job, note, mine.per_second, "1/s", other, flat.per_second, "≥ 0.6×", memory)
        )
    tell(figures)
