"""Where and when the demonstration plays."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

COUNTY = "510304"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: date, hour: int = 10) -> datetime:
    """Give a moment of a day in Shanghai."""
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)
