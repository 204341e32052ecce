"""Pages of handed-out work: what is mine, one assignment, handing it over, giving it a new day."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.clock import now, today
from accounts.errors import RuleBroken
from accounts.models import Role
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.filters import AssignmentFilter
from inspections.forms.assignments import HandOverForm, NewDueForm
from inspections.lists import ASSIGNMENTS
from inspections.models import Assignment
from inspections.selectors.declarations import rounds_to_declare
from inspections.selectors.tasks import history, is_overdue, task_rows
from inspections.services.crews import crews_of
from inspections.services.hand_overs import change_due, hand_over, refuse_mover


class MyAssignmentsView(ListPage):
    """An inspector's own teams' work, a department's own forms; all he may see for the rest."""

    permission_required = "inspections.view_assignment"
    filterset_class = AssignmentFilter
    template_name = "inspections/assignment_list.html"
    sort_fields = {"due_on": "due_on", "subject": "area_code"}

    def get_title(self) -> str:
        """Say whose assignments these are."""
        own = person(self.request).has_role(Role.INSPECTOR, Role.DEPARTMENT)
        return "我的任务" if own else "督查任务"

    def get_queryset(self) -> Any:
        """Assignments through the gate: what is left, the newest month and one's own first."""
        user = person(self.request)
        return task_rows(Assignment.objects.visible_to(user), user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the day, the rounds whose discipline is still to be declared, and the export."""
        user = person(self.request)
        inspector = user.has_role(Role.INSPECTOR)
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            today=today(),
            to_declare=rounds_to_declare(user) if inspector else [],
            listing=ASSIGNMENTS,
            query=query.urlencode(),
            **kwargs,
        )


class AssignmentMixin(PageMixin, PermissionRequiredMixin):
    """A page about one assignment that the user may see."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: str | tuple[str, ...] = "inspections.view_assignment"

    @cached_property
    def assignment(self) -> Assignment:
        """The assignment of the address; 404 where it is hidden or not there."""
        seen = Assignment.objects.visible_to(person(self.request))
        joined = seen.select_related(
            "round", "team__leader", "team__round", "owner", "visit", "checklist", "filling_unit"
        )
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list and to the assignment."""
        here = reverse("inspections:assignment_detail", args=[self.assignment.pk])
        tasks = ("任务", reverse("inspections:my_assignments"))
        return [tasks, (self.assignment.subject_name, here)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the assignment and its round."""
        return super().get_context_data(
            assignment=self.assignment, round=self.assignment.round, **kwargs
        )

    def get_success_url(self) -> str:
        """Go back to the assignment."""
        return reverse("inspections:assignment_detail", args=[self.assignment.pk])


class AssignmentDetailView(AssignmentMixin, TemplateView):
    """Who visits what by when with which checklist, how far it is, and what happened to it."""

    template_name = "inspections/assignment_detail.html"

    def get_title(self) -> str:
        """Name the page after the unit."""
        return self.assignment.subject_name

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list only."""
        return super().get_crumbs()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is known, what may be done, and the history."""
        row, user = self.assignment, person(self.request)
        visit = getattr(row, "visit", None)
        facts = [
            ("对象", f"{row.subject_name}（{row.get_subject_kind_display()}）"),
            ("期次", row.round.title),
            ("检查表", row.checklist.title),
            ("督查组", row.team.name),
            ("负责人", row.owner),
            ("填表", f"{row.filling_unit}自报" if row.filling_unit else "督查组填写"),
            ("完成期限", row.due_on),
            ("督查日期", visit.visited_on if visit else None),
        ]
        open_ = not row.withdrawn and row.round.state == "field"
        unsealed = open_ and not (visit and visit.is_sealed)
        return super().get_context_data(
            facts=facts,
            late=is_overdue(row, on=today()),
            moments=history(row),
            may_fill=unsealed
            and user.has_perm("inspections.fill_visit")
            and row.may_be_filled_by(user),
            may_move=unsealed and may_move(row, user),
            today=today(),
            **kwargs,
        )


def may_move(assignment: Assignment, user: Any) -> bool:
    """Whether the user may hand the assignment over."""
    try:
        refuse_mover(assignment, user)
    except RuleBroken:
        return False
    return True


class HandOverView(AssignmentMixin, ServiceFormView):
    """Give an assignment to another person or team, with the reason."""

    title = "移交任务"
    permission_required = ("inspections.view_assignment", "inspections.review_visit")
    form_class = HandOverForm
    template_name = "inspections/assignment_move.html"
    extra_context = {"submit": "移交", "note": "已填的内容随任务一起移交，双方都会收到消息。"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back whoever may not move it, saying why."""
        if self.has_permission():
            try:
                refuse_mover(self.assignment, person(request))
            except RuleBroken as refusal:
                messages.error(request, str(refusal))
                return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the round's people to 目督办, the own team's to its leader."""
        crews = crews_of(self.assignment.round, on=today())
        if not person(self.request).has_role(Role.SUPERVISION_OFFICE):
            crews = [crew for crew in crews if crew.team.pk == self.assignment.team_id]
        crews.sort(key=lambda crew: crew.team.pk != self.assignment.team_id)
        return super().get_form_kwargs() | {"assignment": self.assignment, "crews": crews}

    def form_valid(self, form: HandOverForm) -> HttpResponse:
        """Hand over through the service; a refusal is shown above the form."""
        team, owner = form.taker()
        hand_over(
            assignment=self.assignment,
            to_team=team,
            to_owner=owner,
            reason=form.cleaned_data["reason"],
            by=person(self.request),
            at=now(),
        )
        messages.success(self.request, f"已移交{owner}负责。")
        return super().form_valid(form)


class AssignmentDueView(AssignmentMixin, ServiceFormView):
    """Give one assignment another last day."""

    title = "调整期限"
    permission_required = ("inspections.view_assignment", "inspections.assign_round")
    form_class = NewDueForm
    template_name = "inspections/assignment_move.html"
    extra_context = {"submit": "调整", "note": "调整和原因记入操作留痕，并通知负责人。"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with the day as it is."""
        initial = {"due_on": self.assignment.due_on}
        earliest = self.assignment.round.starts_on
        return super().get_form_kwargs() | {"initial": initial, "earliest": earliest}

    def form_valid(self, form: NewDueForm) -> HttpResponse:
        """Change through the service; a refusal is shown above the form."""
        by = person(self.request)
        change_due(assignments=[self.assignment], by=by, at=now(), **form.cleaned_data)
        messages.success(self.request, "完成期限已调整。")
        return super().form_valid(form)
