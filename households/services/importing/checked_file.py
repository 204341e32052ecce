"""The checked data of an upload as it waits to be applied: packed small, sealed."""

import json
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from accounts.errors import RuleBroken
from accounts.sealing import open_file, seal_bytes
from households.checking.data import PlainData, RegisterData
from households.models import RegisterBatch

CHECKED_PLACE = "households_registerbatch.checked"
_MARK = "\x1f"  # taken out of every cell by the reader
_FIRST, _SIGNS = 0x100, 0xD000  # one character for each different value, none of them a surrogate
_KINDS: dict[str, Callable[..., Any]] = {"register": RegisterData, "plain": PlainData}


def keep_data(batch: RegisterBatch, data: RegisterData | PlainData) -> None:
    """Store the checked data sealed, over what an earlier check left; the caller saves the row."""
    kind = "register" if isinstance(data, RegisterData) else "plain"
    tables = {
        name: {key: _packed(values) for key, values in table.items()}
        if isinstance(table, dict)
        else table
        for name, table in vars(data).items()
    }
    content = json.dumps([kind, tables], ensure_ascii=False).encode()
    if batch.checked:
        batch.checked.storage.delete(batch.checked.name or "")
    sealed = ContentFile(seal_bytes(content, place=CHECKED_PLACE))
    batch.checked.save(f"{batch.pk}.sealed", sealed, save=False)


def checked_data(batch: RegisterBatch) -> Any:
    """Give the data that was checked; raises RuleBroken when it is not there any more."""
    gone = RuleBroken("核对结果已不在，请重新上传。", code="batch_outdated")
    if not batch.checked:
        raise gone
    try:
        with batch.checked.open("rb") as file:
            kind, tables = json.loads(open_file(file.read(), place=CHECKED_PLACE))
    except FileNotFoundError as missing:
        raise gone from missing
    unpacked = {}
    for name, table in tables.items():
        if isinstance(table, dict):
            unpacked[name] = {key: _unpacked(table.pop(key)) for key in list(table)}
        else:
            unpacked[name] = table
    return _KINDS[kind](**unpacked)


def _packed(values: list[Any]) -> Any:
    """Pack a column: few different values by a sign each, texts as one, others as they are."""
    kinds = set(map(type, values))
    if list in kinds or {bool, int} <= kinds:  # cannot be keys, or True would stand for 1
        return values
    words = list(dict.fromkeys(values))
    if len(words) * 2 <= len(values) and len(words) <= _SIGNS:
        signs = {word: chr(_FIRST + at) for at, word in enumerate(words)}
        return {"words": words, "at": "".join(map(signs.__getitem__, values))}
    if kinds != {str}:
        return values
    joined = _MARK.join(values)
    return joined if joined.count(_MARK) == len(values) - 1 else values


def _unpacked(packed: Any) -> list[Any]:
    if isinstance(packed, dict):
        words = {chr(_FIRST + at): word for at, word in enumerate(packed["words"])}
        return list(map(words.__getitem__, packed["at"]))
    return packed.split(_MARK) if isinstance(packed, str) else list(packed)
