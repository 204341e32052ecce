"""Chance that is the same on every machine: each choice is a hash of what it is about."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


def number(below: int, *about: object) -> int:
    """Give a number from 0 up to, not including, `below`."""
    text = "|".join(str(part) for part in about)
    return int.from_bytes(sha256(text.encode()).digest()[:8]) % below


def pick(options: Sequence[T], *about: object) -> T:
    """Give one of the options."""
    return options[number(len(options), *about)]


def happens(percent: int, *about: object) -> bool:
    """Say yes in about so many of a hundred cases."""
    return number(100, *about) < percent
