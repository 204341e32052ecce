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
from inspections.filters import AssignmentFilter, VisitFilter
from inspections.forms.answers import items_of
from inspections.models import Assignment, Problem, Visit
from inspections.selectors.progress import (
    Part,
    assignment_rows,
    first_open_part,
    own_draft,
    parts_of,
    visit_rows,
)
from inspections.selectors.visits import Form, form_of
from inspections.services.opening import open_visit
from inspections.services.submitting import submit_visit


class MyAssignmentsView(ListPage):
    """An inspector's own assignments; everybody else's view of all he may see."""

    permission_required = "inspections.view_assignment"
    filterset_class = AssignmentFilter
    template_name = "inspections/assignment_list.html"
    sort_fields = {"due_on": "due_on", "subject": "area_code"}

    def get_title(self) -> str:
        """Say whose assignments these are."""
        return "我的任务" if person(self.request).has_role(Role.INSPECTOR) else "督查任务"

    def get_queryset(self) -> Any:
        """Assignments through the gate, the nearest day first."""
        return assignment_rows(Assignment.objects.visible_to(person(self.request)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the day, by which an assignment is overdue."""
        return super().get_context_data(today=today(), **kwargs)


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
        facts = [(question, self.form.fact(question)) for question in self.form.failing]
        return super().get_context_data(facts=facts, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Submit through the service; a refusal is shown on the page."""
        try:
            submit_visit(visit=self.visit, by=person(request), on=today(), at=now())
        except RuleBroken as refusal:
            context = self.get_context_data(refusal=str(refusal))
            return self.render_to_response(context, status=409)
        messages.success(request, f"{self.visit}的督查表已提交。")
        return redirect("inspections:visit_detail", self.visit.pk)


class VisitDetailView(VisitMixin, TemplateView):
    """A visit to read, in the exact wording it was asked."""

    template_name = "inspections/visit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the answers part by part and the problems they raised."""
        form, user = self.form, person(self.request)
        parts = [(part, self.items(part)) for part in parts_of(form)]
        failed = self.visit.answers.filter(failed=True).values_list("question__name", flat=True)
        problems = Problem.objects.visible_to(user).filter(visit=self.visit)
        return super().get_context_data(
            read=parts,
            failed=set(failed),
            problems=list(problems.select_related("responsible_unit")),
            may_fill=own_draft(self.visit, user) and user.has_perm("inspections.fill_visit"),
            first_open=first_open_part(form),
            **kwargs,
        )

    def items(self, part: Part) -> list[Any]:
        """Give the asked questions of a part with their answers."""
        form = self.form
        asked = form.standing.asked
        shown = items_of(
            part.questions,
            asked=asked,
            replies=form.replies,
            reckoned=form.standing.reckoned,
            errors={},
            failing={},
        )
        return [item for item in shown if item.asked]
