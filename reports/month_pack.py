"""A month's files as one zip with a manifest that anybody can check. Pure.

Written piece by piece: no more than one file is ever held. `SHA256SUMS` is what `sha256sum -c`
reads, `清单.txt` says the same to people, `manifest.json` to programs.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import IO
from unicodedata import category

PORTION = 1 << 20
ZIP_TIME = (2000, 1, 1, 0, 0, 0)
PACKED = (".zip", ".docx", ".xlsx", ".pdf")  # to deflate these again gains nothing
PARTING = frozenset('/\\:*?"<>|')
MANIFEST, LISTED, SUMS = "manifest.json", "清单.txt", "SHA256SUMS"
HOW_TO_CHECK = """核对方法
  Linux、macOS：在解压后的文件夹中执行  sha256sum -c SHA256SUMS
  Windows：对任一文件执行  certutil -hashfile 文件名 SHA256  ，与下列指纹比对
  facts.json 的指纹即通报页面所示的“数据指纹”；验签包内附程序，可独立复算抽签。
"""


class NotAsSealed(Exception):
    """A stored file no longer has the digest it was sealed with."""


@dataclass(frozen=True)
class Piece:
    """A file to pack: where it lies, what it is, how its bytes are read.

    `sha256` is the digest it must have, "" where it is made only now.
    """

    path: str
    what: str
    read: Callable[[], Iterable[bytes]]
    sha256: str = ""


@dataclass(frozen=True)
class Entry:
    """A file as it was packed."""

    path: str
    what: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Cover:
    """What the pack is about, as its manifest says it."""

    title: str
    number: str
    state: str
    county: str
    period: str
    facts_sha: str
    made_at: str


def write_pack(
    out: IO[bytes],
    cover: Cover,
    pieces: Sequence[Piece],
    *,
    progress: Callable[[int], None] = lambda percent: None,
) -> list[Entry]:
    """Write the zip and give what is in it. Raises NotAsSealed for a file that was changed."""
    with zipfile.ZipFile(out, "w") as pack:
        written = []
        for place, piece in enumerate(pieces, start=1):
            written.append(_put(pack, piece))
            progress(place * 99 // len(pieces))
        texts = [(MANIFEST, _manifest(cover, written)), (LISTED, _listed(cover, written))]
        written += [_put(pack, _text(path, text)) for path, text in texts]
        sums = "".join(f"{entry.sha256}  {entry.path}\n" for entry in written)
        written.append(_put(pack, _text(SUMS, sums)))
    return written


def safe_name(name: str) -> str:
    """Give a name every system can store: signs that part folders, and unseen ones, are a dash."""
    return "".join("-" if sign in PARTING or category(sign)[0] == "C" else sign for sign in name)


def portions(file: IO[bytes]) -> Iterator[bytes]:
    """Read an open file portion by portion."""
    while portion := file.read(PORTION):
        yield portion


def _text(path: str, text: str) -> Piece:
    return Piece(path, "", lambda: [text.encode()])


def _put(pack: zipfile.ZipFile, piece: Piece) -> Entry:
    """Copy one file into the zip while counting and hashing it."""
    member = zipfile.ZipInfo(piece.path, date_time=ZIP_TIME)
    packed = piece.path.endswith(PACKED)
    member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with pack.open(member, "w", force_zip64=True) as held:
        for portion in piece.read():
            held.write(portion)
            digest.update(portion)
            size += len(portion)
    found = digest.hexdigest()
    if piece.sha256 and piece.sha256 != found:
        raise NotAsSealed(piece.path)
    return Entry(piece.path, piece.what, size, found)


def _manifest(cover: Cover, written: Iterable[Entry]) -> str:
    told = asdict(cover) | {"files": [asdict(entry) for entry in written]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _listed(cover: Cover, written: Sequence[Entry]) -> str:
    """Write the list for people: what each file is, its size and digest."""
    head = (
        f"{cover.title}\n文号：{cover.number or '（未编号）'}　状态：{cover.state}\n"
        f"期次：{cover.period}　{cover.county}　打包：{cover.made_at}\n"
        f"数据指纹：{cover.facts_sha}\n文件：{len(written)}个\n\n{HOW_TO_CHECK}\n"
    )
    lines = (
        f"{place}. {entry.path}\n   {entry.what}　{entry.bytes}字节\n   SHA-256 {entry.sha256}\n"
        for place, entry in enumerate(written, start=1)
    )
    return head + "".join(lines)
