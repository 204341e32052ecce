import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.errors import RuleBroken
from accounts.management.commands.sync_roles import collect
from accounts.models import Role
from accounts.services.roles import sync_roles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_roles_yet(db):
    Group.objects.all().delete()


def held() -> dict[str, set[str]]:
    """Give what each group may do."""
    return {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }


def test_sync_roles_makes_the_twelve_groups_agree_exactly(capsys):
    call_command("sync_roles")

    wanted = collect()
    assert held() == {role.label: wanted.get(role.label, set()) for role in Role}
    assert json.loads(capsys.readouterr().out)["removed"] == []


def test_sync_roles_takes_what_the_data_does_not_name():
    call_command("sync_roles", verbosity=0)
    extra = Permission.objects.get(codename="delete_user")
    Group.objects.get(name="领导").permissions.add(extra)

    done = sync_roles(roles=collect())

    assert (done.added, done.removed) == ([], ["领导 accounts.delete_user"])


def test_sync_roles_empties_a_group_that_is_no_role():
    Group.objects.create(name="临时组").permissions.add(Permission.objects.first())

    done = sync_roles(roles=collect())

    assert done.unknown_groups == ["临时组"]
    assert held()["临时组"] == set()


def test_sync_roles_refuses_a_permission_that_does_not_exist():
    with pytest.raises(RuleBroken, match=r"权限 accounts\.fly 不存在"):
        sync_roles(roles={"领导": ["accounts.fly"]})
    assert held().get("领导", set()) == set()


def test_sync_roles_refuses_a_role_that_does_not_exist():
    with pytest.raises(RuleBroken, match="没有这个角色：县长"):
        sync_roles(roles={"县长": []})


def test_the_administrator_does_no_business_and_sees_no_personal_data():
    kinds = {name.split("_", maxsplit=1)[1] for name in collect()["系统管理员"]}
    settings = {
        "user",
        "unit",
        "unitalias",
        "areaalias",
        "parameter",
        "auditevent",
        "job",
        "group",
        "area",
        "programme",
        "problemsource",
        "calendarday",
        "escalationstep",
    }
    assert kinds == settings
