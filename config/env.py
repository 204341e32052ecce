"""Strict readers of environment variables: a wrong value stops the start, never a month-end."""

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class BadSetting(Exception):
    """An environment variable is missing or cannot be read."""


def text(name: str, default: str | None = None) -> str:
    """Give the variable's text; without a default it must be set and not blank."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise BadSetting(f"缺少环境变量 {name}。")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Give a yes or no; anything that is neither is refused."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise BadSetting(f"环境变量 {name} 应为 1 或 0，现为“{value}”。")


def number(name: str, default: int) -> int:
    """Give a whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit():
        return int(value)
    raise BadSetting(f"环境变量 {name} 应为整数，现为“{value}”。")


def day(name: str) -> date | None:
    """Give a day written 2016-07-29, or None where the variable is not set."""
    value = os.environ.get(name, "").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadSetting(f"环境变量 {name} 应为日期，如 2016-07-29，现为“{value}”。") from error


def words(name: str, default: list[str]) -> list[str]:
    """Give the comma-separated words of a variable."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or default


def database(name: str, *, sqlite: Path) -> dict[str, Any]:
    """Read a database address; unset means SQLite in the given file.

    SQLite runs with a write-ahead log and takes its write lock when a transaction begins, since
    the default loses half of concurrent writes (docs/decisions/0001-stack.md).
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return _sqlite(sqlite)
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(f"环境变量 {name} 应以 postgresql:// 或 sqlite:/// 开头。")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **query},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
