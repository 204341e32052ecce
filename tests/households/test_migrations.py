"""Migrations seal what stands in the clear, and give it back in the clear; half a minute."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from accounts.sealing import search_key
from households.models import Household, Member, Posting
from tests.make import COUNTY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="half a minute: once is enough"),
]
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


@pytest.fixture
def first_models():
    """Give the models of the first migrations; afterwards the database is the latest again."""
    try:
        migrate(FIRST)
        yield MigrationExecutor(connection).loader.project_state(FIRST).apps.get_model
    finally:
        call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
        migrate()


def stored():
    """Give what the database itself holds in the columns of CLEAR, each of one row."""
    found = {}
    with connection.cursor() as cursor:
        for place in CLEAR:
            table, column = place.split(".")
            cursor.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 -- fixed names
            (found[place],) = (value for (value,) in cursor.fetchall())
    return found


def fill(model):
    """Store one of each in the clear, as the first edition did."""
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


def test_personal_data_is_sealed_on_the_way_forward_and_opened_on_the_way_back(first_models):
    fill(first_models)
    assert stored() == CLEAR

    migrate()
    assert [place for place, value in stored().items() if CLEAR[place] in value] == []
    assert User.objects.get().phone == Posting.objects.get().phone == PHONE
    assert Household.objects.get(phone_key=search_key(PHONE)).phone == PHONE
    member = Member.objects.get(identity_key=search_key(IDENTITY))
    assert (member.identity_number, member.health) == (IDENTITY, "患有大病")
    assert member.health_key == search_key("患有大病")

    migrate(FIRST)
    assert stored() == CLEAR
