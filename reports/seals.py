"""封签: one digest over all a document says and every file it was issued with. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any


def digest_of(data: Any) -> str:
    """Give the SHA-256 of plain values in canonical JSON."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(
    *,
    head: Mapping[str, Any],
    facts_sha: str,
    passages: Iterable[Mapping[str, Any]],
    files: Iterable[tuple[str, str]],
) -> str:
    """Give the seal of a document from its head, its facts' digest, its text, its files.

    `head` is what is printed besides, number, title, addressees …, as plain values; `files` are
    (kind, digest), their order does not matter. Source: design §3.8 (closed book).
    """
    return digest_of(
        {
            "head": dict(head),
            "facts": facts_sha,
            "passages": list(passages),
            "files": sorted(map(list, files)),
        }
    )
