"""Whether an issued document is still what was sealed (封签核对), by its rows and files."""

import hashlib
from dataclasses import dataclass

from reports.models import Bulletin
from reports.seals import digest_of, seal_of

PORTION = 1 << 20
HEAD = ("kind", "period", "number", "title", "addressees", "copies", "issued_on", "signed_by_id")


@dataclass(frozen=True)
class SealLine:
    """One part of a document: what was kept of it, and what it gives today."""

    name: str
    kept: str
    found: str

    @property
    def holds(self) -> bool:
        """Whether it is as it was."""
        return self.kept == self.found


def file_lines(held: Bulletin) -> list[SealLine]:
    """Compare the digest kept of each file with the one of its bytes; "" for a lost file."""
    return [SealLine(file.name, file.sha256, _digest(file.file)) for file in held.files.all()]


def head_of(held: Bulletin) -> dict[str, str]:
    """Give what is printed beside text and facts, as the seal takes it."""
    return {name: str(getattr(held, name)) for name in HEAD}


def seal_lines(held: Bulletin) -> list[SealLine]:
    """Recompute all parts of a sealed document and the seal over them.

    The seal is made from what stands in the rows and the files today, not from the digests kept.
    """
    facts = digest_of(held.facts)
    files = file_lines(held)
    kinds = held.files.values_list("kind", flat=True)
    today = [(kind, line.found) for kind, line in zip(kinds, files, strict=True)]
    seal = seal_of(head=head_of(held), facts_sha=facts, passages=held.passages, files=today)
    return [
        SealLine("数据", held.facts_sha, facts),
        *files,
        SealLine("封签（文头、数据、正文、全部文件）", held.seal, seal),
    ]


def _digest(file: object) -> str:
    try:
        with file.open("rb") as stored:  # type: ignore[attr-defined]  # a stored file
            return hashlib.file_digest(stored, "sha256").hexdigest()
    except OSError:
        return ""
