"""`make bench`: the product's figures on PostgreSQL, each beside a reference of the same run.

    python -m tests.servers pg --durable -- python -m tests.bench [PART …] [--households N]

Each part runs in a process of its own on one database made for the run, so its peak memory is its
own. Nothing passes or fails by the clock: the table is for people, out/bench.json for programs.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from tests import servers
from tests.bench.figures import Figure, table

PARTS = (
    *("draw", "demo", "register", "county", "documents", "pages", "lists", "saves", "problems"),
    *("escalation", "board", "felt"),
)
ALONE = ("field",)  # makes its own data and takes half an hour: only when asked for

OWN_DATA = {*ALONE, "escalation", "board"}  # these need no demonstration


def main(arguments: list[str]) -> int:
    """Run the parts in their order, print the table, keep the JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"from: {' '.join(PARTS + ALONE)}")
    parser.add_argument("--households", type=int, default=20_000, help="size of the large county")
    parser.add_argument("--out", type=Path, default=Path("out/bench.json"))
    options = parser.parse_args(arguments)
    wanted = options.parts or list(PARTS)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="ducha-bench-") as folder, own_database() as address:
        env = os.environ | {
            "DATABASE_URL": address,
            "TRIAL": "1",
            "VAR_DIR": folder,
            "FONT_DIR": os.environ.get("FONT_DIR", str(Path("var/fonts").resolve())),
            "LOG_LEVEL": "ERROR",
            "BENCH_HOUSEHOLDS": str(options.households),
        }
        made = {"demo", "register"} if set(wanted) - OWN_DATA else set()  # the data of the rest
        for part in PARTS + ALONE:
            if part in made.union(wanted):
                figures += _run(part, env)
    print(table(figures))  # noqa: T201 -- the table is the point of the command
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(
        json.dumps([f._asdict() for f in figures], ensure_ascii=False, indent=1)
    )
    return 0


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """Make an empty database on the test server; give its address and drop it afterwards."""
    with servers.postgres(durable=True) as server:
        name = f"bench_{os.getpid()}"
        connection = psycopg2.connect(server)
        connection.autocommit = True
        head, _, query = server.partition("?")
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                yield f"{head.rpartition('/')[0]}/{name}?{query}"
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()


def _run(part: str, env: dict[str, str]) -> list[Figure]:
    """Run one part in its own process; a part that breaks is told and the rest goes on."""
    sys.stderr.write(f"… {part}\n")
    done = subprocess.run(  # noqa: S603 -- a fixed command
        [sys.executable, "-m", "tests.bench.run_part", part],
        env=env,
        check=False,
        stdout=subprocess.PIPE,
    )
    if done.returncode:
        return [Figure(part, f"failed with exit code {done.returncode}, see above")]
    return [Figure(*line) for line in json.loads(done.stdout)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
