"""`manage.py sync_roles`: the groups and what they may do, as the apps' `roles.py` say."""

import json
from collections import defaultdict
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from accounts.errors import RuleBroken
from accounts.services.roles import sync_roles


def collect() -> dict[str, set[str]]:
    """Join the ROLES of every app: role → permissions as `app.codename`."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for app in apps.get_app_configs():
        name = f"{app.name}.roles"
        if find_spec(name) is None:
            continue
        for role, permissions in getattr(import_module(name), "ROLES", {}).items():
            roles[role].update(permissions)
    return dict(roles)


class Command(BaseCommand):
    help = "按各应用 roles.py 的规定设置十二个角色的权限。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the groups agree; print what was done as JSON, exit 1 on a refusal."""
        try:
            done = sync_roles(roles=collect())
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            self.stdout.write(json.dumps(asdict(done), ensure_ascii=False, indent=2))
