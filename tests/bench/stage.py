"""The stage of a measurement: web servers."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import servers

SERVER = ["--workers", "2", "--worker-class", "gthread", "--keep-alive", "75", "--preload"]
THREADS = 8
PATIENCE = 120  # seconds a web server may take to start on a busy machine
WARM_UP = 20  # requests, so that every worker has answered one


@contextlib.contextmanager
def web(
    application: str, *, threads: int = THREADS, **env: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
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
        f"--threads={threads}",
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
    end = time.monotonic() + PATIENCE
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
