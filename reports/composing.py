"""A kept document put together for print: head, passages, annexes, foot."""

from typing import Any

from reports.content import OfficialDocument
from reports.facts.as_json import facts_from_json
from reports.kinds import kind_of
from reports.kinds.base import Masthead
from reports.models import Bulletin
from reports.passages import KeptPassage, blocks_of, fresh, read_passages
from reports.titles import title_lines


def facts_of(held: Bulletin) -> Any:
    """Give the facts a document was written from, as values of its kind."""
    return facts_from_json(held.facts, kind_of(held.kind).facts)


def passages_of(held: Bulletin, facts: Any) -> tuple[KeptPassage, ...]:
    """Give the text as kept; a document from before passages were kept is drafted again."""
    if held.passages:
        return read_passages(held.passages)
    return tuple(fresh(passage) for passage in kind_of(held.kind).draft(facts, {}))


def document_of(held: Bulletin, facts: Any = None) -> OfficialDocument:
    """Compose the document as it stands; the same row always gives the same document."""
    kind = kind_of(held.kind)
    facts = facts_of(held) if facts is None else facts
    head = kind.masthead(facts)
    return OfficialDocument(
        issuers=head.issuers,
        head_suffix=head.suffix,
        number=held.number or _blank_number(held, head),
        title=_title(kind.title(facts)),
        addressees=held.addressees or kind.addressees,
        blocks=blocks_of(passages_of(held, facts)),
        signer_office=head.office,
        signed_on=held.issued_on,
        annexes=kind.annexes(facts),
        copies_to=held.copies or kind.copies,
        printed_by=head.office,
        printed_on=held.issued_on if held.serial else None,
        draft=not held.serial,
        report=head.report,
        upward=head.upward,
        signed_by=str(held.signed_by) if head.upward and held.signed_by else "",
        instruction_box=bool(head.report),
    )


def _title(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Give a title's lines as its kind divides it; one typed in a piece is divided by sense."""
    return title_lines(lines[0]) if len(lines) == 1 else lines


def _blank_number(held: Bulletin, head: Masthead) -> str:
    if head.report:
        return "第　期（总第　期）"
    year = held.issued_on.year if held.issued_on else held.period.year
    return f"{held.series}〔{year}〕　号"
