"""Making the groups agree with the roles that the apps' `roles.py` describe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Role


@dataclass
class Agreement:
    """What was done: the number of permissions of each role, and what was given and taken."""

    roles: dict[str, int] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unknown_groups: list[str] = field(default_factory=list)


@transaction.atomic
def sync_roles(*, roles: Mapping[str, Iterable[str]]) -> Agreement:
    """Give each of the twelve roles exactly the permissions named, as `app.codename`.

    A group that is no role keeps its people and loses its permissions. Raises RuleBroken when a
    role or a permission is not known; then nothing is changed.
    """
    _refuse_unknown_roles(roles)
    known = _permissions()
    done = Agreement()
    for role in Role:
        wanted = {_known(known, name, role=role.label) for name in roles.get(role.label, ())}
        group, _ = Group.objects.get_or_create(name=role.label)
        _set(group, wanted, done)
        done.roles[role.label] = len(wanted)
    for group in Group.objects.exclude(name__in=[role.label for role in Role]):
        done.unknown_groups.append(group.name)
        _set(group, set(), done)
    return done


def _refuse_unknown_roles(roles: Mapping[str, Iterable[str]]) -> None:
    unknown = sorted(set(roles) - {role.label for role in Role})
    if unknown:
        raise RuleBroken(f"没有这个角色：{'、'.join(unknown)}。", code="unknown_role")


def _permissions() -> dict[str, Permission]:
    rows = Permission.objects.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row for row in rows}


def _known(known: Mapping[str, Permission], name: str, *, role: str) -> Permission:
    if name not in known:
        raise RuleBroken(f"角色“{role}”的权限 {name} 不存在。", code="unknown_permission")
    return known[name]


def _set(group: Group, wanted: set[Permission], done: Agreement) -> None:
    held = set(group.permissions.select_related("content_type"))
    done.added += _lines(group, wanted - held)
    done.removed += _lines(group, held - wanted)
    group.permissions.set(wanted)


def _lines(group: Group, permissions: set[Permission]) -> list[str]:
    return sorted(f"{group.name} {p.content_type.app_label}.{p.codename}" for p in permissions)
