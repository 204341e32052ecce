"""What makes the whole suite quick without leaving anything out of it."""

import gc
from typing import Any

import pytest

LONG = (
    *("tests/flows/", "tests/face/", "tests/households/test_migrations.py", "tests/test_"),
    "tests/households/test_privacy.py",
)
ASKING = {"db", "transactional_db", "live_server"}  # fixtures without which nothing is asked
KEPT = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


def put_long_first(items: list[pytest.Item]) -> None:
    """Put the longest tests first, so that no process is left alone with one at the end."""

    def rank(item: pytest.Item) -> int:
        place = item.nodeid
        return next((n for n, long in enumerate(LONG) if place.startswith(long)), len(LONG))

    items.sort(key=rank)


def take_out_pure(items: list[pytest.Item]) -> list[pytest.Item]:
    """Take out the tests to which pytest-django refuses every database; give what was taken."""
    pure = [item for item in items if not _asks_database(item)]
    taken = set(pure)
    items[:] = [item for item in items if item not in taken]
    return pure


def _asks_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "flow"))
    return marked or not ASKING.isdisjoint(getattr(item, "fixturenames", ()))


def rest_the_collector() -> None:
    """Let the garbage collector leave alone what was loaded, and look less often at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def leave_to_whitenoise(_handler: Any, _path: str) -> bool:
    """Let the site hand out its static files as in use, so that a browser keeps them a while.

    Django's own server of tests gives every page all its files anew.
    """
    return False


def empty_tables(case: Any) -> None:
    """Empty the tables after a test that commits; the roles and what they rest on stay.

    Deleting the few rows of a test takes milliseconds, where truncating a hundred tables and
    making content types, rights and roles anew takes a second. Keys are checked at the end of the
    transaction, so the order does not matter.
    """
    from django.db import connections, transaction  # noqa: PLC0415 -- needs settings

    for alias in case._databases_names(include_mirrors=False):
        connection = connections[alias]
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            for table in sorted(set(tables) - KEPT):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our own tables
