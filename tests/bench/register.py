"""The register of a large county: uploaded, checked, previewed, applied; beside its floor.

The floor reads the same two sheets, checks them and copies them into two plain tables; the peer
is django-import-export on 10,000 rows (in var/bench, made by `make bench`; left out where not).
"""

import json
import os
import subprocess
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.files import File
from django.db import connection

from households.models import BatchDifference, RegisterBatch
from households.services.imports import apply_batch, check_batch, receive_upload
from tests.bench import county_file, reference_register
from tests.bench.figures import Figure, peak_mb, seconds, tell

TABLES = (
    *("households_household", "households_member", "households_householdincome"),
    *("households_householdyear", "households_helperpairing"),
)
ON, AT = date(2016, 7, 29), datetime(2016, 7, 29, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
PEER = Path("var/bench/peer/bin/python")
PEER_HOUSEHOLDS = 2857  # with their 10,000 people
STEPS = ("received", "checked", "previewed", "applied")


def take_in(path: Path, steps: dict[str, float] | None = None) -> RegisterBatch:
    """Take the workbook in as the page and its jobs do; `steps` gets the seconds of each."""
    batch = RegisterBatch()

    def receive() -> None:
        nonlocal batch
        with path.open("rb") as file:
            batch = receive_upload(file=File(file), name=path.name, kind="register", by=None)

    works = (
        receive,
        lambda: check_batch(batch=batch, on=ON),
        lambda: list(BatchDifference.objects.filter(batch=batch)[:50]),
        lambda: apply_batch(batch=batch, by=None, at=AT, on=ON),
    )
    for step, work in zip(STEPS, works, strict=True):
        taken = seconds(work)
        if steps is not None:
            steps[step] = round(taken, 2)
    return batch


def bare_copy() -> float:
    """COPY the very rows the product wrote into tables of the same shape; give the seconds."""
    taken = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            rows = BytesIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
            rows.seek(0)
            cursor.execute(f"CREATE TABLE ref_{table} (LIKE {table} INCLUDING ALL)")
            taken += seconds(
                lambda t=table, r=rows: cursor.copy_expert(f"COPY ref_{t} FROM STDIN", r)
            )
            cursor.execute(f"DROP TABLE ref_{table}")
    return taken


def floor(path: Path) -> float:
    """Give the seconds of the floor, the median of three."""
    taken = []
    for _ in range(3):
        taken.append(seconds(lambda: reference_register.take_in(path)))
        reference_register.forget()
    return sorted(taken)[1]


def peer(path: Path) -> list[float]:
    """Give the peer's seconds for a first import and for the same again; [] where it is not."""
    if not PEER.is_file():
        return []
    command = [str(PEER), "tests/bench/peer_import.py", os.environ["DATABASE_URL"], str(path)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    done = subprocess.run(command, env=env, check=False, capture_output=True)  # noqa: S603 -- our own program
    if done.returncode:
        sys.stderr.write(done.stderr.decode()[-2000:])
    return json.loads(done.stdout) if done.returncode == 0 else []


def county(path: Path) -> list[Figure]:
    """Measure a county's two sheets, new and unchanged, beside the floor."""
    rows = county_file.write_county(path, households=int(os.environ["BENCH_HOUSEHOLDS"]))
    steps: dict[str, float] = {}
    first = seconds(lambda: take_in(path, steps))
    memory = peak_mb()
    again = sorted(seconds(lambda: take_in(path)) for _ in range(3))[1]
    least, raw = floor(path), bare_copy()
    job, plain = f"register, {rows:,} rows", f"read + check + COPY, {rows / least:,.0f} rows/s"
    parts = ", ".join(f"{step} {taken}" for step, taken in steps.items())
    return [
        Figure(job, "upload to applied", first, "s", plain, least, "≤ 2.5×, 300 MB", memory),
        Figure(job, "again unchanged", again, "s", plain, least, "≤ 1×"),
        Figure(job, f"({parts})", first, "s", "raw COPY of its rows", raw, ""),
    ]


def beside_the_peer(path: Path) -> list[Figure]:
    """Measure 10,000 people beside django-import-export; ours writes their households too."""
    county_file.write_county(path, households=PEER_HOUSEHOLDS)
    others = peer(path)
    if not others:
        return [Figure("register, 10,000 people", "the peer is not installed: make bench")]
    shift_numbers(path)
    first = seconds(lambda: take_in(path))
    again = seconds(lambda: take_in(path))
    name, goal = "django-import-export (bulk)", "≤ 0.125×"
    job = "register, 10,000 people"
    return [
        Figure(job, "upload to applied", first, "s", name, others[0], goal),
        Figure(job, "again unchanged", again, "s", name, others[1], goal),
    ]


def shift_numbers(path: Path) -> None:
    """Write the workbook anew for households nobody has yet."""
    county_file.write_county(path, households=PEER_HOUSEHOLDS, begin=500_000)


def main() -> None:
    """Measure the county first: its peak of memory is the process's own."""
    folder = Path(os.environ["VAR_DIR"])
    tell([*county(folder / "county.xlsx"), *beside_the_peer(folder / "peer.xlsx")])
