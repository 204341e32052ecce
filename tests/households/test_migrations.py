"""Migrations make what the models say, seal what stood in the clear, and give it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from accounts.sealing import search_key
from households.models import Household, Member, Posting
from tests.households.schema import schema
from tests.make import COUNTY

FIRST = [("accounts", "0001_initial"), ("households", "0001_initial")]
VILLAGE, PHONE, IDENTITY = f"{COUNTY}105201", "13912345678", "999999195603120011"
CLEAR = {
    "accounts_user.phone": PHONE,
    "households_household.phone": PHONE,
    "households_member.identity_number": IDENTITY,
    "households_member.health": "患有大病",
    "households_posting.phone": PHONE,
}


def migrate(targets=None):
    """Migrate to the targets, else to the latest of every app."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


@contextmanager
def made(name: str) -> Iterator[None]:
    """Have a database of this name; SQLite makes its file by itself."""
    if connection.vendor == "sqlite":
        yield
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def wanted(db) -> dict[str, list[tuple]]:
    """Give the schema of the tests' own database, which is made from the models."""
    return schema(connection)


@pytest.fixture
def empty_database(wanted, tmp_path) -> Iterator[None]:
    """Work in an empty database beside the tests' own, which stays as it is."""
    ours, other = connections["default"], connection.copy("default")
    name = f"{ours.settings_dict['NAME']}_migrated"
    other.settings_dict["NAME"] = tmp_path / "db" if ours.vendor == "sqlite" else name
    with made(name):
        connections["default"] = other
        yield
        other.close()
        connections["default"] = ours


def schema_differences(wanted):
    """Give what only the models make and what only the migrations make."""
    made = schema(connection)
    return {
        kind: (set(lines) - set(made[kind]), set(made[kind]) - set(lines))
        for kind, lines in wanted.items()
    }


def stored():
    """Give what the database itself holds in the columns of CLEAR, each of one row."""
    found = {}
    with connection.cursor() as cursor:
        for place in CLEAR:
            table, column = place.split(".")
            cursor.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 -- fixed names
            (found[place],) = (value for (value,) in cursor.fetchall())
    return found


def fill():
    """Store one of each in the clear, as the first edition did."""
    model = MigrationExecutor(connection).loader.project_state(FIRST).apps.get_model
    model("accounts", "User").objects.create(username="u", phone=PHONE)
    village = model("households", "Area").objects.create(code=VILLAGE, level="village", name="村")
    of_village = {"area_code": VILLAGE, "village": village}
    household = model("households", "Household").objects.create(
        **of_village,
        household_no="1",
        head_name="甲",
        person_count=1,
        attribute="ordinary",
        cause="illness",
        phone=PHONE,
    )
    model("households", "Member").objects.create(
        household=household, area_code=VILLAGE, identity_number=IDENTITY, health="患有大病"
    )
    model("households", "Posting").objects.create(
        phone=PHONE, starts_on=date(2016, 1, 1), **of_village
    )


def test_migrations_make_what_the_models_say_and_seal_what_stood_in_the_clear(
    empty_database, wanted
):
    migrate(FIRST)
    fill()
    assert stored() == CLEAR

    migrate()
    assert schema_differences(wanted) == dict.fromkeys(wanted, (set(), set()))
    assert [place for place, value in stored().items() if CLEAR[place] in value] == []
    assert User.objects.get().phone == Posting.objects.get().phone == PHONE
    assert Household.objects.get(phone_key=search_key(PHONE)).phone == PHONE
    member = Member.objects.get(identity_key=search_key(IDENTITY))
    assert (member.identity_number, member.health) == (IDENTITY, "患有大病")
    assert member.health_key == search_key("患有大病")

    if connection.vendor != "sqlite":  # the way back takes as long again: once is enough
        migrate(FIRST)
        assert stored() == CLEAR
