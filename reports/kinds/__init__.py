"""The kinds of documents an office issues; a new kind is one module and one line here."""

from reports.kinds.base import DocumentKind
from reports.kinds.monthly import MONTHLY

KINDS: dict[str, DocumentKind] = {kind.code: kind for kind in (MONTHLY,)}


def kind_of(code: str) -> DocumentKind:
    """Give the kind of that code; KeyError for an unknown one."""
    return KINDS[code]


__all__ = ["KINDS", "DocumentKind", "kind_of"]
