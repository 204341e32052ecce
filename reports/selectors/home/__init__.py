"""首页: what is mine today."""

from reports.selectors.home.lists import (
    latest_bulletins,
    newest_notices,
    next_assignments,
    orders_to_sign,
    own_households,
    running_rounds,
)
from reports.selectors.home.month import Month, month_for
from reports.selectors.home.settings import looks_after
from reports.selectors.home.waiting import Waiting
from reports.selectors.home.work import waiting_for

__all__ = [
    "Month",
    "Waiting",
    "latest_bulletins",
    "looks_after",
    "month_for",
    "newest_notices",
    "next_assignments",
    "orders_to_sign",
    "own_households",
    "running_rounds",
    "waiting_for",
]
