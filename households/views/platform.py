"""平台比对: register and 六有 platform side by side, and why they differ."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from django.views.generic import FormView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.listing_pages import ListingPage
from accounts.masking import shown
from accounts.pages import Crumb, PageMixin, person
from accounts.scope import COUNTY
from households.forms.platform import ExplanationForm
from households.lists.platform import PLATFORM
from households.models import Area, Household, PlatformDifference
from households.selectors import platform as selectors
from households.selectors.uploads import kinds_for
from households.services.platform import compare_again, explain_differences
from households.views.tabs import register_tabs

EXPLAIN = "households.change_platformdifference"
LIST = "households:platform_list"


class PlatformListView(ListingPage):
    """The sums of both sides by township and measure, and the differences below."""

    title = "平台比对"
    listing = PLATFORM
    template_name = "households/platform_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums, who may upload and compare, and how many wait under this filter."""
        context = super().get_context_data(**kwargs)
        user = person(self.request)
        kinds = kinds_for(user)
        waiting = context["filter"].qs.filter(explained_at=None)
        return context | {
            "tabs": register_tabs(self.request, "platform_list"),
            "check": selectors.platform_overview(user),
            "measures": selectors.MEASURES,
            "may_upload": "platform" in kinds,
            "may_compare": "register" in kinds,
            "waiting": waiting.count() if user.has_perm(EXPLAIN) else 0,
        }


class CompareView(PermissionRequiredMixin, View):
    """Compare the latest extract with the register as it is now."""

    http_method_names = ["post"]

    def has_permission(self) -> bool:
        """Let those compare who bring in registers."""
        return "register" in kinds_for(person(self.request))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compare and tell how many differ."""
        user = person(request)
        batch = selectors.latest_extract_for(user)
        try:
            county = batch.area_code[:COUNTY] if batch else user.area_code[:COUNTY]
            count = compare_again(county=county, by=user, at=clock.now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已按现在的登记册重新比对，共有{count}条差异。")
        return redirect(LIST)


class ExplainMixin(PageMixin, PermissionRequiredMixin):
    """A page on which differences are explained."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("平台比对", reverse(LIST))]

    def differences(self) -> "list[PlatformDifference] | QuerySet[PlatformDifference]":
        """Give the differences the sentence is about."""
        raise NotImplementedError  # each page names its own

    def form_valid(self, form: ExplanationForm) -> HttpResponse:
        """Keep the sentence, or say why not."""
        try:
            told = explain_differences(
                differences=self.differences(),
                by=person(self.request),
                at=clock.now(),
                **form.cleaned_data,
            )
        except RuleBroken as refusal:
            form.add_error("explanation", str(refusal))
            return self.form_invalid(form)  # type: ignore[attr-defined]  # FormView's
        messages.success(self.request, f"已说明{len(told)}条差异。")
        return super().form_valid(form)  # type: ignore[misc]  # FormView's


class DifferenceView(ExplainMixin, FormView):
    """One difference: both figures, what was said of it, now and under extracts before."""

    permission_required = "households.view_platformdifference"
    form_class = ExplanationForm
    template_name = "households/platform_difference.html"

    @property
    def difference(self) -> PlatformDifference:
        """Give the difference; one of another area is not found."""
        if not hasattr(self, "_difference"):
            rows = PlatformDifference.objects.visible_to(person(self.request))
            rows = rows.select_related("batch", "explained_by")
            self._difference = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._difference

    def get_title(self) -> str:
        """Name household and measure."""
        row = self.difference
        return f"{row.household_no} {row.get_measure_display()}"

    def differences(self) -> list[PlatformDifference]:
        """Give this one."""
        return [self.difference]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the household as the user may see it, and the differences of extracts before."""
        row, user = self.difference, person(self.request)
        latest = selectors.latest_extract(row.area_code)
        households = Household.objects.visible_to(user).select_related("village__parent")
        household = households.filter(household_no=row.household_no).first()
        before = PlatformDifference.objects.visible_to(user).filter(
            household_no=row.household_no, measure=row.measure, batch__lt=row.batch_id
        )
        return super().get_context_data(**kwargs) | {
            "row": row,
            "household": household,
            "head": shown(household.head_name, field="name", user=user) if household else "",
            "place": Area.objects.filter(pk=row.area_code).select_related("parent").first(),
            "settled": row.here_persons == row.there_persons,
            "latest": latest is not None and latest.pk == row.batch_id,
            "may_explain": user.has_perm(EXPLAIN),
            "note": "新的说明接在原来的说明之后。" if row.explanation else "",
            "before": before.select_related("batch", "explained_by").order_by("-batch"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the sentence of those who see the difference and may explain."""
        if self.difference and not person(request).has_perm(EXPLAIN):
            return self.handle_no_permission()
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Show the difference with what was said."""
        return reverse("households:platform_difference", args=[self.difference.pk])


class ExplainManyView(ExplainMixin, FormView):
    """One sentence for all differences under a filter that nobody has explained."""

    title = "批量说明"
    permission_required = EXPLAIN
    form_class = ExplanationForm
    template_name = "households/form_page.html"

    def differences(self) -> "QuerySet[PlatformDifference]":
        """Give those that wait under the filter of the address; of a wrong filter none."""
        query = self.request.GET.urlencode()
        try:
            found = PLATFORM.found(person(self.request), query=query, search=None)
        except RuleBroken:
            return PlatformDifference.objects.none()
        return found.filter(explained_at=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how many the sentence is about."""
        count = self.differences().count()
        return super().get_context_data(**kwargs) | {
            "form_title": f"待说明差异 {count} 条",
            "form_note": "这一句说明将写入筛选出的每一条待说明差异。",
            "cancel_url": self.get_success_url(),
        }

    def get_success_url(self) -> str:
        """Return to the list under the same filter."""
        return f"{reverse(LIST)}?{self.request.GET.urlencode()}"
