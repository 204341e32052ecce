"""The cast of every test: who plays which part in 大安区."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import Role, User
from tests.make import COUNTY, make_unit, make_user


def have_roles() -> None:
    """Have the twelve roles; a test that empties the database took their rights away."""
    if not Group.permissions.through.objects.exists():
        call_command("sync_roles", verbosity=0)


@pytest.fixture
def roles(db) -> None:
    """Fill the twelve roles as an installation does."""
    have_roles()


@pytest.fixture
def office(roles) -> User:
    """目督办: plans, draws, confirms, issues."""
    unit = make_unit("区委区政府目督办", kind="office")
    return make_user(Role.SUPERVISION_OFFICE, username="office", name="王科长", unit=unit)


@pytest.fixture
def verifier(roles) -> User:
    """扶贫移民办: keeps the register, verifies rectification."""
    unit = make_unit("区扶贫移民办")
    return make_user(Role.POVERTY_OFFICE, username="verifier", name="赵主任", unit=unit)


@pytest.fixture
def inspector(roles) -> User:
    """督查组成员: visits what his team is assigned."""
    return make_user(Role.INSPECTOR, username="inspector", name="陈组长")


@pytest.fixture
def liaison(roles) -> User:
    """乡镇填报员 of 新店镇: acknowledges and replies."""
    area = f"{COUNTY}105"
    unit = make_unit("新店镇", area_code=area, kind="township")
    return make_user(
        Role.TOWNSHIP_OFFICER, username="liaison", name="周干事", area_code=area, unit=unit
    )


@pytest.fixture
def outsider(roles) -> User:
    """乡镇填报员 of another township: sees nothing of 新店镇."""
    area = f"{COUNTY}106"
    unit = make_unit("新民镇", area_code=area, kind="township")
    return make_user(
        Role.TOWNSHIP_OFFICER, username="outsider", name="吴干事", area_code=area, unit=unit
    )


@pytest.fixture
def leader(roles) -> User:
    """领导: reads."""
    return make_user(Role.LEADER, username="leader", name="郑书记")
