"""2,800 counties where there was one: rows of the county copied in SQL under other codes.

Each copy keeps its links: a row's number is raised by so many steps for the nth county, and so is
each link to a row that was copied as well. Unique words get the county's number before them.
"""

import os
from typing import Any

from django.db import connection
from django.db.models import ForeignKey

from accounts.models import AuditEvent
from households.models import Area, HelperPairing, Household, Posting
from inspections.models import Answer, Assignment, ItemTally, Problem, Round, Team, Visit
from reports.models import Bulletin

COUNTIES = int(os.environ.get("BENCH_COUNTIES", "2800"))
STEP = 10_000_000  # between the numbers of one county's rows and the next one's
SOURCE = "510304"
JULY = "period = '2016-07-01'"
OF_JULY = "round_id IN (SELECT id FROM inspections_round WHERE period = '2016-07-01')"
VISITED = f"visit_id IN (SELECT id FROM inspections_visit WHERE {OF_JULY})"  # noqa: S608 - ours
COPIED: tuple[tuple[Any, str], ...] = (
    (Area, f"code LIKE '{SOURCE}%%'"),
    (Household, f"id %% 400 = 0 AND area_code LIKE '{SOURCE}%%'"),
    (HelperPairing, "id %% 20 = 0"),
    (Posting, f"id %% 15 = 0 AND area_code LIKE '{SOURCE}%%'"),
    (Round, JULY),
    (Team, OF_JULY),
    (Assignment, OF_JULY),
    (Visit, OF_JULY),
    (Answer, f"id %% 12 = 0 AND {VISITED}"),
    (ItemTally, f"id %% 20 = 0 AND {OF_JULY}"),
    (Problem, f"id %% 8 = 0 AND {JULY}"),
    (Bulletin, JULY),
)
FIXED = {  # columns of a copy that are neither raised nor moved nor as they were
    (Area, "parent_id"): "CASE length(old.code) WHEN 6 THEN old.parent_id ELSE {moved} END",
    (Household, "phone_key"): "''",
    (Assignment, "drawn_unit_id"): "NULL",
    **{
        (Problem, name): "NULL"
        for name in ("answer_id", "entry_key", "repeats_id", "upload_id", "visit_id")
    },
    (Problem, "number"): "'c' || n || '-' || old.id",
    (Household, "household_no"): "'c' || n || '-' || old.id",
    (Bulletin, "facts"): "'{{}}'::jsonb",
    (Bulletin, "passages"): "'[]'::jsonb",
}
MOVED = {"area_code", "code", "village_id"}
TRAIL = """
    INSERT INTO {table} ({names}) SELECT {values} FROM {table} old
    CROSS JOIN generate_series(1, %s) AS n
    WHERE old.id IN (SELECT max(id) - g FROM {table}, generate_series(0, 199) g GROUP BY g)
"""


def grow() -> int:
    """Copy the county until there are COUNTIES; give how many rows were written."""
    written = 0
    models = {model for model, _ in COPIED}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the links hold by themselves
        for model, chosen in COPIED:
            cursor.execute(_copy(model, models, chosen), [COUNTIES - 1])
            written += cursor.rowcount
        cursor.execute(_trail(), [COUNTIES - 1])
        written += cursor.rowcount
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return written


def _copy(model: Any, models: set[Any], chosen: str) -> str:
    table = model._meta.db_table
    columns = {field.column: _value(model, field, models) for field in model._meta.local_fields}
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} "  # noqa: S608 - ours
        f"FROM (SELECT * FROM {table} WHERE {chosen}) old CROSS JOIN generate_series(1, %s) AS n"
    )


def _value(model: Any, field: Any, models: set[Any]) -> str:
    """Give a column of a copy: fixed, moved to the nth county, raised, or as it was."""
    old = f'old."{field.column}"'
    if (model, field.column) in FIXED:
        return FIXED[model, field.column].format(moved=_moved(old))
    if field.column in MOVED:
        return _moved(old)
    if field.primary_key or (isinstance(field, ForeignKey) and field.related_model in models):
        return f"{old} + n::bigint * {STEP}"
    return old


def _moved(column: str) -> str:
    return f"'6' || lpad(n::text, 5, '0') || substr({column}, {len(SOURCE) + 1})"


def _trail() -> str:
    fields = [field for field in AuditEvent._meta.local_fields if not field.primary_key]
    values = {
        field.column: "'6' || lpad(n::text, 5, '0')"
        if field.column == "area_code"
        else f'old."{field.column}"'
        for field in fields
    }
    names = ", ".join(f'"{name}"' for name in values)
    return TRAIL.format(
        table=AuditEvent._meta.db_table, names=names, values=", ".join(values.values())
    )
