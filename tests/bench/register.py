"""The register of a large county: read, checked, applied; beside bare COPY and read+check+COPY."""

import os
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.files import File
from django.db import connection

from households.services.register import (
    apply_register_batch,
    stage_register,
)
from tests.bench import reference_register, stage
from tests.bench.figures import Figure, peak_mb, seconds, tell

TABLES = ("households_household", "households_member", "households_householdincome")
ON, AT = date(2016, 7, 29), datetime(2016, 7, 29, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def apply(path: Path) -> None:
    """Take the workbook in as the upload page and its job do."""
    with path.open("rb") as file:
        batch = stage_register(file=File(file), name=path.name, by=None, on=ON)
    apply_register_batch(batch=batch, by=None, at=AT, on=ON)


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


def main() -> None:
    """Measure the product first: the references copy what it wrote."""
    path = Path(os.environ["VAR_DIR"]) / "county.xlsx"
    rows = stage.write_county(path, households=int(os.environ["BENCH_HOUSEHOLDS"]))
    first = rows / seconds(lambda: apply(path))
    ours = peak_mb()
    again = rows / seconds(lambda: apply(path))
    raw = rows / bare_copy()
    checked = rows / seconds(lambda: reference_register.take_in(path))
    job, unit = f"register, {rows:,} rows", "rows/s"
    read_check = "read + check + COPY"
    tell(
        [
            Figure(job, "first", first, unit, "bare COPY", raw, "≥ 0.25×", ours),
            Figure(job, "first", first, unit, read_check, checked, "", ours),
            Figure(job, "again, unchanged", again, unit, "bare COPY", raw, "≥ 0.33×", ours),
        ]
    )
