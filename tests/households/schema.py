"""What stands in a database, read from its own catalogue: columns, constraints, indexes."""

import re
from typing import Any

QUERIES = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               a.attidentity, a.attcollation, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
          AND (c.relname, a.attname) <> ('auth_group_permissions', 'id')  -- Django's differ here
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def schema(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Give everything that stands in the database, by kind."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return {"tables": _sqlite(cursor)}
        return {kind: _rows(cursor, query) for kind, query in QUERIES.items()}


def _rows(cursor: Any, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return sorted(cursor.fetchall(), key=repr)


def _sqlite(cursor: Any) -> list[tuple[Any, ...]]:
    """Give each table's and index's own words; a table remade has its columns in another order."""
    rows = _rows(cursor, "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql <> ''")
    return [
        (*row, *sorted(_parts(sql))) if row[0] == "table" else (*row, sql) for *row, sql in rows
    ]


def _parts(sql: str) -> list[str]:
    """Split what stands in a statement's outer brackets at its commas."""
    deep, parts = 0, [""]
    for piece in re.split(r"([(),])", sql[sql.index("(") + 1 : sql.rindex(")")]):
        deep += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and not deep:
            parts.append("")
        else:
            parts[-1] += piece
    return [" ".join(part.split()) for part in parts]
