"""Months side by side as four tables with their charts."""

from dataclasses import dataclass

from reports.board.shapes import TrendLine, Trends
from reports.views.board.drawing import Address, cell
from reports.views.board.tables import PERCENT, Head, Line, Table


@dataclass(frozen=True)
class Chart:
    """Which lines of the trends one chart draws: key → (bar or line, colour)."""

    slug: str
    title: str
    kind: str
    drawn: dict[str, tuple[str, str]]
    note: str = ""


CHARTS = (
    Chart(
        "trend-problems",
        "问题与整改",
        "line",
        {
            "problems": ("line", "blue-mark"),
            "problems_closed": ("line", "green-mark"),
            "problems_overdue": ("line", "red-mark"),
            "problems_repeated": ("line", "orange-mark"),
        },
        "各月发现的问题截至今天的情况。",
    ),
    Chart(
        "trend-shares",
        "销号率与群众满意",
        "line",
        {"close_share": ("line", "green-mark"), "satisfied": ("line", "blue-mark")},
        "销号率不含不属实的问题；满意为走访户中满意和基本满意的比例。",
    ),
    Chart(
        "trend-visits",
        "督查走访",
        "bar",
        {
            "visited_household": ("bar", "blue-mark"),
            "visited_village": ("line", "orange-mark"),
            "rounds": ("", ""),
        },
    ),
    Chart(
        "trend-days",
        "销号中位天数",
        "bar",
        {"days_to_close": ("bar", "blue-mark")},
        "已销号问题中，半数以上在此天数内销号。",
    ),
)


def trend_tables(trends: Trends, to: Address) -> list[Table]:
    """Give the tables in the order of CHARTS."""
    return [trend_table(trends, chart, to) for chart in CHARTS]


def trend_table(trends: Trends, chart: Chart, to: Address) -> Table:
    """Give the months as rows, the chart's lines as columns."""
    known = {line.key: line for line in trends.lines}
    shown = [(known[key], look) for key, look in chart.drawn.items() if key in known]
    rows = tuple(
        Line(
            f"{month[:4]}年{int(month[5:])}月",
            tuple(cell(line.points[at], to, is_share=line.is_share) for line, _ in shown),
        )
        for at, month in enumerate(trends.months)
    )
    heads = tuple(_head(line, look) for line, look in shown)
    return Table(chart.slug, chart.title, "月份", heads, rows, chart.kind, note=chart.note)


def _head(line: TrendLine, look: tuple[str, str]) -> Head:
    return Head(line.label, PERCENT if line.is_share else line.unit, *look)
