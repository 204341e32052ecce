"""趋势, 矩阵, 人群: months, places and people side by side."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.pages import Crumb
from reports.board.windows import KEYS
from reports.views.board import drawing
from reports.views.board.asking import SPANS, WAYS, BoardMixin, CountyBoardMixin
from reports.views.board.tables import Table
from reports.views.board.trend_tables import trend_tables

Choice = tuple[str, str, list[tuple[str, str, bool]]]  # name, label, (value, text, chosen)


class ComparingView(BoardMixin, TemplateView):
    """A page that sets things side by side; what it compares is chosen above."""

    def get_title(self) -> str:
        """Name the place and what is compared."""
        return f"{self.name}{self.title}"

    def tables(self) -> Sequence[Table]:
        """Give the tables of the page."""
        raise NotImplementedError

    def choices(self) -> list[Choice]:
        """Give what can be chosen besides the month."""
        return []

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the board of the place."""
        month = urlencode({"period": f"{self.month:%Y-%m}"})
        county = ("看板", f"{reverse('reports:dashboard')}?{month}")
        return [county] if self.is_county else [county, (self.name, self.to_board(self.place))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables and the choices."""
        return super().get_context_data(
            tables=[self.offered(table) for table in self.tables()],
            choices=self.choices(),
            where=self.where,
            area=self.place,
            **kwargs,
        )


class TrendsView(ComparingView):
    """趋势: up to 36 months of a place."""

    title, page = "趋势", "trends"
    template_name = "reports/board/trends.html"

    def tables(self) -> Sequence[Table]:
        """Give four charts."""
        return trend_tables(self.trends, self.link)

    def choices(self) -> list[Choice]:
        """Let the reader choose how far to look back."""
        spans = [(str(span), f"近{span}个月", span == self.span) for span in SPANS]
        return [("span", "时间跨度", spans)]


class MatrixView(ComparingView):
    """矩阵: places × categories of problems, the more the redder."""

    title, page = "问题矩阵", "matrix"
    template_name = "reports/board/matrix.html"

    def tables(self) -> Sequence[Table]:
        """Give the heat table."""
        return [drawing.matrix_table(self.matrix, self.link, self.to_board)]

    def choices(self) -> list[Choice]:
        """Let the reader choose which problems, and by what."""
        windows = [(key, label, key == self.window) for key, label in KEYS.items()]
        ways = [(key, label, key == self.way) for key, label in WAYS.items()]
        return [("window", "统计范围", windows), ("by", "分类方式", ways)]


class PeopleView(CountyBoardMixin, ComparingView):
    """人群: who the poor are, by township; small counts are not told."""

    title, page = "人群构成", "people"
    template_name = "reports/board/people.html"

    def tables(self) -> Sequence[Table]:
        """Give one table for each way of sorting people."""
        return [drawing.make_up_table(one, self.link, self.to_board) for one in self.make_ups]
