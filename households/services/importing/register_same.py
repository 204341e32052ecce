"""Whether all rows of a file stand in the register already, asked of PostgreSQL in one pass each.

The database writes each stored row as one line of text, the file's rows are written the same way,
and lines are compared: no row is taken apart. Elsewhere, and where anything differs, the rows are
compared value by value (households.services.importing.register_changes).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

from households.checking.data import RegisterData
from households.models import HelperPairing, Household, HouseholdIncome, HouseholdYear, Member
from households.services.importing import register_fields as fields
from households.services.importing.register_tables import (
    CHUNK,
    Changes,
    amounts_of,
    comparable,
    facts_of,
)

_MARK = "\x1f"
_CHUNK = 20_000
Columns = Mapping[str, Sequence[Any]]


def can_ask() -> bool:
    """Whether this database can write rows as lines."""
    return connection.vendor == "postgresql"


def all_stored(
    model: type[models.Model], columns: Columns, *, county: str, where: str = ""
) -> bool:
    """Tell whether each of these rows stands in the county's table as it is.

    `columns` has the file's values by column name, `household_no` among them; `where` narrows the
    stored rows, on top of the county.
    """
    wanted = set(_lines(columns.values()))
    if not wanted:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, list(columns), where), [county + "%"])
        while wanted and (rows := cursor.fetchmany(_CHUNK)):
            wanted.difference_update(row[0] for row in rows)
    return not wanted


def _statement(model: type[models.Model], names: list[str], where: str) -> str:
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001 -- Django's documented API
    cells = []
    for name in names:
        of = "h" if name == "household_no" else "t"
        cells.append(f"coalesce({of}.{quote(name)}::text, '')")
    home = quote(Household._meta.db_table)  # noqa: SLF001 -- the same
    joined = "" if model is Household else f" JOIN {home} h ON h.id = t.household_id"
    alias = "h" if model is Household else "t"
    line = f" || '{_MARK}' || ".join(cell.replace("t.", f"{alias}.", 1) for cell in cells)
    more = f" AND {where}" if where else ""
    return f"SELECT {line} FROM {table} {alias}{joined} WHERE {alias}.area_code LIKE %s{more}"  # noqa: S608 -- names of our own tables


def _lines(columns: Iterable[Sequence[Any]]) -> Iterable[str]:
    return map(_MARK.join, zip(*map(_texts, columns), strict=True))


def _texts(values: Sequence[Any]) -> Sequence[str]:
    """Write a column as PostgreSQL writes it as text."""
    if set(map(type, values)) <= {str}:
        return values
    plain = [tuple(value) if isinstance(value, list) else value for value in values]
    made = {value: _text(value) for value in set(plain)}
    return [made[value] for value in plain]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def all_the_same(data: RegisterData, county: str, scope: str, changes: Changes) -> bool:
    """Ask whether the register has every row of the file as it is; then only `absent` is told."""
    household_fields = fields.given_fields(fields.HOUSEHOLD_FIELDS, data.households, data.given)
    member_fields = fields.given_fields(fields.MEMBER_FIELDS, data.members, data.given)
    if not all(code.startswith(scope) for code in set(data.households["area_code"])):
        return False
    for model, columns, keys, names in (
        (Household, data.households, ["household_no"], household_fields),
        (HouseholdIncome, data.incomes, ["household_no", "year"], amounts_of(data)),
        (HouseholdYear, data.years, ["household_no", "year"], facts_of(data)),
        (Member, data.members, ["household_no", "person_no"], member_fields),
    ):
        if not columns.get("household_no"):
            continue
        if any(fields.is_sealed(model, n) and not fields.key_of(model, n) for n in names):
            return False
        read, mine = comparable(model, columns, names)
        lines = {key: columns[key] for key in keys} | {key: mine[key] for key in read}
        if not all_stored(model, lines, county=county):
            return False
    if not _helpers_stand(data, county):
        return False
    here = set(data.households["household_no"])
    stored = Household.objects.within(scope).order_by().values_list("household_no", "area_code")
    changes.absent = [row for row in stored.iterator(chunk_size=CHUNK) if row[0] not in here]
    return True


def _helpers_stand(data: RegisterData, county: str) -> bool:
    if "helper_name" not in data.given:
        return True
    named = [at for at, name in enumerate(data.households["helper_name"]) if name]
    keys = {"household_no": "household_no", "name": "helper_name", "unit_name": "helper_unit"}
    if "helper_unit" not in data.given:
        del keys["unit_name"]
    lines = {key: [data.households[of][at] for at in named] for key, of in keys.items()}
    return all_stored(HelperPairing, lines, county=county, where="t.ends_on IS NULL")
