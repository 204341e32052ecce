"""The numbers of the dashboards, in a fixed number of queries, each as its list counts it.

All are read through the models' `visible_to(user)` and by place prefix, so that a number and the
list behind it, asked by the same person, cannot differ. A place outside the user's area gives
None: the page answers 404.

    own_place(user) -> str                        the code his board begins at; "" for nobody
    place_board(place, period, on=, user=, facts=, closed=) -> PlaceBoard | None
    trends(place, months, on=, user=) -> Trends | None
    matrix(place, window, on=, user=, by=) -> Matrix | None        by "category" or "block"
    categories(place, window, on=, user=) -> Categories | None
    make_up(place, kind, on=, user=) -> MakeUp | None               kinds: MAKE_UPS
    make_ups(place, on=, user=) -> tuple[MakeUp, ...] | None        every kind he may see
"""

from reports.selectors.board.categories import categories, matrix
from reports.selectors.board.people import MAKE_UPS, kinds_for, make_up, make_ups
from reports.selectors.board.place import place_board
from reports.selectors.board.places import own_place
from reports.selectors.board.trends import trends

__all__ = [
    "MAKE_UPS",
    "categories",
    "kinds_for",
    "make_up",
    "make_ups",
    "matrix",
    "own_place",
    "place_board",
    "trends",
]
