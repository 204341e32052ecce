"""The register of a large county: read, checked, applied; beside raw COPY and read+check+COPY."""

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
    first = seconds(lambda: apply(path))
    ours = peak_mb()
    again = seconds(lambda: apply(path))
    raw = bare_copy()
    checked = seconds(lambda: reference_register.take_in(path))
    job, note = f"register, {rows:,} rows", f"staged + applied, {rows / first:,.0f} rows/s"
    same = f"again unchanged, {rows / again:,.0f} rows/s"
    copied = f"raw COPY, {rows / raw:,.0f} rows/s"
    plain = f"read + check + COPY, {rows / checked:,.0f} rows/s"
    tell(
        [
            Figure(job, note, first, "s", copied, raw, "≤ 4×", ours),
            Figure(job, note, first, "s", plain, checked, "", ours),
            Figure(job, same, again, "s", copied, raw, "≤ 3×", ours),
        ]
    )
