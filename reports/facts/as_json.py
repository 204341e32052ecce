"""Facts as JSON and back, and their fingerprint: those of a month or of any other document."""

import hashlib
import json
import types
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from reports.facts.month import MonthFacts

Made = TypeVar("Made")


def to_json(facts: Any) -> dict[str, Any]:
    """Give the facts as plain JSON values; days as ISO text."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(facts), default=date.isoformat))
    return plain


def from_json(data: dict[str, Any]) -> MonthFacts:
    """Read what `to_json` wrote of a month."""
    return _build(MonthFacts, data)


def facts_from_json(data: dict[str, Any], kind: type[Made]) -> Made:
    """Read what `to_json` wrote of facts of that class."""
    return _build(kind, data)


def fingerprint(facts: Any) -> str:
    """Give the SHA-256 of the facts in canonical JSON."""
    text = json.dumps(to_json(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: type[Made], data: dict[str, Any]) -> Made:
    any_kind: Any = kind
    hints = _hints(any_kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # a dataclass
    return kind(**{name: _read(hints[name], data[name]) for name in names if name in data})


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in {Union, types.UnionType}:
        return _read(next(part for part in get_args(hint) if part is not types.NoneType), value)
    if get_origin(hint) is tuple:
        return _read_tuple(get_args(hint), value)
    if is_dataclass(hint):
        return _build(hint, value)  # type: ignore[arg-type]  # a class, not an instance
    return date.fromisoformat(value) if hint is date else value


def _read_tuple(parts: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(parts) == 2 and parts[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_read(parts[0], held) for held in value)
    return tuple(_read(part, held) for part, held in zip(parts, value, strict=True))
