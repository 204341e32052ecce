"""A file of unsent forms (未发送督查表) as a device exports it: read and checked, nothing kept.

Pure: bytes in, plain values out. Its answers go through the same door as any save.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspections.answer_kinds import written
from inspections.sent import DEEPEST, KEY, Sent, SentError, is_deep, read_sent

KIND = "ducha-unsent"
SCHEMAS = {1}
LARGEST = 48 * 1024 * 1024  # bytes; the proxy takes 64 MB
MOST_VISITS, MOST_PHOTOS = 100, 60


class RescueError(ValueError):
    """The file cannot be used; the message is a Chinese sentence."""


@dataclass(frozen=True)
class RescuedPhoto:
    """A photo under the key the device gave it."""

    key: str
    question: str
    name: str
    content: bytes


@dataclass(frozen=True)
class RescuedVisit:
    """What one form had unsent: saves in order, photos, and whether it was to be submitted."""

    visit: int
    saves: tuple[Sent, ...]
    photos: tuple[RescuedPhoto, ...]
    submit: bool


def read_rescue(content: bytes) -> list[RescuedVisit]:
    """The forms in an exported file; raises RescueError, and takes none of a file with a fault."""
    if len(content) > LARGEST:
        raise RescueError(f"文件过大，最多{LARGEST // 1024 // 1024}MB。")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as reason:
        raise RescueError("不是可读的导出文件。") from reason
    if not isinstance(data, dict) or data.get("kind") != KIND or data.get("schema") not in SCHEMAS:
        raise RescueError("不是本系统导出的未发送督查表。")
    if is_deep(data, DEEPEST + 4):
        raise RescueError("不是可读的导出文件。")
    visits = data.get("visits")
    if not isinstance(visits, list) or len(visits) > MOST_VISITS:
        raise RescueError(f"文件里应有不多于{MOST_VISITS}份督查表。")
    return [_visit(one) for one in visits]


def _visit(data: object) -> RescuedVisit:
    if not isinstance(data, dict) or not _is_number(data.get("visit")):
        raise RescueError("文件内容不完整：有一份督查表没有编号。")
    photos = data.get("photos") or []
    if not isinstance(photos, list) or len(photos) > MOST_PHOTOS:
        raise RescueError(f"每份督查表最多{MOST_PHOTOS}张照片。")
    return RescuedVisit(
        visit=data["visit"],
        saves=tuple(_saves(data)),
        photos=tuple(_photo(one) for one in photos),
        submit=data.get("submit") is True,
    )


def _is_number(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 < given < 2**31


def _saves(data: Mapping[str, Any]) -> list[Sent]:
    """The batch on its way when the device gave up, as it was; then what was typed."""
    found = [_sent(data["batch"])] if data.get("batch") else []
    answers, rows = data.get("answers") or {}, data.get("rows")
    if answers or rows:
        content = {"answers": answers, "base": data.get("base") or {}, "rows": rows}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        key = f"rescue:{hashlib.sha256(text.encode()).hexdigest()[:32]}"
        found.append(_sent({**content, "version": data.get("version"), "key": key}))
    return found


def _sent(data: object) -> Sent:
    try:
        return read_sent(data)
    except SentError as reason:
        raise RescueError(f"文件内容不完整：{reason}") from reason


def _photo(data: object) -> RescuedPhoto:
    texts = ("key", "question", "name", "data")
    if not isinstance(data, dict) or not all(isinstance(data.get(one), str) for one in texts):
        raise RescueError("文件内容不完整：有一张照片读不出来。")
    try:
        content = base64.b64decode(data["data"], validate=True)
    except binascii.Error as reason:
        raise RescueError("文件内容不完整：有一张照片读不出来。") from reason
    if not KEY.fullmatch(data["key"]):
        raise RescueError("文件内容不完整：有一张照片没有可用的标识。")
    return RescuedPhoto(
        data["key"], written(data["question"])[:60], written(data["name"])[:120], content
    )
