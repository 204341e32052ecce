"""The shipped standards and words of the key-household rules, read from data files."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
STANDARDS, WORDS = DATA / "concern_standards.csv", DATA / "concern_words.csv"


def shipped_standards() -> list[dict[str, str]]:
    """Give the shipped standards: key, value, label, unit, valid_from, valid_to, source."""
    with STANDARDS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def shipped_words() -> dict[str, dict[str, str]]:
    """Give what the words of the register's codebooks mean, by kind and word."""
    words: dict[str, dict[str, str]] = {}
    with WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words.setdefault(row["kind"], {})[row["word"]] = row["value"]
    return words
