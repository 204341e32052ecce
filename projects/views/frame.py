"""What the pages of the plan share: the tabs, the years to choose from, the year asked for."""

import re
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts import clock
from accounts.pages import person
from projects import selectors
from projects.services.targets import FIRST_YEAR, LAST_YEAR

_YEAR = re.compile(r"20[0-9]{2}")
_TABS = (
    ("年度计划", "plan", "projects.view_annualtarget"),
    ("责任书", "pledge_list", "projects.view_pledge"),
    ("规划方案", "document_board", "projects.view_plandocument"),
    ("扶贫专项", "programme_list", "projects.view_programme"),
)


def plan_tabs(
    request: HttpRequest, here: str, year: int
) -> list[tuple[str, str, bool, int | None]]:
    """Give the tabs the user may open, the year kept; the programmes' tab tells their number."""
    programmes = selectors.programmes_of(person(request), year=year).count()
    return [
        (
            label,
            f"{reverse(f'projects:{name}')}?year={year}",
            name == here,
            programmes if name == "programme_list" else None,
        )
        for label, name, permission in _TABS
        if request.user.has_perm(permission)
    ]


def asked_year(request: HttpRequest, years: list[int]) -> int:
    """Give the year of the address, else this year if it has something, else the latest."""
    asked = _YEAR.fullmatch(request.GET.get("year", ""))
    if asked:
        return int(asked[0])
    today = clock.today().year
    return today if today in years or not years else years[0]


def plan_year_or_404(year: int) -> int:
    """Give the year of an address, if plans are made for such years."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def frame(request: HttpRequest, here: str, years: Iterable[int]) -> dict[str, Any]:
    """Give tabs, the year shown, and the years to choose from: those there are, this and next."""
    known = sorted(years, reverse=True)
    year, today = asked_year(request, known), clock.today().year
    choices = sorted({*known, year, today, today + 1}, reverse=True)
    return {"tabs": plan_tabs(request, here, year), "year": year, "years": choices}
