"""All files of a document: the letter twice, and what its kind adds (ledgers, annexes)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from reports.content import OfficialDocument
from reports.kinds.base import FileStep
from reports.renderers.docx import render_docx
from reports.renderers.letterhead import render_on
from reports.renderers.pdf import render_pdf


@dataclass(frozen=True)
class MadeFile:
    """A finished file: what it is, the name people see, its bytes."""

    kind: str
    name: str
    content: bytes


def letter_steps(
    document: OfficialDocument, *, stem: str, font_dir: Path, template: bytes | None = None
) -> list[FileStep]:
    """Give the steps that make the letter as .docx and .pdf.

    The .docx is made on the office's own `template` where there is one; the .pdf is always ours.
    """
    name = stem + ("（草稿）" if document.draft else "")
    return [
        ("docx", f"{name}.docx", lambda: _word_file(document, template)),
        ("pdf", f"{name}.pdf", lambda: render_pdf(document, font_dir=font_dir)),
    ]


def _word_file(document: OfficialDocument, template: bytes | None) -> bytes:
    return render_docx(document) if template is None else render_on(template, document)


def make_files(
    steps: Iterable[FileStep], *, progress: Callable[[int], None] = lambda percent: None
) -> list[MadeFile]:
    """Make every file; `progress` is told how many percent are done."""
    made, listed = [], list(steps)
    for place, (kind, name, render) in enumerate(listed, start=1):
        made.append(MadeFile(kind, name, render()))
        progress(place * 100 // len(listed))
    return made
