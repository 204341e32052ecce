"""Sealing values that stand in the clear, or were sealed with an older key; used by migrations."""

from collections.abc import Callable, Iterable
from typing import Any

from accounts.sealing import seal_all

PIECE = 2000


def rewrite_column(
    connection: Any,
    *,
    table: str,
    column: str,
    plain: Callable[[str], str],
    index: tuple[str, Callable[[str], str]] | None = None,
) -> int:
    """Seal a column's values anew, piece by piece in the order of their ids; gives how many.

    `plain` makes the clear text of what is stored; `index` names the column of the search key and
    makes it from the clear text.
    """
    done, last = 0, 0
    names = [column] + ([index[0]] if index else [])
    sets = ", ".join(f'"{name}" = %s' for name in names)
    with connection.cursor() as cursor:
        while rows := _piece(cursor, table, column, last):
            texts = [plain(text) for _, text in rows]
            values: list[Iterable[str]] = [seal_all(texts, place=f"{table}.{column}")]
            if index:
                values.append(map(index[1], texts))
            ids = [row[0] for row in rows]
            cursor.executemany(
                f'UPDATE "{table}" SET {sets} WHERE id = %s',  # noqa: S608 -- names of our own tables
                list(zip(*values, ids, strict=True)),
            )
            done, last = done + len(rows), ids[-1]
    return done


def _piece(cursor: Any, table: str, column: str, last: int) -> list[tuple[int, str]]:
    cursor.execute(
        f'SELECT id, "{column}" FROM "{table}" '  # noqa: S608 -- names of our own tables
        f"WHERE id > %s AND \"{column}\" <> '' ORDER BY id LIMIT {PIECE}",
        [last],
    )
    rows: list[tuple[int, str]] = cursor.fetchall()
    return rows
