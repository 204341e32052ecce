"""The product with a month's facts gathered at each asking: what the snapshot is held against."""

from config.wsgi import application
from reports.selectors import month_facts
from reports.views import months

months.facts_of_month = month_facts

__all__ = ["application"]
