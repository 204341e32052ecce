"""The field at work: many officials saving every few seconds, and what is read back afterwards.

Three turns on a durable PostgreSQL: undisturbed; web workers killed by -9 every few seconds; slow
and broken uploads beside the saves. BENCH_SECONDS (600) each; BENCH_CLIENTS (200) officials.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from io import StringIO
from pathlib import Path

import psycopg2
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from accounts.models import Role, User
from inspections.models import Answer, VisitSave
from tests import make
from tests.bench import stage
from tests.bench.figures import Figure, table, tell
from tests.bench.officials import Official

QUESTIONS = 40
CLIENTS = int(os.environ.get("BENCH_CLIENTS", "200"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "600"))
BARE_THREADS = 24  # of a server without a proxy: config/deploy/gunicorn_conf.py
PAUSE = 5.0  # seconds from one save of an official to his next
KILL_EVERY = 4.0
CUT, SLOW = 8, 16  # of each kind of broken upload; uploads that take their time
TRICKLE = 0.5  # seconds between two bytes of a slow upload
P95, P99 = 0.95, 0.99


def prepare() -> list[Official]:
    """Make one official for each draft, with a session of his own."""
    call_command("migrate", verbosity=0)
    call_command("sync_roles", stdout=StringIO())
    scheme = make.make_scheme(code="field")
    month = make.make_round(scheme=scheme, period=date(2017, 6, 1), state="field")
    checklist = make.make_checklist(scheme)
    for number in range(QUESTIONS):
        make.make_question(
            f"Q{number:02}_field", checklist=checklist, type="text", fail_if="", required=False
        )
    role = Group.objects.get(name=Role.INSPECTOR.label)
    officials = []
    for number in range(CLIENTS):
        by = User.objects.create(username=f"field{number}", area_code=make.COUNTY)
        by.groups.add(role)
        visit = make.make_visit(make.make_assignment(team=make.make_team(month, by)))
        client = Client()
        client.force_login(by)
        officials.append(Official(number, visit.pk, client.cookies["sessionid"].value, QUESTIONS))
    return officials


def main() -> None:
    """Measure the three turns and read back what was acknowledged in each."""
    officials = prepare()
    figures: list[Figure] = []
    for name, disturb in (("undisturbed", nothing), ("kill -9", killing), ("uploads", uploading)):
        server = stage.web("config.wsgi", threads=BARE_THREADS)
        with server as (port, process), disturb(port, process, officials) as seen:
            work(officials, port)
        figures += told(name, officials, seen)
        sys.stderr.write(f"{table(figures[-2:])}\n")
    tell(figures)


def work(officials: list[Official], port: int) -> None:
    """Let all officials save for the time of a turn."""
    end = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=official.work, args=(port, end, PAUSE, CLIENTS))
        for official in officials
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


Seen = list[str]


@contextmanager
def nothing(port: int, process: "subprocess.Popen[bytes]", crew: list[Official]) -> Iterator[Seen]:
    """Disturb nobody."""
    yield []


@contextmanager
def killing(port: int, process: "subprocess.Popen[bytes]", crew: list[Official]) -> Iterator[Seen]:
    """Kill one worker after the other."""
    stop, killed = threading.Event(), 0

    def kill() -> None:
        nonlocal killed
        while not stop.wait(KILL_EVERY):
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            if children:
                with suppress(ProcessLookupError):
                    os.kill(int(children[killed % len(children)]), signal.SIGKILL)
                killed += 1

    killer, seen = threading.Thread(target=kill), Seen()
    killer.start()
    try:
        yield seen
    finally:
        stop.set()
        killer.join()
        seen.append(f"{killed} workers killed")


@contextmanager
def uploading(
    port: int, process: "subprocess.Popen[bytes]", crew: list[Official]
) -> Iterator[Seen]:
    """Send slow uploads and ones that break off, again and again; watch for open transactions."""
    stop, seen, most = threading.Event(), Seen(), 0
    ways = [cut_off] * CUT + [broken] * CUT + [trickled] * SLOW

    def again(way: "Way", official: Official) -> None:
        while not stop.is_set():
            with suppress(OSError):
                way(port, official, stop)
            stop.wait(2)

    def watch() -> None:
        nonlocal most
        while not stop.wait(0.5):
            most = max(most, open_transactions())

    senders = [
        threading.Thread(target=again, args=(way, crew[at % len(crew)]))
        for at, way in enumerate(ways)
    ]
    for thread in (*senders, watcher := threading.Thread(target=watch)):
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in (*senders, watcher):
            thread.join()
        seen.append(f"transactions open ≥ 1 s: {most}, after: {open_transactions()}")


def cut_off(port: int, official: Official, stop: threading.Event) -> None:
    """Send half a photo and close."""
    with half_sent(port, official):
        time.sleep(0.5)


def broken(port: int, official: Official, stop: threading.Event) -> None:
    """Send half a photo and reset the connection."""
    with half_sent(port, official) as wire:
        time.sleep(0.5)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def trickled(port: int, official: Official, stop: threading.Event) -> None:
    """Send half a photo and go on byte by byte."""
    with half_sent(port, official) as wire:
        while not stop.wait(TRICKLE):
            wire.sendall(b"x")


Way = type(trickled)


@contextmanager
def half_sent(port: int, official: Official) -> Iterator[socket.socket]:
    """Give a connection on which half of a photo has been sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        head = official.head(f"/inspections/visits/{official.visit}/photos/Q00_field/")
        body = b"--x\r\nContent-Disposition: form-data; name=photo; filename=a.jpg\r\n\r\n"
        length = (
            f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {10**6}\r\n\r\n"
        )
        wire.sendall((head + length).encode() + body + b"x" * 500_000)
        yield wire


def open_transactions() -> int:
    """Count the transactions of the web server that have been open for a second and do nothing."""
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%' AND now() - xact_start > interval '1 second'"
        )
        found = int(cursor.fetchone()[0])
    connection.close()
    return found


def told(name: str, officials: list[Official], seen: Seen) -> list[Figure]:
    """The figures of a turn, and how many acknowledged saves cannot be read back."""
    taken = sorted(moment for official in officials for moment in official.taken)
    acknowledged = len(taken)
    failed = sum(official.failed for official in officials)
    lost = sum(official.lost(*read_back(official.visit)) for official in officials)
    for official in officials:
        official.forget()
    note = f"{CLIENTS} officials, {name}, {SECONDS:.0f} s, {acknowledged} saves"
    half, most, last = (taken[int(acknowledged * at)] * 1000 for at in (0.5, P95, P99))
    tries = f"p50 {half:.0f} ms, p99 {last:.0f} ms, tries that failed {failed}"
    return [
        Figure("field save p95", f"{note}, {tries}", round(most, 1), "ms", goal="≤ 1000"),
        Figure(f"field lost, {name}", "; ".join(seen), lost, "saves", goal="0"),
    ]


def read_back(visit: int) -> tuple[dict[str, object], set[str]]:
    """The answers that are stored for a form and the keys it knows."""
    rows = Answer.objects.filter(visit=visit).values_list("question__name", "value")
    return dict(rows), set(VisitSave.objects.filter(visit=visit).values_list("key", flat=True))
