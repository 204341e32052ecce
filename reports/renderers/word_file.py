"""A new .docx begun and finished: its settings, its properties, its bytes always the same."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from reports.content import printable
from reports.renderers import ooxml
from reports.renderers.fixed import noon, repacked

WORD_2013 = "15"  # the layout rules Word keeps; older files open in "compatibility mode"


def new_file(*, title: str, author: str, day: date | None, points: float = 16) -> Document:
    """Begin a Chinese document in 仿宋 of so many points, without widow control."""
    made = docx.Document()
    style = made.styles["Normal"]
    style.font.name, style.font.size = ooxml.FANG.name, Pt(points)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), ooxml.FANG.name)
    style.paragraph_format.widow_control = False
    _speak_chinese(made)
    drop_thumbnail(made)
    facts = made.core_properties
    facts.title = printable(title)
    facts.author = facts.last_modified_by = printable(author)
    facts.comments, facts.keywords, facts.language, facts.revision = "", "", "zh-CN", 1
    facts.created = facts.modified = noon(day)
    return made


def fill(made: Document, pieces: Iterable[str]) -> None:
    """Append finished paragraphs and tables to the body."""
    for piece in pieces:
        made.element.body.insert_element_before(element(piece), "w:sectPr")


def element(piece: str) -> Any:
    """Parse one written paragraph or table."""
    named = piece
    if piece.startswith("<w:p>"):
        named = f"<w:p {ooxml.NAMESPACE}>" + piece.removeprefix("<w:p>")
    return parse_xml(named)


def finished(made: Document, *, day: date | None) -> bytes:
    """Give the file's bytes; the same content and day always give the same."""
    out = BytesIO()
    made.save(out)
    return repacked(out.getvalue(), day=day)


def _speak_chinese(made: Document) -> None:
    """Set what Word asks of a Chinese file; the template it grew from is an English one."""
    settings = made.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    for held in settings.iter(qn("w:compatSetting")):
        if held.get(qn("w:name")) == "compatibilityMode":
            held.set(qn("w:val"), WORD_2013)
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def drop_thumbnail(made: Document) -> None:
    """Take out the template's picture, which a file manager would show for every document."""
    package = made.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package.rels.pop(key)
