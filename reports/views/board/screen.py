"""大屏: the county's month on the wall, readable from the back of a room; it refreshes itself.

No personal data: places, units and counts only.
"""

from dataclasses import replace
from typing import Any

from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts import clock
from accounts.looks import Look
from reports.board.shapes import Tile, Trends
from reports.board.windows import last_months
from reports.selectors import board as numbers
from reports.selectors.board.late import late_units
from reports.views.board import drawing
from reports.views.board.asking import CountyBoardMixin, found
from reports.views.board.tables import Table
from reports.views.board.trend_tables import CHARTS, trend_table

SHOWN = (
    "visited_household",
    "problems",
    "open_now",
    "overdue_now",
    "problems_closed",
    "left_persons",
    "helped",
    "posts_full",
)
LATE_UNITS = 8  # as many as fit
MONTHS = 12


class ScreenMixin(CountyBoardMixin):
    """The numbers of the screen; it is a whole county's."""

    @cached_property
    def trends(self) -> Trends:
        """The last twelve months."""
        months = last_months(self.month, MONTHS)
        return found(numbers.trends(self.place, months, **self.who))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the large numbers, two charts, the units that are late."""
        late = late_units(self.place, **self.who)
        return super().get_context_data(
            tiles=large_tiles([tile for group in self.board.groups for tile in group.tiles]),
            tables=self.tables(),
            late=late[:LATE_UNITS],
            late_more=max(0, len(late) - LATE_UNITS),
            name=self.name,
            month=self.month,
            now=clock.now(),
            **kwargs,
        )

    def tables(self) -> list[Table]:
        """Give the townships with what is open, and the months."""
        places = drawing.problems_table(self.board, lambda _: "", lambda _: "")
        months = trend_table(self.trends, CHARTS[0], lambda _: "")
        return [
            replace(places, slug="screen-places", title="各地现未销号问题", note=""),
            replace(months, slug="screen-months", title=f"近{MONTHS}个月问题与整改", note=""),
        ]


class ScreenView(ScreenMixin, TemplateView):
    """The page on the wall: without a menu, dark whatever the reader's look is."""

    title = "大屏"
    template_name = "reports/board/screen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw it dark."""
        return super().get_context_data(look=Look(theme="dark"), **kwargs)


class ScreenNowView(ScreenMixin, TemplateView):
    """What changes on the page on the wall, every minute."""

    template_name = "reports/board/screen_now.html"


def large_tiles(tiles: list[Tile]) -> list[Tile]:
    """Give the tiles of SHOWN in that order, those the month has."""
    known = {tile.figure.key: tile for tile in tiles}
    return [known[key] for key in SHOWN if key in known]
