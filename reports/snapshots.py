"""A month's facts for its pages: frozen once issued, else gathered once for each change.

Every act that changes a fact writes an audit row in its own transaction, and audit rows are only
ever added. Counting a county's rows therefore tells whether anything happened since the facts
were gathered (docs/decisions/0008-month-facts-snapshot.md).
"""

import hashlib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from django.db.models import Max, Q

from accounts.models import AuditEvent
from reports import facts as facts_package
from reports.facts.as_json import from_json, to_json
from reports.facts.month import MonthFacts
from reports.models import Bulletin, FactsSnapshot
from reports.selectors import month_facts

WINDOW = 10_000  # acts; longer than any act takes from its number to its end
NO_FACT = ("accounts.user", "accounts.job", "reports.bulletin")
"""Acts on these change no fact: logging in, exporting, assembling."""
MONTHS = 16  # kept in memory as they were read


def facts_of_month(*, county: str, period: date, on: date) -> MonthFacts:
    """Give a month's facts: those of the issued bulletin, else as they stand on the day.

    Raises RuleBroken when the month has no round. The number of queries is the same however
    large the county is, except when something has happened since the last asking.
    """
    issued = issued_facts(county=county, period=period)
    if issued is not None:
        return issued
    return standing_facts(county=county, period=period, on=on)


def issued_facts(*, county: str, period: date) -> MonthFacts | None:
    """Give the facts of a month's issued bulletin, the closed book; None while it is open.

    Whether it is issued is asked each time; a book is read once, as nobody changes it any more.
    """
    rows = Bulletin.objects.filter(area_code=county, period=period)
    issued = rows.monthly().issued().values_list("pk", "facts_sha").first()
    return _book(*issued) if issued is not None else None


def standing_facts(*, county: str, period: date, on: date) -> MonthFacts:
    """Give the facts of an open month as they stand on the day. Raises RuleBroken "no_round"."""
    return _facts(county, period, on, marker_of(county))


def marker_of(county: str) -> str:
    """Give what changes whenever a fact of the county may have changed; two queries.

    Numbers are handed out before an act ends, so a later number may be seen first: the rows of
    the last acts are counted, not the newest one taken.
    """
    newest = AuditEvent.objects.aggregate(newest=Max("id"))["newest"] or 0
    settled = (newest // WINDOW - 1) * WINDOW
    rows = AuditEvent.objects.filter(id__gt=settled).exclude(object_kind__in=NO_FACT)
    acts = rows.filter(Q(area_code__startswith=county) | Q(area_code="")).count()
    return f"{edition()} {settled} {acts}"


@cache
def edition() -> str:
    """Fingerprint the code that makes the facts: a new version of it gathers them anew."""
    home = Path(facts_package.__file__).parent
    files = [*sorted(home.glob("*.py")), *sorted(home.parent.glob("selectors/*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def forget_facts() -> None:
    """Drop what this process keeps in memory; what is stored stays."""
    _facts.cache_clear()
    _book.cache_clear()


@lru_cache(maxsize=MONTHS)
def _book(pk: int, facts_sha: str) -> MonthFacts:
    """Read the facts of an issued bulletin; other facts would bear another fingerprint."""
    held = Bulletin.objects.values_list("facts", flat=True).get(pk=pk, facts_sha=facts_sha)
    return from_json(held)


@lru_cache(maxsize=MONTHS)
def _facts(county: str, period: date, on: date, marker: str) -> MonthFacts:
    """Read the stored facts if they bear the marker and the day, else gather and store them.

    The marker was read before: what happens while the facts are gathered makes the next one
    differ. Two who gather at once store the same row; the last one stays and is whole.
    """
    kept = FactsSnapshot.objects.filter(
        area_code=county, period=period, as_of=on, marker=marker
    ).first()
    if kept is not None:
        return from_json(kept.facts)
    facts = month_facts(county=county, period=period, on=on)
    row = FactsSnapshot(
        area_code=county, period=period, as_of=on, marker=marker, facts=to_json(facts)
    )
    FactsSnapshot.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["area_code", "period"],
        update_fields=["as_of", "marker", "facts"],
    )
    return facts
