"""Pages of the field work: what is mine to visit, the form part by part, submitting, reading."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts.clock import now, today
from accounts.errors import RuleBroken
from accounts.models import Role
from accounts.pages import Crumb, ListPage, PageMixin, person
from inspections.models import Assignment, Visit
from inspections.selectors.declarations import must_declare
from inspections.selectors.progress import (
    first_open_part,
    own_draft,
    parts_of,
    visit_rows,
)
from inspections.selectors.reading import coming_problems, raised_checks
from inspections.selectors.visits import Form, form_of
from inspections.services.opening import open_visit
from inspections.services.submitting import submit_visit
from inspections.visit_filters import VisitFilter


class VisitListView(ListPage):
    """All visits the user may see."""

    title = "督查记录"
    permission_required = "inspections.view_visit"
    filterset_class = VisitFilter
    template_name = "inspections/visit_list.html"
    sort_fields = {"visited_on": "visited_on", "subject": "area_code"}

    def get_queryset(self) -> Any:
        """Visits through the gate with what the list shows."""
        return visit_rows(Visit.objects.visible_to(person(self.request)))


class VisitOpenView(PermissionRequiredMixin, View):
    """Begin the visit of an assignment, or go on with it."""

    permission_required = "inspections.fill_visit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open through the service and go to the first part with something left."""
        seen = Assignment.objects.visible_to(person(request))
        joined = seen.select_related("round__scheme", "team", "checklist")
        assignment = get_object_or_404(joined, pk=pk)
        if must_declare(assignment.round, person(request)):
            messages.info(request, "填表以前，请先作出本期督查纪律承诺。")
            return redirect("inspections:round_declare", assignment.round_id)
        try:
            visit = open_visit(assignment=assignment, by=person(request), at=now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("inspections:my_assignments")
        form = form_of(visit, on=today())
        return redirect("inspections:visit_section", visit.pk, first_open_part(form))


class VisitMixin(PageMixin, PermissionRequiredMixin):
    """A page about one visit that the user may see."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required = "inspections.view_visit"

    @cached_property
    def visit(self) -> Visit:
        """The visit of the address; 404 where its round is hidden or it is not there."""
        seen = Visit.objects.visible_to(person(self.request))
        joined = seen.select_related("round__scheme", "assignment__team", "checklist")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> Form:
        """The visit's form by the thresholds of the day of the visit."""
        return form_of(self.visit, on=self.visit.visited_on or today())

    def get_title(self) -> str:
        """Name the page after the visited unit."""
        return self.visit.subject_name

    def get_crumbs(self) -> list[Crumb]:
        """Lead an inspector back to his assignments, others to the list of visits."""
        if person(self.request).has_role(Role.INSPECTOR):
            return [("我的任务", reverse("inspections:my_assignments"))]
        return [("督查记录", reverse("inspections:visit_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the visit, its form and its parts."""
        return super().get_context_data(
            visit=self.visit, form=self.form, parts=parts_of(self.form), **kwargs
        )


class DraftMixin(VisitMixin):
    """A page on which one's own draft is filled in; anybody else reads it."""

    permission_required = "inspections.fill_visit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send whoever cannot fill in to the reading page."""
        if self.has_permission() and not own_draft(self.visit, person(request)):
            return redirect("inspections:visit_detail", self.visit.pk)
        return super().dispatch(request, *args, **kwargs)


class VisitSubmitView(DraftMixin, TemplateView):
    """What is missing, what will be a problem, and the button that seals the form."""

    template_name = "inspections/visit_submit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts with something left and the coming problems."""
        facts = coming_problems(self.visit, self.form, user=person(self.request))
        raised = raised_checks(self.form)
        return super().get_context_data(facts=facts, raised=raised, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Submit through the service; a refusal is shown on the page."""
        try:
            submit_visit(visit=self.visit, by=person(request), on=today(), at=now())
        except RuleBroken as refusal:
            context = self.get_context_data(refusal=str(refusal))
            return self.render_to_response(context, status=409)
        messages.success(request, f"{self.visit}的督查表已提交。")
        return redirect("inspections:visit_done", self.visit.pk)
