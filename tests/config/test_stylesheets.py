"""Every colour is a token, every token used exists, and every pair of them is legible."""

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[2] / "static" / "css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|:\s*(?:white|black|red)\b", re.I)
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
USED = re.compile(r"var\((--[\w-]+)")
TONES = ("red", "orange", "yellow", "green", "blue", "grey")
INKS = ("ink", "ink-mid", "ink-soft", "accent-ink", *(f"{tone}-ink" for tone in TONES))
MARKS = ("accent-mark", "line-input", "focus", *(f"{tone}-mark" for tone in TONES))
WRITTEN = [
    *((ink, under) for ink in INKS for under in ("paper", "ground", "sunken", "hover")),
    *((f"{tone}-ink", f"{tone}-soft") for tone in TONES),
    *(("ink", f"{tone}-soft") for tone in TONES),
    ("accent-deep", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-mark", "green-mark"),
    ("ink", "field"),
    ("ink-soft", "field"),
]


def bare(sheet: Path) -> str:
    """Give a sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)


def block(css: str, selector: str) -> dict[str, str]:
    """Give the tokens of the first rule whose selectors begin so."""
    body = css.split(selector, 1)[1].split("{", 1)[1].split("}", 1)[0]
    return dict(TOKEN.findall(body))


def luminance(colour: str) -> float:
    """Give a colour's relative luminance (WCAG 2.2); three digits stand for six."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> dict[str, str]:
    """Give a theme's tokens; the dark one changes some of the light one's."""
    css = bare(SHEETS / "tokens.css")
    light = block(css, ":root,")
    dark = block(css, '\n  [data-bs-theme="dark"]')
    return light if request.param == "light" else light | dark


def test_a_rule_names_a_token_and_never_a_colour() -> None:
    """A colour of its own would stay light in the dark theme."""
    others = [sheet for sheet in SHEETS.glob("*.css") if sheet.name != "tokens.css"]
    found = {sheet.name: COLOUR.findall(bare(sheet)) for sheet in others}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_token_used_is_defined() -> None:
    """A misspelt token is drawn as nothing, and nobody is told."""
    sheets = [bare(sheet) for sheet in SHEETS.glob("*.css")]
    known = {name for css in sheets for name in re.findall(r"(--[\w-]+)\s*:", css)}
    used = {name for css in sheets for name in USED.findall(css)}
    assert {name for name in used - known if not name.startswith("--tblr-")} == set()


def test_what_is_written_has_the_contrast_of_text(theme: dict[str, str]) -> None:
    """Ink on its ground is at least 4.5:1 (WCAG 1.4.3)."""
    pairs = {pair: contrast(*(theme[f"--{name}"] for name in pair)) for pair in WRITTEN}
    assert {pair: round(ratio, 2) for pair, ratio in pairs.items() if ratio < 4.5} == {}


def test_what_carries_a_meaning_has_the_contrast_of_a_mark(theme: dict[str, str]) -> None:
    """Dots, bars, borders of controls and the focus are at least 3:1 on paper (WCAG 1.4.11)."""
    found = {mark: contrast(theme[f"--{mark}"], theme["--paper"]) for mark in MARKS}
    assert {mark: round(ratio, 2) for mark, ratio in found.items() if ratio < 3} == {}
