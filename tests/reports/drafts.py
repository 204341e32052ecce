"""A month's draft as a row with its text and no files, for tests of the text alone."""

from reports.facts.as_json import fingerprint, to_json
from reports.kinds import kind_of
from reports.models import Bulletin
from reports.passages import KeptPassage, fresh, read_passages, write_passages
from reports.selectors import month_facts
from tests.reports.month import COUNTY, DAY, JULY, fill_month


def make_draft(**fields) -> Bulletin:
    """Make July's draft as it is drafted from its facts."""
    fill_month()
    facts = month_facts(county=COUNTY, period=JULY, on=DAY)
    text = [fresh(passage) for passage in kind_of("monthly").draft(facts, {})]
    defaults = {
        "area_code": COUNTY,
        "period": JULY,
        "title": "7月通报",
        "facts": to_json(facts),
        "facts_sha": fingerprint(facts),
        "passages": write_passages(text),
    }
    return Bulletin.objects.create(**(defaults | fields))


def passage_of(held: Bulletin, key: str) -> KeptPassage:
    """Give a passage as it is kept now."""
    held.refresh_from_db()
    return next(line for line in read_passages(held.passages) if line.key == key)
