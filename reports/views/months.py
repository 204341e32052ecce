"""What the pages of a month share: whose county, which month, its facts, links of figures."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404
from django.urls import get_script_prefix, reverse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.pages import PageMixin, person
from inspections.months import MONTH
from reports.closed_lists import is_kept
from reports.facts.month import Figure, MonthFacts
from reports.selectors import county_of, months_of
from reports.snapshots import issued_facts, standing_facts


@dataclass(frozen=True)
class Linked:
    """A figure with the address of the list it counts, "" where the reader may not open it.

    `lives_on` says that the list is of today and may have left the figure of a closed month.
    """

    figure: Figure
    url: str
    lives_on: bool = False


PLACE = re.compile(r"(?:^|&)area=(\d+)")  # in the query of a figure's list
NEEDED = {
    "inspections:problem_list": "inspections.view_problem",
    "inspections:problem_ledger": "inspections.view_problem",
    "inspections:round_list": "inspections.view_round",
    "inspections:visit_list": "inspections.view_visit",
    "inspections:my_assignments": "inspections.view_assignment",
    "households:household_list": "households.view_household",
    "households:area_list": "households.view_area",
    "households:member_list": "households.view_member",
    "households:exit_list": "households.view_exitprocedure",
    "projects:plan": "projects.view_annualtarget",
    "projects:pledge_list": "projects.view_pledge",
    "projects:programme_list": "projects.view_programme",
    "inspections:accountability_totals": "inspections.view_accountability_totals",
}


def linked(figure: Figure, user: User) -> Linked:
    """Give a figure with its list's address, if the user may open the list at that place."""
    places = PLACE.findall(figure.list_query)
    outside = bool(places) and not places[-1].startswith(user.area_code)
    if outside or not user.has_perm(NEEDED[figure.list_name]):
        return Linked(figure, "")
    return Linked(figure, f"{_list_at(figure.list_name, get_script_prefix())}?{figure.list_query}")


@lru_cache(maxsize=64)
def _list_at(name: str, _prefix: str) -> str:
    """Give the address of a list; worked out once, as a board has hundreds of links to few."""
    return reverse(name)


def linked_in(facts: MonthFacts, figure: Figure, user: User) -> Linked:
    """Give a closed month's figure with the list as it stood when the month was closed."""
    if not is_kept(figure.key):
        return replace(linked(figure, user), lives_on=True)
    if not user.has_perm("reports.view_ledger"):
        return Linked(figure, "")
    return Linked(figure, address_in(facts, figure.key))


def address_in(facts: MonthFacts, key: str) -> str:
    """Give the address of the list behind a closed month's figure."""
    month = f"{facts.period:%Y-%m}"
    return reverse("reports:month_figure", args=[facts.county_code, month, key])


def read_month(text: str) -> date:
    """Read YYYY-MM of an address; 404 for anything else."""
    found = MONTH.fullmatch(text)
    if found is None:
        raise Http404
    return date(int(found[1]), int(found[2]), 1)


class MonthMixin(PageMixin, View):
    """A page about one month of the user's county: ?period=YYYY-MM, else the newest begun."""

    @cached_property
    def county(self) -> str:
        """The county's code, "" where the user has none."""
        return county_of(person(self.request))

    @cached_property
    def months(self) -> list[date]:
        """The months that have a round the reader sees, the newest first."""
        return months_of(self.county, user=person(self.request))

    @cached_property
    def period(self) -> date | None:
        """The month asked for, else the newest that has begun, else the newest; None of none."""
        asked = self.request.GET.get("period")
        if asked:
            return read_month(asked)
        today, newest = clock.today(), next(iter(self.months), None)
        return next((month for month in self.months if month <= today), newest)

    @cached_property
    def closed(self) -> MonthFacts | None:
        """The frozen facts of the month if its bulletin is issued."""
        if self.period is None:
            return None
        return issued_facts(county=self.county, period=self.period)

    @cached_property
    def facts(self) -> MonthFacts | None:
        """The month's facts, frozen if it is issued; None where it was not planned."""
        if self.closed is not None or self.period is None:
            return self.closed
        try:
            return standing_facts(county=self.county, period=self.period, on=clock.today())
        except RuleBroken:
            return None

    def linked(self, figure: Figure) -> Linked:
        """Give a figure with the list it counts: of today, or as the month was closed."""
        user = person(self.request)
        return linked_in(self.closed, figure, user) if self.closed else linked(figure, user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the months to choose from, the facts, and whether the month is a closed book."""
        asked = {self.period} if self.period else set()
        offered = sorted({*self.months, *asked}, reverse=True)
        shared = {"months": offered, "period": self.period, "facts": self.facts}
        return super().get_context_data(closed=self.closed is not None, **shared, **kwargs)
