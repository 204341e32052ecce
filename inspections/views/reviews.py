"""Pages of the review: what waits, one form before the reviewer, passing it or giving it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.clock import now
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, person
from inspections.filters import number_of
from inspections.models import Visit
from inspections.selectors.reading import coming_problems, raised_checks, read_form
from inspections.selectors.reviews import (
    awaiting,
    changes_since,
    may_review,
    returned_before,
    review_rows,
)
from inspections.selectors.seals import verify_seal
from inspections.services.reviews import Reviewed, accept_visit, accept_visits, return_visit
from inspections.views.visits import VisitMixin
from inspections.visit_filters import ReviewFilter

MOST_AT_ONCE = 100


class ReviewListView(ListPage):
    """The sealed forms that wait for this reviewer, and what several at once came to."""

    title = "待审核"
    permission_required = "inspections.review_visit"
    filterset_class = ReviewFilter
    template_name = "inspections/review_list.html"
    sort_fields = {"submitted_at": "submitted_at", "subject": "area_code"}

    def get_queryset(self) -> Any:
        """Forms through the gate, those he may review; the longest waiting first."""
        return review_rows(awaiting(person(self.request)))


class ReviewManyView(PermissionRequiredMixin, View):
    """Let several forms pass at once, each by itself, and say what came of it."""

    permission_required = "inspections.review_visit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Accept the chosen ones through the service and show the summary."""
        user = person(request)
        numbers = [number_of(text) for text in request.POST.getlist("ids")[:MOST_AT_ONCE]]
        seen = Visit.objects.visible_to(user).filter(pk__in=numbers)
        joined = seen.select_related("round__scheme", "assignment__team", "submitted_by")
        try:
            reviewed = accept_visits(visits=joined.order_by("pk"), by=user, at=now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("inspections:review_list")
        if not reviewed.refused:
            messages.success(request, f"{len(reviewed.accepted)}张督查表已通过。")
            return redirect("inspections:review_list")
        return render(request, "inspections/review_summary.html", summary(reviewed))


def summary(reviewed: Reviewed) -> dict[str, Any]:
    """Give what the summary page shows."""
    here = reverse("inspections:review_list")
    return {"title": "审核结果", "crumbs": [("待审核", here)], "reviewed": reviewed}


class ReviewMixin(VisitMixin):
    """A page about one form before its reviewer."""

    permission_required = "inspections.review_visit"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to what waits."""
        return [("待审核", reverse("inspections:review_list"))]


class ReviewDetailView(ReviewMixin, TemplateView):
    """One sealed form: what fails, what is explained, what changed, the photos, the seal."""

    template_name = "inspections/review_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form in words, the coming problems, and what the last edition said."""
        visit, form, user = self.visit, self.form, person(self.request)
        earlier = returned_before(visit)
        changes = changes_since(visit, form, earlier, user) if earlier else []
        return super().get_context_data(
            read=read_form(visit, form, user=user),
            coming=coming_problems(visit, form, user=user),
            reviews=list(visit.reviews.select_related("by")),
            raised=raised_checks(form),
            sealed=verify_seal(visit),
            earlier=earlier,
            changes=changes,
            may_review=may_review(visit, user),
            **kwargs,
        )


def read_edition(request: HttpRequest) -> int | None:
    """The edition that the page showed; None from a page that does not say."""
    return number_of(request.POST["edition"]) if "edition" in request.POST else None


class ReviewAcceptView(ReviewMixin, View):
    """Let one form pass."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept through the service and go back to what waits."""
        try:
            accept_visit(
                visit=self.visit, by=person(request), at=now(), edition=read_edition(request)
            )
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("inspections:visit_detail", pk)
        messages.success(request, f"{self.visit}的督查表已通过。")
        return redirect("inspections:review_list")


class ReviewReturnView(ReviewMixin, View):
    """Give one form back with a remark."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return through the service; without a remark the form's page says so."""
        remark, edition = request.POST.get("remark", ""), read_edition(request)
        try:
            return_visit(
                visit=self.visit, remark=remark, by=person(request), at=now(), edition=edition
            )
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("inspections:review_detail", pk)
        messages.success(request, f"{self.visit}的督查表已退回，已通知提交人。")
        return redirect("inspections:review_list")
