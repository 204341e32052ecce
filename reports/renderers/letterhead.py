"""A document made on an office's own .docx template: its slots filled, its head and foot kept."""

from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.content import (
    OfficialDocument,
    annex_label,
    annex_lines,
    chinese_date,
    printable,
)
from reports.letterheads.slots import BY_NAME, PARAGRAPH, SLOT, joined, paragraph_texts, slots_in
from reports.renderers.docx import annex_pieces, written_blocks
from reports.renderers.fixed import noon
from reports.renderers.ooxml import HEI, Layout, paragraph, run
from reports.renderers.word_file import drop_thumbnail, element, finished

BLANK_DAY = "　　年　月　日"
HELD = ("drawing", "pict", "sectPr", "br")
SLOTTED = ("document.main+xml", "header+xml", "footer+xml")
MARK = (  # takes no room in the text; 28 mm in and 12 mm down from the paper's edge
    '<w:framePr w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="1588" w:y="680"/>'
)


def render_on(template: bytes, document: OfficialDocument) -> bytes:
    """Fill a checked template (`letterhead_check.complaints` is empty); same content, same bytes.

    A word takes the look of the first run of its slot. A paragraph whose slots all stay empty is
    left out. 正文 and 附件 are written by our own layout over the template's width; without a slot
    the annexes come last. A draft is marked above the text.
    """
    made = docx.Document(BytesIO(template))
    day = document.signed_on or document.printed_on
    _blocks(made, document)
    words = _words(document)
    for part in made.part.package.iter_parts():
        if part.content_type.endswith(SLOTTED):
            for node, pieces in list(paragraph_texts(part.element)):
                _fill(node, pieces, words)
    if document.draft:
        mark = paragraph(run("草稿（未签发）", HEI), Layout("left", 20))
        body = made.element.body
        body.insert(0, element(mark.replace("<w:pPr>", f"<w:pPr>{MARK}", 1)))
    drop_thumbnail(made)
    facts = made.core_properties
    facts.title = printable("".join(document.title))
    facts.author = facts.last_modified_by = printable(document.signer_office)
    facts.created = facts.modified = noon(day)
    return finished(made, day=day)


def _words(document: OfficialDocument) -> dict[str, str]:
    """Give what each slot of words is filled with."""
    number = document.number
    named = "\n".join([*document.issuers, document.head_suffix]).strip()
    if len(document.issuers) == 1:
        named = document.issuers[0] + document.head_suffix
    lines = annex_lines(document)
    indented = "\n".join(
        ("附件：" if at == 0 else "　　　") + line for at, line in enumerate(lines)
    )
    return {
        "发文机关": document.report or named,
        "文号": "" if document.report else number,
        "期号": number if document.report else "",
        "签发人": (document.signed_by or "　　　") if document.upward else "",
        "标题": "\n".join(document.title),
        "主送": document.addressees,
        "附件说明": indented,
        "署名": document.signer_office,
        "成文日期": chinese_date(document.signed_on) if document.signed_on else BLANK_DAY,
        "抄送": document.copies_to,
        "印发机关": document.printed_by,
        "印发日期": chinese_date(document.printed_on) if document.printed_on else BLANK_DAY,
    }


def _fill(node: Any, pieces: list[Any], words: dict[str, str]) -> None:
    """Put the words in the place of a paragraph's slots, or take an empty paragraph out."""
    text = joined(pieces)
    names = slots_in(text)
    if not names:
        return
    empty = not any(words.get(name) for name in names)
    spare = _dispensable(node) if empty else None
    if spare is not None:
        spare.getparent().remove(spare)
        return
    for match in reversed(list(SLOT.finditer(text))):
        _put(pieces, match.span(), words.get(match[1], ""))
    for piece in pieces:
        _write(piece, "" if empty else printable(piece.text or ""))


def _dispensable(node: Any) -> Any:
    """Give what can go with an empty paragraph: itself, or its row; None where it must stay."""
    if any(node.find(f".//{qn('w:' + tag)}") is not None for tag in HELD):
        return None
    holder = node.getparent()
    if holder.tag == qn("w:tc"):
        row = holder.getparent()
        others = [one for one in row.iter(qn("w:t")) if node not in one.iterancestors()]
        more = len(row.getparent().findall(qn("w:tr"))) > 1
        return row if more and not joined(others).strip() else None
    beside = next(node.itersiblings(PARAGRAPH), None)
    return node if beside is not None or holder.tag == qn("w:body") else None


