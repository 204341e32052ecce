"""After the questions: the slip that the inspected signs, and the page that ends a visit."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.clock import today
from accounts.pages import person
from inspections.models import Assignment, Visit
from inspections.selectors.progress import own_draft
from inspections.selectors.reading import coming_problems
from inspections.selectors.slips import slip_of
from inspections.selectors.tasks import task_rows
from inspections.views.visits import VisitMixin

NEXT = 5  # assignments offered at the end of a visit


class VisitSlipView(VisitMixin, TemplateView):
    """The on-the-spot feedback slip of a draft or a sealed form, on one page of paper."""

    template_name = "inspections/visit_slip.html"

    def get_title(self) -> str:
        """Name the page after what it is."""
        return "现场反馈单"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was found and said, who was there, and whether it can still be signed."""
        user, team = person(self.request), self.visit.assignment.team
        members = team.members.exclude(pk=team.leader_id).order_by("name")
        return super().get_context_data(
            slip=slip_of(self.visit, self.form, user=user),
            day=self.visit.visited_on or today(),
            people=[team.leader, *members],
            may_fill=own_draft(self.visit, user) and user.has_perm("inspections.fill_visit"),
            **kwargs,
        )


class VisitDoneView(VisitMixin, TemplateView):
    """The form is handed in: what becomes of it, and what is next to visit."""

    template_name = "inspections/visit_done.html"
    permission_required = "inspections.fill_visit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A form that is not handed in is read instead."""
        if self.has_permission() and not self.visit.is_sealed:
            return redirect("inspections:visit_detail", self.visit.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what will be a problem and the round's work that is left to the reader."""
        user = person(self.request)
        left = Assignment.objects.filled_by(user).filter(round=self.visit.round_id)
        left = left.exclude(visit__state__in=Visit.SEALED)
        facts = coming_problems(self.visit, self.form, user=user)
        return super().get_context_data(
            facts=[fact for _, fact in facts], left=task_rows(left, user)[:NEXT], **kwargs
        )
