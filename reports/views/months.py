"""What the pages of a month share: whose county, which month, its facts, links of figures."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.pages import PageMixin, person
from inspections.months import MONTH
from reports.facts import Figure, MonthFacts
from reports.selectors import county_of, months_of
from reports.snapshots import facts_of_month


@dataclass(frozen=True)
class Linked:
    """A figure with the address of the list it counts, "" where the reader may not open it."""

    figure: Figure
    url: str


NEEDED = {
    "inspections:problem_list": "inspections.view_problem",
    "inspections:visit_list": "inspections.view_visit",
    "inspections:my_assignments": "inspections.view_assignment",
    "households:household_list": "households.view_household",
    "households:area_list": "households.view_area",
    "projects:plan": "projects.view_annualtarget",
}


def linked(figure: Figure, user: User) -> Linked:
    """Give a figure with its list's address, if the user may open the list."""
    if not user.has_perm(NEEDED[figure.list_name]):
        return Linked(figure, "")
    return Linked(figure, f"{reverse(figure.list_name)}?{figure.list_query}")


def read_month(text: str) -> date:
    """Read YYYY-MM of an address; 404 for anything else."""
    found = MONTH.fullmatch(text)
    if found is None:
        raise Http404
    return date(int(found[1]), int(found[2]), 1)


class MonthMixin(PageMixin, View):
    """A page about one month of the user's county: ?period=YYYY-MM, else the newest month."""

    @cached_property
    def county(self) -> str:
        """The county's code, "" where the user has none."""
        return county_of(person(self.request))

    @cached_property
    def months(self) -> list[date]:
        """The months that have a round, the newest first."""
        return months_of(self.county)

    @cached_property
    def period(self) -> date | None:
        """The month asked for, else the newest; None when there is none."""
        asked = self.request.GET.get("period")
        if asked:
            return read_month(asked)
        return self.months[0] if self.months else None

    @cached_property
    def facts(self) -> MonthFacts | None:
        """The month's facts, frozen if it is issued; None where it was not planned."""
        if self.period is None:
            return None
        try:
            return facts_of_month(county=self.county, period=self.period, on=clock.today())
        except RuleBroken:
            return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the months to choose from and the facts."""
        shared = {"months": self.months, "period": self.period, "facts": self.facts}
        return super().get_context_data(**shared, **kwargs)
