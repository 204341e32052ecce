"""All files of a month's bulletin from its facts: the document twice, and the ledgers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.content import Workbook
from reports.facts import MonthFacts
from reports.ledgers import LEDGERS
from reports.renderers.docx import render_docx
from reports.renderers.pdf import render_pdf
from reports.renderers.xlsx import render_workbook
from reports.text import Signing, bulletin


@dataclass(frozen=True)
class MadeFile:
    """A finished file: what it is, the name people see, its bytes."""

    kind: str
    name: str
    content: bytes


def make_files(
    facts: MonthFacts,
    *,
    signing: Signing | None,
    font_dir: Path,
    progress: Callable[[int], None] = lambda percent: None,
) -> list[MadeFile]:
    """Make every file of the month; `progress` is told how many percent are done."""
    made = []
    steps = list(_steps(facts, signing=signing, font_dir=font_dir))
    for place, (kind, name, render) in enumerate(steps, start=1):
        made.append(MadeFile(kind, name, render()))
        progress(place * 100 // len(steps))
    return made


def _steps(
    facts: MonthFacts, *, signing: Signing | None, font_dir: Path
) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    document = bulletin(facts, signing)
    month = f"{facts.county}{facts.period.year}年{facts.period.month}月"
    name = f"{month}脱贫攻坚督查通报" + ("（草稿）" if document.draft else "")
    yield "docx", f"{name}.docx", lambda: render_docx(document)
    yield "pdf", f"{name}.pdf", lambda: render_pdf(document, font_dir=font_dir)
    for ledger in LEDGERS:
        title = ledger.title.replace("“", "").replace("”", "")
        yield ledger.slug, f"{month}{title}.xlsx", _workbook(ledger.make, facts)


def _workbook(make: Callable[[MonthFacts], Workbook], facts: MonthFacts) -> Callable[[], bytes]:
    return lambda: render_workbook(make(facts))
