"""What no single file can promise: directions, doors, scope, size; read from the whole project."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import IsAuthenticated

ROOT = Path(__file__).resolve().parents[1]
ORDER = ["accounts", "households", "projects", "inspections", "reports"]  # lowest first
OPEN_TO_ALL = {"healthz", "readyz", "accounts:login", "api_token", "verify"} | {
    *("service_worker", "inspections:field_away"),  # the same bytes for everybody, no record
    "accounts:look",  # the login page has a look too; it keeps a cookie of known words only
    "admin:login",  # never reached: our own page answers at its address
    "admin/login/",
}
SEERS = {"User"}  # their area is what they may see, not where they belong
LONGEST_FILE = 300
OUR_FOLDERS = ["config", *ORDER, "tests"]
INLINE = {
    "style=": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "<style>": re.compile(r"<style\b", re.IGNORECASE),
    "on…=": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "<script> without src": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)", re.IGNORECASE),
    "|safe": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}
OUTSIDE = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+""")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ORDER]


def keys() -> Iterator[tuple[models.Field, str, str]]:
    """Give each key of our models with the app it stands in and the app it points to."""
    for model in our_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.is_relation and field.related_model:
                yield field, model._meta.app_label, field.related_model._meta.app_label


def sources(*patterns: str) -> list[Path]:
    found = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(path for path in found if "vendor" not in path.parts)


def python_files() -> list[Path]:
    found = [path for folder in OUR_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def routes(
    resolver: URLResolver | None = None, *, space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Give each address of the site with its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, space=inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}", pattern


def test_keys_point_down():
    up = [str(f) for f, here, there in keys() if there in ORDER and _rises(here, there)]
    assert up == []


def _rises(here: str, there: str) -> bool:
    return ORDER.index(there) > ORDER.index(here)


def test_a_lower_app_does_not_learn_of_keys_into_it():
    known = [
        str(field)
        for field, here, there in keys()
        if there != here and there in ORDER and not field.remote_field.hidden
    ]
    assert known == []


def test_migrations_depend_downward():
    up = [
        (app, name, needed)
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if app in ORDER
        for needed, _ in migration.dependencies
        if needed in ORDER and _rises(app, needed)
    ]
    assert up == []


def test_no_page_is_open_without_login_unless_listed():
    opened = {
        name
        for name, pattern in routes()
        if not getattr(pattern.callback, "login_required", True) and not _asks_api_login(pattern)
    }
    assert opened == OPEN_TO_ALL


def _asks_api_login(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
    asked = getattr(view, "permission_classes", [])
    return bool(asked) and all(issubclass(kind, IsAuthenticated) for kind in asked)


def test_every_viewset_says_who_may_call_it():
    silent = {
        view.__name__
        for name, pattern in routes()
        if name not in OPEN_TO_ALL
        and (view := getattr(pattern.callback, "cls", None))
        and view.__module__.split(".")[0] in ORDER
        and not getattr(view, "permissions_required", {})
    }
    assert silent == set()


def test_what_belongs_to_a_place_is_gated_by_place():
    ungated = [
        model.__name__
        for model in our_models()
        if model.__name__ not in SEERS
        and any(field.name == "area_code" for field in model._meta.fields)
        and not hasattr(model._default_manager.get_queryset(), "visible_to")
    ]
    assert ungated == []


@pytest.mark.parametrize("rule", sorted(INLINE))
def test_templates_hold_nothing_inline(rule):
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources("templates/**/*.html")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if INLINE[rule].search(line)
    ]
    assert found == []


def test_nothing_is_fetched_from_outside():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sources("templates/**/*", "static/css/**/*", "static/js/**/*")
        if path.is_file()
        for match in OUTSIDE.finditer(path.read_text())
    ]
    assert found == []


def test_no_file_grows_past_its_budget():
    lengths = {path: len(path.read_text().splitlines()) for path in python_files()}
    assert [str(p.relative_to(ROOT)) for p, n in lengths.items() if n > LONGEST_FILE] == []


def test_every_exception_to_a_rule_is_named_and_reasoned():
    bare = re.compile(r"#\s*noqa(?!: [A-Z]+\d+(?:, [A-Z]+\d+)* --? \w)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []


def test_the_top_level_holds_what_was_decided():
    files = {"manage.py", "pyproject.toml", "README.md", "Makefile", "docker-compose.yml"}
    wanted = files | {"Dockerfile", "templates", "static", "docs", *OUR_FOLDERS}
    made = {"var", "out", "node_modules"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - made == wanted
