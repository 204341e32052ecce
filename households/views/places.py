"""Townships with their sums, one township and its villages; a post of a village."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView

from accounts import clock
from accounts.listing_pages import ListingPage
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from households.forms.postings import PostingForm
from households.lists.villages import VILLAGES
from households.models import Area
from households.selectors import indicators as standards
from households.selectors import place_work
from households.selectors import places as selectors
from households.services.postings import set_posting
from households.views.tabs import register_tabs


@dataclass(frozen=True)
class PlaceRow:
    """A place in a list: its sums, what is under way, and how many indicators it meets."""

    area: Area | None
    line: selectors.PlaceLine
    work: place_work.PlaceWork
    met: int = 0
    asked: int = 0

    @property
    def vacant_text(self) -> str:
        """Say how many of the five posts are empty."""
        return f"缺{self.work.gaps}项"


class AreaListView(ListingPage):
    """乡镇和村: the townships' sums, which add up, and the list of villages below."""

    title = "底册概览"
    listing = VILLAGES
    template_name = "households/area_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the year the figures are about, and without a filter the townships' sums."""
        context = super().get_context_data(**kwargs)
        year = selectors.plan_year(person(self.request), this_year=clock.today().year)
        context |= {"tabs": register_tabs(self.request, "area_list"), "year": year}
        return context if context["filtering"] else context | self.townships(year)

    def townships(self, year: int) -> dict[str, Any]:
        """Give each township's sums and those of all."""
        user = person(self.request)
        lines = selectors.township_lines(user, year=year)
        works = place_work.work_of_townships(user, year=year, on=clock.today())
        total = selectors.total_line(lines)
        return {
            "townships": [PlaceRow(None, line, works[line.code]) for line in lines],
            "county": PlaceRow(None, total, place_work.add_up(list(works.values()))),
        }


def village_rows(user: Any, villages: Any, *, year: int, on: Any) -> list[PlaceRow]:
    """Give villages with their sums, their work and their indicators of a year."""
    lines = selectors.village_lines(user, villages, year=year)
    codes = [village.code for village, _ in lines]
    works = place_work.work_of_villages(user, codes, year=year, on=on)
    met = standards.met_counts(codes, year=year)
    asked = len(standards.standard_of(codes[0]).indicators) if codes else 0
    return [
        PlaceRow(area, line, works[area.code], met.get(area.code, 0), asked)
        for area, line in lines
    ]


class TownshipDetailView(PageMixin, PermissionRequiredMixin, DetailView):
    """One township: its sums, its villages, which add up to them, and what is under way."""

    permission_required = "households.view_area"
    template_name = "households/township_detail.html"
    context_object_name = "township"

    def get_object(self, queryset: "QuerySet[Area] | None" = None) -> Area:
        """Give a township inside the user's area; any other is not found."""
        townships = Area.objects.visible_to(person(self.request)).townships()
        return get_object_or_404(townships.select_related("parent"), pk=self.kwargs["code"])

    def get_title(self) -> str:
        """Name the township."""
        return self.object.short_name

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the overview."""
        return [("底册概览", reverse("households:area_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the villages, and the township's own sums beside theirs."""
        user, today = person(self.request), clock.today()
        year = selectors.plan_year(user, this_year=today.year)
        villages = Area.objects.visible_to(user).within(self.object.code).villages()
        rows = village_rows(user, villages.select_related("parent"), year=year, on=today)
        own = next(
            line
            for line in selectors.township_lines(user, year=year)
            if line.code == self.object.code
        )
        return super().get_context_data(
            year=year,
            rows=rows,
            own=own,
            total=selectors.total_line([row.line for row in rows]),
            work=place_work.add_up([row.work for row in rows]),
            **kwargs,
        )


class PostingSetView(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Put a person or unit into a post of a village."""

    title = "登记到岗"
    permission_required = "households.add_posting"
    form_class = PostingForm
    template_name = "households/form_page.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the posts of this village, the one that was clicked first."""
        visible = Area.objects.visible_to(person(self.request)).villages()
        self.village = get_object_or_404(visible, pk=self.kwargs["code"])
        kwargs = super().get_form_kwargs() | {"village": self.village}
        kwargs["initial"] = {
            "post": self.request.GET.get("post", ""),
            "starts_on": clock.today(),
        }
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the village and lead back to it."""
        context = super().get_context_data(**kwargs)
        url = reverse("households:village_detail", args=[self.village.code])
        return context | {
            "crumbs": [(self.village.short_name, url)],
            "cancel_url": url,
            "form_title": f"{self.village.short_name}：登记到岗",
            "form_note": "原在岗人员自前一日起离岗，历史保留。",
        }

    def form_valid(self, form: PostingForm) -> HttpResponse:
        """Set the post, or say why not."""
        set_posting(village=self.village, by=person(self.request), **form.cleaned_data)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the village."""
        return reverse("households:village_detail", args=[self.village.code])
