"""Writing many rows: COPY where the database has it, bulk_create elsewhere."""

import json
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from django.db import connection, models

from accounts.fields import SealedTextField, SearchKeyField
from accounts.sealing import seal_all, search_key

BATCH = 2000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL = ("\\", "\t", "\n", "\r")


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> int:
    """Insert rows given as columns by database column name; gives how many.

    Values are text, numbers, booleans, None, or lists for JSON columns. Personal data is given in
    the clear and sealed here; columns that are not given get the model's default.
    """
    count = len(next(iter(columns.values()), ()))
    if not count:
        return 0
    if connection.vendor == "postgresql":
        _copy(model, {**_defaults(model, columns, count), **columns, **_sealed(model, columns)})
    else:
        rows = zip(*columns.values(), strict=True)
        objects = [model(**dict(zip(columns, row, strict=True))) for row in rows]
        model._default_manager.bulk_create(objects, batch_size=BATCH)  # noqa: SLF001 -- Django's documented API
    return count


def _defaults(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], count: int
) -> dict[str, Sequence[Any]]:
    """Repeat the default of each column that is neither given nor made by the database."""
    fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented API
    missing = [field for field in fields if not field.primary_key and field.column not in columns]
    return {field.column: [field.get_default()] * count for field in missing}


def _sealed(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]]
) -> dict[str, Sequence[Any]]:
    """Seal the columns that are stored sealed, and make the search keys of given columns."""
    made: dict[str, Sequence[Any]] = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's documented API
        if isinstance(field, SealedTextField) and field.column in columns:
            made[field.column] = seal_all(columns[field.column], place=field.place)
        elif isinstance(field, SearchKeyField) and field.of in columns:
            made[field.column] = list(map(search_key, columns[field.of]))
    return made


def _copy(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Send the rows as one COPY in text form."""
    lines = map("\t".join, zip(*(_encoded(values) for values in columns.values()), strict=True))
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    statement = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"  # noqa: SLF001 -- Django's documented API
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, StringIO("\n".join(lines) + "\n"))


def _encoded(values: Sequence[Any]) -> list[str]:
    """Write a column in COPY's text form; a column of harmless text is taken as it is."""
    if all(type(value) is str for value in values):
        joined = "".join(values)
        if not any(mark in joined for mark in _SPECIAL):
            return list(values)
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    return str(value).translate(_ESCAPES)
