"""Pages load nothing from outside and carry no inline script or style."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "templates").rglob("*.html"))
OWN = sorted([*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "static" / "js").glob("*.js")])
FORBIDDEN = re.compile(
    r"\sstyle=|\son[a-z]+=[\"']|<style|<script(?![^>]*\ssrc=)|\|safe\b|autoescape off|https?://"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_has_no_inline_code_and_no_outside_address(page):
    assert FORBIDDEN.findall(page.read_text("utf-8")) == []


def test_own_css_and_js_name_no_outside_address():
    assert [file.name for file in OWN if "://" in file.read_text("utf-8")] == []
