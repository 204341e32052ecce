import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.backends import RightsBackend
from accounts.models import Role, User
from tests.make import make_user

pytestmark = pytest.mark.django_db
RIGHT, OTHER = "reports.view_dashboard", "accounts.add_user"


@pytest.fixture
def leader() -> User:
    return User.objects.get(pk=make_user(Role.LEADER).pk)


def test_a_right_is_what_the_backend_says_it_is(leader):
    held = RightsBackend().get_all_permissions(leader)
    assert (RIGHT in held, OTHER in held) == (True, False)
    assert (leader.has_perm(RIGHT), leader.has_perm(OTHER)) == (True, False)
    assert leader.has_perms([RIGHT, OTHER]) is False


@pytest.mark.parametrize(
    ("state", "may"), [({"is_superuser": True}, True), ({"is_active": False}, False)]
)
def test_a_superuser_has_every_right_and_an_inactive_person_none(leader, state, may):
    User.objects.update(**state)
    person = User.objects.get(pk=leader.pk)
    assert (person.has_perm(RIGHT), person.has_perm(OTHER)) == (may, may)


def test_a_right_taken_away_is_gone_at_the_next_request(client, leader):
    client.force_login(leader, backend="accounts.backends.RightsBackend")
    address = reverse("reports:dashboard")
    before = client.get(address).status_code
    Group.objects.get(name=Role.LEADER.label).permissions.remove(
        Permission.objects.get(codename="view_dashboard")
    )

    assert (before, client.get(address).status_code) == (200, 403)
