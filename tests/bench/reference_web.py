"""The flat reference: what a page, a dashboard and a form save cost with SQL and nothing else.

Served by the same gunicorn as the product. It asks who calls, checks what is sent, and answers.
"""

import html
import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg2
from psycopg2.extras import execute_values

_local = threading.local()
ALLOWED = {"yes", "no"}
WHO = "SELECT user_id FROM authtoken_token WHERE key = %s"
LIST = """
    SELECT household_no, head_name, person_count, attribute, cause, status, planned_exit_year
    FROM households_household WHERE area_code LIKE %s ORDER BY area_code, household_no LIMIT 50
"""
COUNT = "SELECT count(*) FROM households_household WHERE area_code LIKE %s"
GROUPED = """
    SELECT left(area_code, 9), status, count(*), sum(person_count) FROM households_household
    GROUP BY 1, 2 ORDER BY 1, 2
"""
PROBLEMS = """
    SELECT left(area_code, 9), state, count(*) FROM inspections_problem GROUP BY 1, 2 ORDER BY 1, 2
"""
STEP = "UPDATE plain_visit SET version = version + 1 WHERE id = %s AND version = %s"
KEEP = """
    INSERT INTO plain_answer (visit, question, value) VALUES %s
    ON CONFLICT (visit, question) DO UPDATE SET value = EXCLUDED.value
"""
TABLES = """
    CREATE TABLE IF NOT EXISTS plain_visit (id int PRIMARY KEY, version int NOT NULL);
    CREATE TABLE IF NOT EXISTS plain_answer (
        visit int REFERENCES plain_visit, question text, value text, PRIMARY KEY (visit, question)
    );
    TRUNCATE plain_answer, plain_visit;
"""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer /list, /dashboard and /save/<visit>."""
    if environ["PATH_INFO"] == "/readyz":
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]
    connection = _connection()
    with connection, connection.cursor() as cursor:
        cursor.execute(WHO, [environ.get("HTTP_AUTHORIZATION", "")[6:]])
        status, body = "403 Forbidden", b""
        if cursor.fetchone():
            status, body = _answer(cursor, environ)
    start_response(status, [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def _connection() -> Any:
    """Give this thread's own connection."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg2.connect(os.environ["DATABASE_URL"])
    return _local.connection


def _answer(cursor: Any, environ: dict[str, Any]) -> tuple[str, bytes]:
    path = environ["PATH_INFO"]
    if path == "/list":
        cursor.execute(COUNT, ["510304%"])
        total = cursor.fetchone()[0]
        cursor.execute(LIST, ["510304%"])
        return "200 OK", _page(total, cursor.fetchall())
    if path == "/dashboard":
        cursor.execute(GROUPED)
        rows = cursor.fetchall()
        cursor.execute(PROBLEMS)
        return "200 OK", _page(len(rows), [*rows, *cursor.fetchall()])
    return _save(cursor, int(path.rpartition("/")[2]), json.load(environ["wsgi.input"]))


def _page(total: int, rows: list[tuple[Any, ...]]) -> bytes:
    cells = ("".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) for row in rows)
    return f"<h1>{total}</h1><table><tr>{'</tr><tr>'.join(cells)}</tr></table>".encode()


def _save(cursor: Any, visit: int, sent: dict[str, Any]) -> tuple[str, bytes]:
    answers: dict[str, str] = sent["answers"]
    if not set(answers.values()) <= ALLOWED:
        return "400 Bad Request", b""
    cursor.execute(STEP, [visit, sent["version"]])
    if not cursor.rowcount:
        return "409 Conflict", b""
    execute_values(cursor, KEEP, [(visit, name, value) for name, value in answers.items()])
    return "200 OK", b"{}"
