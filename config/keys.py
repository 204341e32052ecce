"""The keys personal data is sealed with: a file outside the database (docs/decisions/0009).

Each line is a name and 32 bytes in base64. The line named `index` keys the search index; of the
others the first seals and all of them open, so that a key can be changed.
"""

import base64
import contextlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from config.env import BadSetting

INDEX = "index"
BYTES = 32
_NAME = re.compile(r"[a-z0-9]{1,16}")
_NUMBERED = re.compile(r"k([0-9]{1,15})")


@dataclass(frozen=True)
class Keys:
    """The sealing keys by name, the current one first, and the key of the search index."""

    sealing: dict[str, bytes]
    index: bytes

    @property
    def current(self) -> str:
        """Give the name of the key that seals."""
        return next(iter(self.sealing))

    def renew(self, path: Path) -> str:
        """Put a new sealing key into the file these were read from; give its name."""
        return add_key(path)


def read_keys(path: Path) -> Keys:
    """Read the key file; raises BadSetting for one that is missing or cannot be read."""
    try:
        lines = path.read_text().split("\n")
    except OSError as error:
        raise BadSetting(f"密钥文件 {path} 读不出，请用 manage.py new_data_key 生成。") from error
    keys: dict[str, bytes] = {}
    for line in filter(None, map(str.strip, lines)):
        name, _, text = line.partition(" ")
        if name in keys:
            raise BadSetting(f"密钥文件 {path} 中 {name[:16]} 一行重复。")
        keys[name] = _key(text, name=name, path=path)
    index = keys.pop(INDEX, b"")
    if not index or not keys:
        raise BadSetting(f"密钥文件 {path} 应有 index 一行和至少一行数据密钥。")
    return Keys(sealing=keys, index=index)


def _key(text: str, *, name: str, path: Path) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != BYTES or not _NAME.fullmatch(name):
        raise BadSetting(f"密钥文件 {path} 中 {name[:16]} 一行不是{BYTES}字节的密钥。")
    return key


def make_keys(path: Path) -> None:
    """Write a first key file that only its owner can read; one that is there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(f"k1 {_new()}\n{INDEX} {_new()}\n")
    with contextlib.suppress(FileExistsError):  # somebody else was first: his keys count
        os.link(draft, path)
    draft.unlink()


def add_key(path: Path) -> str:
    """Put a new sealing key before the others and give its name; the old ones still open."""
    numbers = [
        int(found[1]) for name in read_keys(path).sealing if (found := _NUMBERED.fullmatch(name))
    ]
    name = f"k{max(numbers, default=0) + 1}"  # old lines may have been removed
    text = f"{name} {_new()}\n{path.read_text()}"
    draft = path.with_name(f"{path.name}.new")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)
    return name


def _new() -> str:
    return base64.b64encode(secrets.token_bytes(BYTES)).decode()
