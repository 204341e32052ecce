"""The register's lists at 20,000, 200,000 and more households, and a list taken out as a workbook.

The one county of the earlier parts is grown in SQL by copies of its households, so that its reader
sees them all: the worst there is, since a province has as many in a hundred counties.
"""

import os
import resource
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.lists import LISTINGS, values
from accounts.models import Role, User
from accounts.services.exports import shown_rows
from accounts.xlsx_stream import Sheet, write_xlsx
from households.models import Household, Member
from tests.bench import clients, stage
from tests.bench.figures import Figure, seconds, tell

SIZES = [int(size) for size in os.environ.get("BENCH_LISTS", "20000,200000").split(",")]
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
EXPORTED = 100_000
COLUMNS = 20
CLIENTS = 4
HOUSEHOLD = {  # what a copy has of its own; all other columns are its model's
    "household_no": "'b' || lpad((%s + n)::text, 9, '0')",
    "area_code": "v.code",
    "village_id": "v.code",
    "phone_key": "''",
}
PERSON = {
    "household_id": "h.id",
    "area_code": "h.area_code",
    "person_no": "h.household_no || '01'",
    "name": "h.head_name",
    "identity_key": "'b' || h.id",
    "relation": "'户主'",
}
GROW = """
    INSERT INTO households_household ({names}) SELECT {values}
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS row, count(*) OVER () AS copied
          FROM households_household WHERE household_no NOT LIKE 'b%%') h
    CROSS JOIN LATERAL generate_series(h.row, %s, h.copied) AS n
    JOIN (SELECT code, row_number() OVER (ORDER BY code) AS at, count(*) OVER () AS villages
          FROM households_area WHERE level = 'village') v ON v.at = 1 + (n %% v.villages)
"""
PEOPLE = """
    INSERT INTO households_member ({names}) SELECT {values}
    FROM households_household h CROSS JOIN (SELECT * FROM households_member LIMIT 1) t
    WHERE h.household_no LIKE 'b%%' AND h.household_no >= %s
"""


def grow(size: int) -> None:
    """Bring the register to so many households, copies of those there, a person in each."""
    missing = size - Household.objects.count()
    begun = Household.objects.filter(household_no__startswith="b").count()
    with connection.cursor() as cursor:
        if missing > 0:
            cursor.execute(_insert(GROW, Household, HOUSEHOLD, "h"), [begun, missing])
            cursor.execute(_insert(PEOPLE, Member, PERSON, "t"), [f"b{begun + 1:09}"])
        cursor.execute("VACUUM ANALYZE households_household")
        cursor.execute("VACUUM ANALYZE households_member")


def _insert(statement: str, model: Any, own: dict[str, str], copied: str) -> str:
    names = [field.column for field in model._meta.local_fields if not field.primary_key]
    values = [own.get(name, f'{copied}."{name}"') for name in names]
    return statement.format(names=", ".join(f'"{n}"' for n in names), values=", ".join(values))


def asked() -> dict[str, str]:
    """Give the pages that are measured: plain, filtered, sorted, deep."""
    households, members = reverse("households:household_list"), reverse("households:member_list")
    return {
        "households": households,
        "filtered": f"{households}?area=510304105&status=poor",
        "sorted by year": f"{households}?sort=-planned_exit_year",
        "the deepest page": f"{households}?page=last",
        "people": members,
    }


def searched(cookie: dict[str, str]) -> str:
    """Search for a householder by name and give the address of what was found."""
    client = Client()
    client.cookies.load("; ".join(f"{name}={value}" for name, value in cookie.items()))
    name = Household.objects.order_by("-pk").values_list("head_name", flat=True)[0]
    page = reverse("households:household_list")
    return page + client.post(page, {"q": name}, headers={"host": "localhost"}).url


def main() -> None:
    """Measure the lists at each size, then the export beside a minimal streamed writer."""
    user = User.objects.filter(groups__name=Role.POVERTY_OFFICE.label)[0]
    client = Client()
    client.force_login(user, backend="accounts.backends.RightsBackend")
    cookie = {name: morsel.value for name, morsel in client.cookies.items()}
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookie.items())}
    measured: dict[str, list[clients.Load]] = {}
    with stage.web("config.wsgi") as (port, _):
        for size in SIZES:
            grow(size)
            for label, path in {**asked(), "search by name": searched(cookie)}.items():
                taken = clients.load(
                    port, CLIENTS, seconds=SECONDS / 2,
                    request=lambda *_, p=path: ("GET", p, None, headers),
                )  # fmt: skip
                measured.setdefault(label, []).append(taken)
    tell([*(_grown(label, loads) for label, loads in measured.items()), *exported(user)])


def _grown(label: str, loads: list[clients.Load]) -> Figure:
    first, last = loads[0], loads[-1]
    note = f"p95, {SIZES[-1]:,} households, failed {last.failed}"
    told = f"{SIZES[0]:,} households, failed {first.failed}"
    return Figure(f"list: {label}", note, last.p95_ms, "ms", told, first.p95_ms, "≤ 1.5×")


def exported(user: User) -> Iterator[Figure]:
    """Write the largest list as the job does, beside plain SQL and the barest streamed sheet."""
    grow(EXPORTED)
    listing = LISTINGS["households"]
    columns = listing.columns[:COLUMNS]
    found = listing.ordered(listing.rows(user), "")[:EXPORTED]
    sheet = Sheet(listing.label, [(column.label, column.width) for column in columns])

    def ours() -> None:
        with tempfile.TemporaryFile() as out:
            rows = shown_rows(found, columns, user)
            write_xlsx(out, sheet, rows, first_line=lambda rows: f"行数：{rows}")

    sql, parameters = _query(found, columns)
    list(shown_rows(found[:1000], columns, user))
    idle = _resident()
    mine = seconds(ours)
    grown = _peak() - idle
    bare = seconds(lambda: _bare(sql, parameters))
    job = f"export, {EXPORTED:,} × {COLUMNS}"
    yield Figure(job, ".xlsx streamed", mine, "s", "same SQL, barest sheet", bare, "≤ 2×")
    yield Figure(job, "memory over idle", round(grown, 1), "MB", "", None, "≤ 60 MB", _peak())


def _query(found: Any, columns: Any) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = values(found, columns).query.sql_with_params()
    return str(sql), parameters


def _bare(sql: str, parameters: tuple[Any, ...]) -> None:
    """Stream the rows into a sheet with nothing but cells: no styles, no masks, no words."""
    with (
        tempfile.TemporaryFile() as out,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/worksheets/sheet1.xml", "w") as part,
        connection.chunked_cursor() as cursor,
    ):
        part.write(b"<worksheet><sheetData>")
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(2000):
            part.write(
                "".join(
                    "<row>"
                    + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
                    + "</row>"
                    for row in rows
                ).encode()
            )
        part.write(b"</sheetData></worksheet>")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1048576


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
