"""What every board page asks: whose place, which month, which numbers; read once a request."""

import re
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

from accounts import clock
from accounts.models import User
from accounts.pages import person
from accounts.scope import COUNTY
from reports.board.shapes import Categories, MakeUp, Matrix, PlaceBoard, Trends
from reports.board.windows import KEYS, last_months, window_of
from reports.facts.month import Figure, MonthFacts
from reports.selectors import board as numbers
from reports.selectors.board.places import place_of
from reports.views.board.tables import Table
from reports.views.months import MonthMixin, linked

Shape = TypeVar("Shape")
PLACE = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}")  # county, township, village
SPANS = (12, 24, 36)  # months
WAYS = {"category": "问题类别", "block": "督查内容"}


class BoardMixin(PermissionRequiredMixin, MonthMixin):
    """A board of one place, ?area= or in the address; a place that is not the reader's is 404."""

    permission_required = "reports.view_dashboard"
    page = ""  # its name in the addresses of workbooks
    by_the_book = False  # whether a closed month's tiles are those of its book

    @cached_property
    def place(self) -> str:
        """The place's code: asked for, else where the reader's board begins; 404 for no code."""
        asked = self.kwargs.get("code") or self.request.GET.get("area")
        if asked and not PLACE.fullmatch(asked):
            raise Http404
        return asked or numbers.own_place(person(self.request))

    @cached_property
    def county(self) -> str:
        """The county of the place."""
        return self.place[:COUNTY]

    @cached_property
    def name(self) -> str:
        """The place's name; 404 for a place that is not the reader's."""
        return found(place_of(self.place, person(self.request))).name

    @property
    def is_county(self) -> bool:
        """Whether the board is a whole county's."""
        return len(self.place) == COUNTY

    @cached_property
    def month(self) -> date:
        """The month shown; the running one where no month was ever planned."""
        return self.period or clock.today().replace(day=1)

    @cached_property
    def span(self) -> int:
        """How many months the trends go back."""
        asked = self.request.GET.get("span", "")
        return int(asked) if asked in {str(span) for span in SPANS} else SPANS[0]

    @cached_property
    def window(self) -> str:
        """Which problems are compared: the month's, the year's, those open now."""
        asked = self.request.GET.get("window", "")
        return asked if asked in KEYS else "month"

    @cached_property
    def way(self) -> str:
        """What the matrix sets beside the places: categories or blocks."""
        asked = self.request.GET.get("by", "")
        return asked if asked in WAYS else "category"

    @property
    def who(self) -> dict[str, Any]:
        """Who asks on which day."""
        return {"on": clock.today(), "user": person(self.request)}

    @cached_property
    def board(self) -> PlaceBoard:
        """The place's month; 404 where it is not the reader's."""
        closed = self.by_the_book and self.closed is not None
        return found(
            numbers.place_board(
                self.place, self.month, facts=self.facts, closed=closed, **self.who
            )
        )

    @cached_property
    def closed(self) -> MonthFacts | None:
        """The closed book of the month, which is a whole county's."""
        return super().closed if self.is_county else None

    @cached_property
    def facts(self) -> MonthFacts | None:
        """The facts of the month, which are a whole county's."""
        return super().facts if self.is_county else None

    @cached_property
    def trends(self) -> Trends:
        """The place's months side by side."""
        from_to = last_months(self.month, self.span)
        return found(numbers.trends(self.place, from_to, **self.who))

    @cached_property
    def matrix(self) -> Matrix:
        """Places below by categories or blocks."""
        window = window_of(self.window, self.month)
        return found(numbers.matrix(self.place, window, by=self.way, **self.who))

    @cached_property
    def categories(self) -> Categories:
        """The place's problems by category."""
        return found(
            numbers.categories(self.place, window_of(self.window, self.month), **self.who)
        )

    @cached_property
    def make_ups(self) -> tuple[MakeUp, ...]:
        """The make-up of the place in every way the reader may see."""
        return found(numbers.make_ups(self.place, **self.who))

    # ---- what leads where ----

    def link(self, figure: Figure | None) -> str:
        """Give the address of the list a figure counts, "" where the reader may not open it."""
        return linked(figure, person(self.request)).url if figure is not None else ""

    def to_board(self, code: str) -> str:
        """Give the address of the board of a place in the same month."""
        return f"{reverse('reports:board_place', args=[code])}?period={self.month:%Y-%m}"

    def to(self, name: str, **asked: Any) -> str:
        """Give the address of another board page of the same place and month."""
        query = {"area": self.place, "period": f"{self.month:%Y-%m}"} | asked
        return f"{reverse(f'reports:board_{name}')}?{urlencode(query)}"

    def offered(self, table: Table) -> Table:
        """Give the table with the address of its workbook, which is asked the same."""
        query = {"area": self.place, "period": f"{self.month:%Y-%m}"} | {
            "span": self.span,
            "window": self.window,
            "by": self.way,
        }
        address = reverse("reports:board_export", args=[self.page, table.slug])
        return table.sent_to(f"{address}?{urlencode(query)}")

    @cached_property
    def where(self) -> str:
        """Say whose month it is and of which day the numbers are."""
        day = self.closed.as_of if self.by_the_book and self.closed else clock.today()
        return f"{self.name} {self.month.year}年{self.month.month}月 数据截至{day:%Y-%m-%d}"


class CountyBoardMixin(BoardMixin):
    """A board that only a whole county has; who has a part of one is refused."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a township before its board is asked for; another place than a county is 404."""
        user = request.user
        if isinstance(user, User) and len(numbers.own_place(user)) > COUNTY:
            raise PermissionDenied
        if user.is_authenticated and not self.is_county:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def found(value: Shape | None) -> Shape:
    """Give what was found; 404 for a place that is not the reader's."""
    if value is None:
        raise Http404
    return value
