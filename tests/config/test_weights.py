"""What a page makes a phone fetch: no more than 200 KB of compressed script outside dashboards."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES, STATIC = ROOT / "templates", ROOT / "static"
SCRIPT = re.compile(r"""<script[^>]*\ssrc="\{% static '([^']+)' %\}\"""")
SHEET = re.compile(r"""<link rel="stylesheet" href="\{% static '([^']+)' %\}\"(?! media="pr)""")
IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*["'](\./[^"']+)["']""", re.MULTILINE)
PARENT = re.compile(r"""\{% (?:extends|include) "([^"]+)""")
DASHBOARDS = "reports/board/"
MOST_SCRIPT, MOST_STYLE = 200_000, 130_000  # bytes, compressed
FEWEST_PAGES = 50


def named_in(template: str, what: re.Pattern[str]) -> set[str]:
    """Give the files a template and those it is made of ask for; one left to a variable aside."""
    path = TEMPLATES / template
    if not path.is_file():  # an app's own, such as the settings'
        return set()
    text = path.read_text(encoding="utf-8")
    inner = [named_in(other, what) for other in PARENT.findall(text) if other != template]
    return set(what.findall(text)).union(*inner)


def with_imports(scripts: set[str]) -> set[str]:
    """Add the modules that scripts fetch by `import`."""
    known, waiting = set(scripts), list(scripts)
    while waiting:
        place = STATIC / waiting.pop()
        for found in IMPORT.findall(place.read_text(encoding="utf-8")):
            name = (place.parent / found).resolve().relative_to(STATIC).as_posix()
            if name not in known:
                known.add(name)
                waiting.append(name)
    return known


@cache
def weight(name: str) -> int:
    """Give the bytes of a file as it goes over the line."""
    return len(gzip.compress((STATIC / name).read_bytes(), 9))


def pages() -> Iterator[str]:
    """Give the templates of whole pages."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        if "base.html" in named_parents(name):
            yield name


def named_parents(name: str) -> set[str]:
    """Give what a template extends, directly or by what that extends."""
    found = re.search(r"""\{% extends "([^"]+)""", (TEMPLATES / name).read_text(encoding="utf-8"))
    if found is None or not (TEMPLATES / found[1]).is_file():
        return set()
    return {found[1]} | named_parents(found[1])


@pytest.fixture(scope="module")
def weights() -> dict[str, tuple[int, int]]:
    """Give what every page weighs: its scripts with what they import, its stylesheets."""
    return {
        page: (
            sum(map(weight, with_imports(named_in(page, SCRIPT)))),
            sum(map(weight, named_in(page, SHEET))),
        )
        for page in pages()
    }


def test_no_page_but_a_dashboard_ships_more_script_than_a_phone_line_bears(weights):
    heaviest = max(weights, key=lambda page: weights[page])
    print(f"{heaviest}: {weights[heaviest]} bytes of script and of style")  # noqa: T201 -- shown by -s
    assert len(weights) > FEWEST_PAGES
    heavy = {
        page: script
        for page, (script, _) in weights.items()
        if script > MOST_SCRIPT and not page.startswith(DASHBOARDS)
    }
    assert heavy == {}


def test_the_form_of_a_visit_is_weighed_with_all_its_modules():
    scripts = with_imports(named_in("inspections/visit_section.html", SCRIPT))
    assert {"js/field/part.js", "js/field/rules.js", "js/field/vault.js"} <= scripts


def test_no_page_ships_more_style_than_it_is_worth(weights):
    assert {page: css for page, (_, css) in weights.items() if css > MOST_STYLE} == {}
