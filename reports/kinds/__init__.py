"""The kinds of documents an office issues; a new kind is one module and one line here."""

from reports.kinds.base import DocumentKind
from reports.kinds.briefing import BRIEFING
from reports.kinds.cross_check import CROSS_CHECK
from reports.kinds.monthly import MONTHLY
from reports.kinds.periods import HALF_YEAR, QUARTER, YEAR
from reports.kinds.ranking import RANKING
from reports.kinds.special_report import SPECIAL_REPORT
from reports.kinds.supplement import SUPPLEMENT

KINDS: dict[str, DocumentKind] = {
    kind.code: kind
    for kind in (
        MONTHLY,
        SUPPLEMENT,
        SPECIAL_REPORT,
        BRIEFING,
        QUARTER,
        HALF_YEAR,
        YEAR,
        CROSS_CHECK,
        RANKING,
    )
}


def kind_of(code: str) -> DocumentKind:
    """Give the kind of that code; KeyError for an unknown one."""
    return KINDS[code]


__all__ = ["KINDS", "DocumentKind", "kind_of"]