def _put(pieces: list[Any], span: tuple[int, int], words: str) -> None:
    """Write the words where the span begins and drop the rest of it, run by run."""
    begin, end = span
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(begin - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + words + text[last:]
            words = ""
        at += len(text)


def _write(piece: Any, text: str) -> None:
    """Set a text with its line breaks and its blanks kept."""
    first, *further = text.split("\n")
    piece.text = first
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for line in reversed(further):
        more = OxmlElement("w:t")
        more.text = line
        more.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        piece.addnext(more)
        piece.addnext(OxmlElement("w:br"))


def _blocks(made: Document, document: OfficialDocument) -> None:
    """Put the text and the annexes in the place of their paragraphs."""
    places = {}
    for node, pieces in list(paragraph_texts(made.element.body)):
        for name in slots_in(joined(pieces)):
            if name in BY_NAME and BY_NAME[name].block:
                places[name] = node
    annexes = places.get("附件")
    if annexes is None:
        annexes = made.element.body.sectPr
    _annexes(annexes, document)
    if annexes.tag == PARAGRAPH:
        annexes.getparent().remove(annexes)
    text = places["正文"]
    width = _width(_section_after(text))
    for piece in written_blocks(document.blocks, width, hold_last=bool(document.annexes)):
        text.addprevious(element(piece))
    text.getparent().remove(text)


def _section_after(node: Any) -> Any:
    """Give the properties of the section a paragraph of the body stands in."""
    for following in node.itersiblings():
        found = following if following.tag == qn("w:sectPr") else None
        if following.tag == PARAGRAPH:
            found = following.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if found is not None:
            return found
    return node


def _width(section: Any, *, turned: bool = False) -> int:
    """Give the twips between a section's margins; a page that says nothing is an A4 one."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    across = "w:h" if turned and not _is_turned(section) else "w:w"
    whole = int(size.get(qn(across))) if size is not None else 11906
    sides = ("w:left", "w:right", "w:gutter")
    return whole - sum(int(margins.get(qn(side)) or 0) for side in sides if margins is not None)


def _is_turned(section: Any) -> bool:
    size = section.find(qn("w:pgSz"))
    return size is not None and int(size.get(qn("w:w"))) > int(size.get(qn("w:h")))


def _annexes(place: Any, document: OfficialDocument) -> None:
    """Write the annexes before `place`, each in a section of its own, in the template's margins.

    What stands behind them begins below the last one, or on a new page after a turned one.
    """
    if not document.annexes:
        return
    whole = place if place.tag == qn("w:sectPr") else _section_after(place)
    place.addprevious(_ending(deepcopy(whole)))
    last = len(document.annexes)
    alone = _nothing_behind(place)
    for number, annex in enumerate(document.annexes, start=1):
        width = _width(whole, turned=annex.landscape)
        for piece in annex_pieces(annex, annex_label(document, number), width):
            place.addprevious(element(piece))
        if number < last or not alone:
            section = _plain(deepcopy(whole), "nextPage")
            place.addprevious(_ending(_turned(section) if annex.landscape else section))
    ending = document.annexes[-1].landscape
    if alone:
        _plain(whole, "nextPage")
        _turned(whole) if ending else None
    else:
        _plain(whole, "nextPage" if ending else "continuous")


def _nothing_behind(place: Any) -> bool:
    """Whether only the section's own properties stand behind."""
    if place.tag == qn("w:sectPr"):
        return True
    following = place.getnext()
    return following is not None and following.tag == qn("w:sectPr")


def _plain(section: Any, kind: str) -> Any:
    """Begin a section so, without a first page of its own and without counting anew."""
    for tag in ("w:type", "w:titlePg", "w:pgNumType"):
        for old in section.findall(qn(tag)):
            if tag != "w:pgNumType":
                section.remove(old)
            else:
                old.attrib.pop(qn("w:start"), None)
    asked = OxmlElement("w:type")
    asked.set(qn("w:val"), kind)
    heads = [one for one in section if one.tag.endswith(("Reference", "}footnotePr"))]
    section.insert(len(heads), asked)
    return section


def _turned(section: Any) -> Any:
    """Lay a section's page across; its margins, head and foot stay."""
    size = section.find(qn("w:pgSz"))
    if size is None or _is_turned(section):
        return section
    tall = size.get(qn("w:h"))
    size.set(qn("w:h"), size.get(qn("w:w")))
    size.set(qn("w:w"), tall)
    size.set(qn("w:orient"), "landscape")
    return section


def _ending(section: Any) -> Any:
    """Give the paragraph that ends a section and takes no room."""
    ended = element(paragraph("", Layout("left", 1)))
    ended.find(qn("w:pPr")).append(section)
    return ended
