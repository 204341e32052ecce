"""Reading for reports: the month's facts, and who has which months."""

from reports.selectors.bulletins import county_of, may_open, months_of
from reports.selectors.months import month_facts, round_of

__all__ = ["county_of", "may_open", "month_facts", "months_of", "round_of"]
