"""The words of a document as one plain text, to be searched."""

from collections.abc import Iterable, Iterator

from reports.content import Block, OfficialDocument, Paragraph, Table, chinese_date, numbered


def search_text_of(document: OfficialDocument) -> str:
    """Give everything printed: head, number, title, text, tables, annexes; a line for each.

    Personal data is masked in the document already, so nothing is found that is not printed.
    """
    return "\n".join(line for line in _lines(document) if line)


def _lines(document: OfficialDocument) -> Iterator[str]:
    yield f"{''.join(document.issuers)}{document.head_suffix}{document.report}"
    yield document.number
    yield "".join(document.title)
    yield document.addressees
    yield from _said(document.blocks)
    for annex in document.annexes:
        yield annex.title
        yield from _said(annex.blocks)
    yield document.signer_office
    yield chinese_date(document.signed_on) if document.signed_on else ""
    yield document.copies_to


def _said(blocks: Iterable[Block]) -> Iterator[str]:
    for block in numbered(blocks):
        if isinstance(block, Paragraph):
            yield f"{block.text}{block.run_in}"
        elif isinstance(block, Table):
            yield block.title
            yield " ".join(column.name for column in block.columns)
            yield from (" ".join(row) for row in block.rows)
