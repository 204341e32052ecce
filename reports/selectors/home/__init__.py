"""首页: what is mine today."""

from reports.selectors.home.lists import (
    latest_bulletins,
    newest_notices,
    next_assignments,
    orders_to_sign,
    running_rounds,
)
from reports.selectors.home.waiting import Waiting
from reports.selectors.home.work import waiting_for

__all__ = [
    "Waiting",
    "latest_bulletins",
    "newest_notices",
    "next_assignments",
    "orders_to_sign",
    "running_rounds",
    "waiting_for",
]
