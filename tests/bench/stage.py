"""The stage of a measurement: a large county's workbook and a web server."""

import contextlib
import dataclasses
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from households.identity import make_identity
from households.models import Area
from reports.demo import register
from reports.demo.people import family_of
from tests import servers

SERVER = ["--workers", "2", "--worker-class", "gthread", "--threads", "8", "--keep-alive", "75"]
FIRST_DAY, DAYS = date(1960, 1, 1), 10_000
WARM_UP = 20  # requests, so that every worker has answered one


def write_county(path: Path, *, households: int) -> int:
    """Write a register workbook of that many invented households; give the number of rows.

    20,000 households of three to six people are the 90,000 rows of a large county.
    """
    villages = _villages()
    rows = 0
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("贫困人口信息")
    sheet.write_row(0, 0, register.HEADER)
    for serial in range(households):
        place = villages[serial % len(villages)]
        key = f"{place.code}{serial + 10_000:06}"
        people = [
            dataclasses.replace(person, identity=_identity(rows + at))
            for at, person in enumerate(family_of(key, 3 + serial % 4, serial=serial))
        ]
        house = register.House(key, place, "1组", people)
        for cells in register._rows(house, 2016 + serial % 3, ["区扶贫移民办"]):
            rows += 1
            sheet.write_row(rows, 0, ["" if cell is None else cell for cell in cells])
    book.close()
    return rows


def _villages() -> list[register.Place]:
    names = dict(Area.objects.filter(level="township").values_list("code", "name"))
    villages = Area.objects.filter(level="village").values_list("code", "name")
    return [register.Place(code, name, names[code[:9]]) for code, name in villages]


def _identity(number: int) -> str:
    """Make the number-th identity number of a prefix nobody else uses."""
    born = FIRST_DAY + timedelta(days=number % DAYS)
    return make_identity(born=born, order=number // DAYS, prefix="999998")


@contextlib.contextmanager
def web(application: str, **env: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Serve a WSGI application by gunicorn on loopback; give its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        "--bind",
        f"127.0.0.1:{port}",
        *SERVER,
    ]
    process = subprocess.Popen(  # noqa: S603 -- a fixed command
        [*command, "--no-control-socket", "--log-level", "error"], env=os.environ | env
    )
    try:
        _await_port(port, process)
        yield port, process
    finally:
        servers.stop(process)


@contextlib.contextmanager
def together(*applications: str) -> Iterator[dict[str, tuple[int, subprocess.Popen[bytes]]]]:
    """Serve several applications at once; give the port and the process of each."""
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(web(name)) for name in applications}


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, and let each of its workers load the program."""
    end = time.monotonic() + servers.PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            for _ in range(WARM_UP):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request("GET", "/readyz")
                connection.getresponse().read()
                connection.close()
            return
        time.sleep(0.05)
    raise servers.NoServer("gunicorn did not start")


def peak_of(process: subprocess.Popen[bytes]) -> float:
    """Give the sum of the largest memory of a server and of its workers, in MB."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    pids: list[Any] = [process.pid, *(children.read_text().split() if children.exists() else [])]
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text().split("VmHWM:")
            total += int(status[1].split()[0]) if len(status) > 1 else 0
    return round(total / 1024, 1)
