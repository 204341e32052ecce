"""Who and what the tests of the plan ask for beside the cast."""

from pathlib import Path

import pytest

from accounts.models import Role, User
from tests.make import make_area, make_user
from tests.projects.plan_cast import FIRST


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def village_officer(roles) -> User:
    """村级 of a village of 新店镇."""
    make_area(f"{FIRST}201")
    return make_user(Role.VILLAGE_OFFICER, name="何文书", area_code=f"{FIRST}201")
