"""What a client sends when it saves: answers with what they were typed over, under its own key."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEY = re.compile(r"[A-Za-z0-9:_-]{1,40}")
MOST_ANSWERS = 3000  # 30 people with 40 questions each, and the rest of a form
LATEST = 2_000_000_000
DEEPEST = 8


class SentError(ValueError):
    """The message cannot be read; the message of this is a Chinese sentence."""


@dataclass(frozen=True)
class Sent:
    """One save as the client sends it.

    `base` gives, by name, the kept value that an answer was typed over. With it an answer is in
    conflict only where somebody else has changed that very answer; without it the whole save is
    refused if the version has moved on. `rows` gives the rows of the repeat groups.
    """

    answers: Mapping[str, object]
    version: int
    key: str = ""
    base: Mapping[str, object] | None = None
    rows: Mapping[str, Sequence[int] | str] | None = None

    def fingerprint(self) -> str:
        """SHA-256 of the content: the same key with another one is another save."""
        content = [self.answers, self.base, self.rows]
        text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def read_sent(data: object, *, keyed: bool = True) -> Sent:
    """A save out of decoded JSON {key, version, answers, base, rows}; raises SentError.

    `keyed` asks for a key; the API takes a save without one and the older name `request_key`.
    """
    if not isinstance(data, dict):
        raise SentError("应为一个 JSON 对象。")
    if is_deep(data):
        raise SentError("内容嵌套过深。")
    key = data.get("key") or data.get("request_key") or ""
    if not isinstance(key, str) or (key and not KEY.fullmatch(key)):
        raise SentError("key 应为客户端生成的标识，最多40个字母、数字或-:_。")
    if keyed and not key:
        raise SentError("缺少 key：请为每次保存生成一个标识。")
    return Sent(
        answers=_answers(data.get("answers", {})),
        version=_version(data.get("version")),
        key=key,
        base=_mapping(data, "base"),
        rows=_mapping(data, "rows"),
    )


def is_deep(data: object, left: int = DEEPEST) -> bool:
    """Whether something is nested deeper than any answer, which has a value of a few parts."""
    if not isinstance(data, dict | list):
        return False
    parts = data.values() if isinstance(data, dict) else data
    return left == 0 or any(is_deep(part, left - 1) for part in parts)


def _answers(given: object) -> Mapping[str, object]:
    if not isinstance(given, dict):
        raise SentError("answers 应为 {检查项: 答案}。")
    if len(given) > MOST_ANSWERS:
        raise SentError(f"一次最多保存{MOST_ANSWERS}项。")
    return given


def _version(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= LATEST:
        raise SentError("version 应为打开或上次保存时得到的版本号。")
    return given


def _mapping(data: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    given = data.get(name)
    if given is not None and not isinstance(given, dict):
        raise SentError(f"{name} 应为 JSON 对象。")
    return given
