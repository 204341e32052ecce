"""Which problems a comparison counts: the month's, the year's, or all that are open now."""

from datetime import date

from reports.board.shapes import Window

KEYS = {"month": "本月", "year": "本年", "open": "目前未销号"}


def window_of(key: str, period: date) -> Window:
    """Give the window of a key for a month; an unknown key is the month."""
    filters = {
        "year": (("year", str(period.year)),),
        "open": (("open", "1"),),
    }
    if key in filters:
        return Window(key, KEYS[key], filters[key])
    return Window("month", KEYS["month"], (("period", f"{period:%Y-%m}"),))


def last_months(period: date, number: int) -> tuple[date, ...]:
    """Give so many months up to and with `period`, the oldest first."""
    newest = period.year * 12 + period.month - 1
    return tuple(
        date(month // 12, month % 12 + 1, 1) for month in range(newest - number + 1, newest + 1)
    )
