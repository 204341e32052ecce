"""Reading for reports: the month's facts and the bulletins that keep them."""

from reports.selectors.bulletins import county_of, facts_of_month, may_open, months_of
from reports.selectors.months import month_facts, round_of

__all__ = ["county_of", "facts_of_month", "may_open", "month_facts", "months_of", "round_of"]
