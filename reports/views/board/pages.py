"""看板: a county's month at a glance, and the same of a township or a village, by clicks."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import Crumb, person
from reports.board.shapes import Group, Tile
from reports.facts.deriving import days_of, elapsed_days
from reports.facts.lines import share_text
from reports.facts.month import MonthFacts, TownshipLine
from reports.selectors.board.places import place_of
from reports.views.board import drawing, month_tables
from reports.views.board.asking import BoardMixin, found
from reports.views.board.tables import Mark, Table
from reports.views.months import address_in

ALARMS = ("red", "orange")  # in this order
SUBSETS = {"problems_open", "problems_overdue"}  # told by those of all months


@dataclass(frozen=True)
class Shown:
    """A tile with the address of its list; `living` says that the list is of today."""

    tile: Tile
    url: str
    living: bool = False


class PlaceBoardView(BoardMixin, TemplateView):
    """The board of a county as it stands, a township or a village."""

    template_name = "reports/board/place.html"
    page = "place"

    def get_title(self) -> str:
        """Name the place."""
        return f"{self.name}看板"

    def get_crumbs(self) -> list[Crumb]:
        """Lead up to the county."""
        above = [(name, self.to_board(code)) for code, name in self.board.parents]
        return [("看板", f"{reverse('reports:dashboard')}?period={self.month:%Y-%m}"), *above]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add tiles with their lists, alarms first, and the tables."""
        groups = [
            (group.label, [self.shown(group, tile) for tile in group.tiles])
            for group in self.groups()
        ]
        told = [one for _, shown in groups[: len(self.board.groups)] for one in shown]
        alarms = [
            one
            for tone in ALARMS
            for one in told
            if one.tile.tone == tone and one.tile.figure.key not in SUBSETS
        ]
        return super().get_context_data(
            board=self.board,
            where=self.where,
            groups=groups,
            alarms=alarms,
            tables=[self.offered(table) for table in self.tables()],
            household_rows=self.household_rows(),
            pages=self.pages(),
            **kwargs,
        )

    def household_rows(self) -> list[dict[str, Any]]:
        """Give a village's households with their files and problems, as far as he may see."""
        opens = person(self.request).has_perm("households.view_household")
        return [
            {
                "household": line,
                "url": reverse("households:household_detail", args=[line.number]) if opens else "",
                "problems": self.link(line.problems),
                "open": self.link(line.open_problems),
            }
            for line in self.board.households
        ]

    def groups(self) -> list[Group]:
        """Give the groups of tiles."""
        return list(self.board.groups)

    def shown(self, group: Group, tile: Tile) -> Shown:
        """Give a tile with its list; a closed month's leads to the list as it stood."""
        if group.live:
            return Shown(tile, self.link(tile.figure))
        linked = self.linked(tile.figure)
        return Shown(tile, linked.url, linked.lives_on)

    def tables(self) -> list[Table]:
        """Give the places below side by side, and the problems by category."""
        return place_tables(self)

    def pages(self) -> list[tuple[str, str, str]]:
        """Give the other board pages: label, icon, address."""
        listed = [("趋势", "trending-up", self.to("trends"))]
        if self.board.children:
            listed.append(("矩阵", "grid-dots", self.to("matrix")))
        if self.is_county:
            listed.append(("人群", "users", self.to("people")))
        return listed


class DashboardView(PlaceBoardView):
    """The county's board; a closed month's is out of its book. A township is sent to its own."""

    title, page = "看板", "county"
    template_name = "reports/board/county.html"
    by_the_book = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the county; whoever has only a part of it is led there. Another's is 404."""
        if self.place and not self.is_county:
            return redirect(self.to_board(self.place))
        if "area" in request.GET:
            found(place_of(self.place, person(request)))  # also of a month without facts
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        """It is simply the board."""
        return self.title

    def get_crumbs(self) -> list[Crumb]:
        """Nothing stands above it."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add progress, the completeness of the month, and the way to the living board."""
        if self.facts is None:
            return BoardMixin.get_context_data(self, **kwargs)
        return super().get_context_data(
            shares=month_tables.shares_of(self.facts),
            checks=month_tables.checks_of(self.facts),
            living=self.to_board(self.place),
            **kwargs,
        )

    def groups(self) -> list[Group]:
        """Add last month, the register and the measures out of the facts."""
        further = month_tables.further_groups(self.facts) if self.facts else []
        return [*super().groups(), *further]

    def tables(self) -> list[Table]:
        """Give the tables of the living month, or all of the book."""
        return county_tables(self)

    def pages(self) -> list[tuple[str, str, str]]:
        """Add the screen for the wall."""
        return [*super().pages(), ("大屏", "device-tv", self.to("screen"))]


def place_tables(asked: BoardMixin) -> list[Table]:
    """Give the tables of a place as it stands today."""
    board = asked.board
    ranked = drawing.categories_tables(asked.categories, asked.link)
    if not board.children:
        return list(ranked)
    return [
        drawing.problems_table(board, asked.link, asked.to_board),
        drawing.progress_table(board, asked.link, asked.to_board, pace(asked)),
        *ranked,
    ]


def county_tables(asked: BoardMixin) -> list[Table]:
    """Give the tables of a county's month, of a closed one out of its book."""
    facts = asked.facts
    if facts is None:
        return []
    of_month = [month_tables.blocks_table(facts)]
    if facts.programmes:
        of_month.append(month_tables.programmes_table(facts))
    if asked.closed is None:
        *living, _by_block = place_tables(asked)  # the six blocks of the month say more
        return [*living, *of_month]
    first = month_tables.townships_table(facts, lambda line: township_list(asked, facts, line))
    return [first, month_tables.categories_table(facts), *of_month]


def township_list(asked: BoardMixin, facts: MonthFacts, line: TownshipLine) -> str:
    """Give the address of a township's problems as the month was closed."""
    user = person(asked.request)
    if not user.has_perms(["inspections.view_problem", "reports.view_ledger"]):
        return ""
    return f"{address_in(facts, 'problems')}?area={line.code}"


def pace(asked: BoardMixin) -> Mark:
    """Give how much of the month's year has gone by, in percent."""
    gone, days = elapsed_days(asked.month.year, clock.today()), days_of(asked.month.year)
    told = share_text(gone, days)
    return Mark(f"时序 {told}", Decimal(told.removesuffix("%")))
