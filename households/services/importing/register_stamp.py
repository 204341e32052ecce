"""Whether a county's register is still what it was a moment ago: one figure for all its rows.

PostgreSQL numbers every version of a row by the transaction that wrote it (xmin). The stamp sums
these numbers over the register's tables, so any row added, changed or deleted gives another one;
no value is read. Other databases give no stamp, and everything is compared.
"""

from django.db import connection, models

from households.models import (
    HelperPairing,
    Household,
    HouseholdIncome,
    HouseholdYear,
    Member,
)

TABLES: tuple[type[models.Model], ...] = (
    Household,
    Member,
    HouseholdIncome,
    HouseholdYear,
    HelperPairing,
)


def stamp_of(county: str) -> str:
    """Give the register's stamp, "" where the database has none."""
    if connection.vendor != "postgresql":
        return ""
    sums = []
    with connection.cursor() as cursor:
        for model in TABLES:
            table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- Django's documented API
            figures = "count(*), sum(xmin::text::bigint), sum(xmin::text::numeric * id)"
            statement = f"SELECT {figures} FROM {table} WHERE area_code LIKE %s"  # noqa: S608 -- a name of our own table
            cursor.execute(statement, [county + "%"])
            sums.append(":".join(str(value or 0) for value in cursor.fetchone()))
    return "/".join(sums)
