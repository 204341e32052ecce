"""Writing many rows: COPY where the database has it, bulk_create elsewhere."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

from accounts.fields import SealedTextField, SearchKeyField
from accounts.sealing import seal_all, search_keys

BATCH = 2000
PIECE = 4000  # rows made into text at a time
READ = 256 * 1024  # bytes COPY asks for at a time
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL = ("\\", "\t", "\n", "\r")


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> int:
    """Insert rows given as columns by database column name; gives how many.

    Values are text, numbers, booleans, None, or lists for JSON columns. Personal data is given in
    the clear and sealed here; columns that are not given get the model's default. The search keys
    of sealed columns are made here too, unless they are given.
    """
    count = len(next(iter(columns.values()), ()))
    if not count:
        return 0
    if connection.vendor == "postgresql":
        _copy(model, _with_keys(model, columns), count)
    else:
        rows = zip(*columns.values(), strict=True)
        objects = (model(**dict(zip(columns, row, strict=True))) for row in rows)
        manager = model._default_manager  # noqa: SLF001 -- Django's documented API
        while piece := list(islice(objects, BATCH)):
            manager.bulk_create(piece, batch_size=BATCH)
    return count


def write_over(
    model: type[models.Model], objects: list[Any], unique: list[str], names: list[str]
) -> None:
    """Write some fields of whole objects over the stored rows with the same unique values.

    The search keys of sealed fields are written along with their text. A row that is not stored
    would be added: the caller knows that all of them are.
    """
    if not objects or not names:
        return
    fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented API
    keys = [f.name for f in fields if isinstance(f, SearchKeyField) and f.of in names]
    model._default_manager.bulk_create(  # noqa: SLF001 -- Django's documented API
        objects,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=[*names, *keys],
    )


def _defaults(model: type[models.Model], columns: Mapping[str, Any]) -> dict[str, str]:
    """Give the default, as COPY has it, of each column that is not given."""
    fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented API
    missing = [field for field in fields if not field.primary_key and field.column not in columns]
    return {str(field.column): _text(field.get_default()) for field in missing}


def _with_keys(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]]
) -> dict[str, Sequence[Any]]:
    """Add the search keys of the sealed columns that are given without theirs."""
    made = dict(columns)
    for field in model._meta.concrete_fields:  # noqa: SLF001 -- Django's documented API
        if isinstance(field, SearchKeyField) and field.of in columns and field.name not in columns:
            made[str(field.column)] = search_keys(columns[field.of])
    return made


def _sealers(model: type[models.Model]) -> dict[str, tuple[str, bool]]:
    """Give place and shareability of each sealed column.

    Beside a search key, which shows equal values anyway, equal texts of one insert may share one
    sealed form: a word that stands 70,000 times is sealed once.
    """
    fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented API
    keyed = {field.of for field in fields if isinstance(field, SearchKeyField)}
    return {
        str(field.column): (field.place, field.name in keyed)
        for field in fields
        if isinstance(field, SealedTextField)
    }


def _copy(model: type[models.Model], columns: Mapping[str, Sequence[Any]], count: int) -> None:
    """Send the rows as one COPY in text form, a piece at a time."""
    quote, defaults = connection.ops.quote_name, _defaults(model, columns)
    names = ", ".join(quote(name) for name in (*columns, *defaults))
    statement = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"  # noqa: SLF001 -- Django's documented API
    tail = "".join(f"\t{text}" for text in defaults.values()) + "\n"
    pieces = _Pieces(_pieces(model, columns, count, tail))
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, pieces, READ)


class _Pieces:
    """Pieces of bytes as the file that COPY reads."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._at = b"", 0

    def read(self, size: int) -> bytes:
        """Give the next bytes, at most `size`."""
        if self._at >= len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
        given = self._piece[self._at : self._at + size]
        self._at += size
        return given


def _pieces(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], count: int, tail: str
) -> Iterator[bytes]:
    """Write some thousands of rows at a time; `tail` ends each row."""
    sealers = _sealers(model)
    known: dict[str, dict[str, str]] = {name: {} for name, (_, may) in sealers.items() if may}
    for start in range(0, count, PIECE):
        texts: list[Sequence[str]] = []
        for name, values in columns.items():
            piece = values[start : start + PIECE]
            if name in sealers:
                texts.append(_sealed(piece, sealers[name][0], known.get(name)))
            else:
                texts.append(_encoded(piece))
        lines = map("\t".join, zip(*texts, strict=True))
        yield (tail.join(lines) + tail).encode()


def _sealed(values: Sequence[str], place: str, known: dict[str, str] | None) -> list[str]:
    """Seal a piece of a column; sealed texts hold nothing COPY would misread."""
    if known is None:
        return seal_all(values, place=place)
    new = list(set(values) - known.keys())
    known.update(zip(new, seal_all(new, place=place), strict=True))
    return [known[value] for value in values]


def _encoded(values: Sequence[Any]) -> Sequence[str]:
    """Write a column in COPY's text form; a column of harmless text is taken as it is."""
    try:
        joined = "".join(values)
    except TypeError:
        return _each_once(values)
    if any(mark in joined for mark in _SPECIAL):
        return [value.translate(_ESCAPES) for value in values]
    return values


def _each_once(values: Sequence[Any]) -> list[str]:
    """Write a column of numbers, booleans, lists or blanks; each different value once."""
    plain = [tuple(value) if isinstance(value, list) else value for value in values]
    made = {value: _text(value) for value in set(plain)}
    return [made[value] for value in plain]


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, list | tuple):
        value = json.dumps(value, ensure_ascii=False)
    return str(value).translate(_ESCAPES)
