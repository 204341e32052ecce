"""What 挂图作战 shows, read in a fixed number of queries."""

from reports.selectors.wall.meetings import MonthMeetings, month_meetings
from reports.selectors.wall.orders import charged_units, order_lines
from reports.selectors.wall.progress import Schedule, month_schedule

__all__ = [
    "MonthMeetings",
    "Schedule",
    "charged_units",
    "month_meetings",
    "month_schedule",
    "order_lines",
]
