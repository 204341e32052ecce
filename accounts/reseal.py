"""Sealing values that stand in the clear (migrations), or were sealed with an older key."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage
from django.db import connection, models, transaction

from accounts.fields import SealedTextField
from accounts.sealing import open_file, open_sealed, seal_all, seal_bytes

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


def sealed_columns() -> Iterator[tuple[str, str]]:
    """Give table and column of every sealed field of every model."""
    for model in apps.get_models():
        for field in model._meta.local_fields:  # noqa: SLF001 -- Django's documented API
            if isinstance(field, SealedTextField):
                yield model._meta.db_table, field.column or field.name  # noqa: SLF001 -- the same


def old_values(*, table: str, column: str) -> int:
    """Count the values of a column that stand under another key than the current one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{table}" '  # noqa: S608 -- names of our own tables
            f'WHERE "{column}" <> \'\' AND "{column}" NOT LIKE %s',
            [f"{settings.DATA_KEYS.current}:%"],
        )
        return int(cursor.fetchone()[0])


def reseal_column(database: Any, *, table: str, column: str) -> int:
    """Seal a column's values under older keys with the current one; gives how many.

    Each piece is a transaction of its own, so an interrupted run goes on where it stood. A value
    that somebody changes meanwhile is his: it stands under the current key already. Raises
    CannotOpen where an old key is missing.
    """
    done, last, place = 0, 0, f"{table}.{column}"
    with database.cursor() as cursor:
        while rows := _old_piece(cursor, table, column, last):
            fresh = seal_all([open_sealed(text, place=place) for _, text in rows], place=place)
            with transaction.atomic(using=database.alias):
                cursor.executemany(
                    f'UPDATE "{table}" SET "{column}" = %s '  # noqa: S608 -- the same
                    f'WHERE id = %s AND "{column}" = %s',
                    [(new, *row) for new, row in zip(fresh, rows, strict=True)],
                )
            done, last = done + len(rows), rows[-1][0]
    return done


def _old_piece(cursor: Any, table: str, column: str, last: int) -> list[tuple[int, str]]:
    cursor.execute(
        f'SELECT id, "{column}" FROM "{table}" '  # noqa: S608 -- names of our own tables
        f'WHERE id > %s AND "{column}" <> \'\' AND "{column}" NOT LIKE %s '
        f"ORDER BY id LIMIT {PIECE}",
        [last, f"{settings.DATA_KEYS.current}:%"],
    )
    rows: list[tuple[int, str]] = cursor.fetchall()
    return rows


def old_files() -> Iterator[tuple[Storage, str, str]]:
    """Give storage, name and place of every stored file that is sealed with an older key.

    A sealed file begins with the name of a key and a colon; other files do not.
    """
    older = [name for name in settings.DATA_KEYS.sealing if name != settings.DATA_KEYS.current]
    marks = tuple(f"{name}:".encode() for name in older)
    for field in (field for model in apps.get_models() for field in model._meta.local_fields):  # noqa: SLF001 -- the same
        if not marks or not isinstance(field, models.FileField):
            continue
        rows = field.model._default_manager.exclude(**{field.name: ""})  # noqa: SLF001 -- the same
        for name in rows.values_list(field.name, flat=True).iterator():
            if _begins(field.storage, name, marks):
                yield field.storage, name, f"{field.model._meta.db_table}.{field.column}"  # noqa: SLF001 -- the same


def _begins(storage: Storage, name: str, marks: tuple[bytes, ...]) -> bool:
    if not storage.exists(name):
        return False
    with storage.open(name) as file:
        return bytes(file.read(max(map(len, marks)))).startswith(marks)


def reseal_file(storage: Storage, name: str, *, place: str) -> None:
    """Seal a stored file with the current key, under the same name; raises CannotOpen."""
    with storage.open(name) as file:
        content = open_file(file.read(), place=place)
    path = Path(storage.path(name))
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(seal_bytes(content, place=place))
    draft.replace(path)
