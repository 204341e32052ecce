"""Townships with their sums, villages, and one village with its five posts."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView, FormView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import ListPage, PageMixin, person
from households.filters.register import VillageFilter
from households.forms import PostingForm
from households.models import Area, Posting
from households.selectors import places as selectors
from households.services.postings import set_posting
from households.views.tabs import register_tabs


@dataclass(frozen=True)
class VillageRow:
    """A village in the list: its sums and how many of its five posts are empty."""

    area: Area
    line: selectors.PlaceLine
    vacant: int

    @property
    def vacant_text(self) -> str:
        """Say how many posts are empty."""
        return f"缺{self.vacant}项"


class AreaListView(ListPage):
    """底册概览: the townships' sums, which add up, and the villages below."""

    title = "底册概览"
    permission_required = "households.view_area"
    filterset_class = VillageFilter
    template_name = "households/area_list.html"
    sort_fields = {"name": "short_name", "exit_year": "planned_exit_year"}

    def get_queryset(self) -> QuerySet[Area]:
        """Give the villages the user sees."""
        villages = Area.objects.visible_to(person(self.request)).villages()
        return villages.select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums of the townships and of the villages on this page."""
        context = super().get_context_data(**kwargs)
        user, today = person(self.request), clock.today()
        year = selectors.plan_year(user, this_year=today.year)
        lines = selectors.township_lines(user, year=year)
        villages = selectors.village_lines(user, context["object_list"], year=year)
        vacant = selectors.vacant_posts([village.code for village, _ in villages], on=today)
        rows = [VillageRow(area, line, vacant.get(area.code, 0)) for area, line in villages]
        return context | {
            "tabs": register_tabs(self.request, "area_list"),
            "year": year,
            "townships": lines,
            "total": selectors.total_line(lines),
            "object_list": rows,
        }


class VillageDetailView(PageMixin, PermissionRequiredMixin, DetailView):
    """One village: its figures, its five posts, the history of its posts."""

    permission_required = "households.view_area"
    template_name = "households/village_detail.html"
    context_object_name = "village"

    def get_object(self, queryset: "QuerySet[Area] | None" = None) -> Area:
        """Give a village inside the user's area; any other is not found."""
        villages = Area.objects.visible_to(person(self.request)).villages()
        return get_object_or_404(villages.select_related("parent__parent"), pk=self.kwargs["code"])

    def get_title(self) -> str:
        """Name township and village."""
        return self.object.full_name

    def get_crumbs(self) -> list[tuple[str, str | None]]:
        """Lead back to the overview and the township's villages."""
        overview = reverse("households:area_list")
        township = self.object.parent
        return [("底册概览", overview), (township.short_name, f"{overview}?area={township.code}")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add sums, posts and their history."""
        user, today = person(self.request), clock.today()
        year = self.object.planned_exit_year or selectors.plan_year(user, this_year=today.year)
        ((_, line),) = selectors.village_lines(user, [self.object], year=year)
        extra: dict[str, Any] = {"line": line, "year": year}
        if user.has_perm("households.view_posting"):
            past = Posting.objects.visible_to(user).filter(village=self.object)
            extra |= {
                "slots": selectors.five_ones(self.object, on=today),
                "past": past.exclude(ends_on=None).select_related("unit").order_by("-ends_on"),
            }
        return super().get_context_data(**extra, **kwargs)


class PostingSetView(PageMixin, PermissionRequiredMixin, FormView):
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
        try:
            set_posting(village=self.village, by=person(self.request), **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the village."""
        return reverse("households:village_detail", args=[self.village.code])
