"""Pages of entering problems: by hand, and from an answer of an accepted form."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from accounts.scope import COUNTY
from inspections.forms.entries import AnswerEntryForm, EntryForm
from inspections.models import Answer, Problem, Visit
from inspections.selectors.answer_entries import RIGHTS, may_enter_from, photos_with, proposed
from inspections.selectors.problems import term_days
from inspections.services.answer_entries import (
    enter_from_answer,
    proposed_unit,
    refuse_unfit,
)
from inspections.services.entry_files import enter_with_files


class ProblemEnter(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Enter a problem by hand; the page posted twice leads to the first one's problem."""

    title = "登记问题"
    permission_required = "inspections.enter_problem"
    form_class = EntryForm
    template_name = "inspections/problem_new.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("问题", reverse("inspections:problem_list"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who enters and which day it is."""
        user, on = person(self.request), clock.today()
        return super().get_form_kwargs() | {"user": user, "on": on}

    def form_valid(self, form: EntryForm) -> HttpResponse:
        """Enter; a refusal is shown above the form."""
        user, on = person(self.request), clock.today()
        problem = enter_with_files(by=user, on=on, **form.entry())
        messages.success(self.request, f"已登记为问题{problem.number}，等待认定。")
        return redirect("inspections:problem_detail", problem.pk)


class AnswerProblem(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Make an answer a problem: item, rule, photos and term are shown, one tap saves."""

    title = "记为问题"
    form_class = AnswerEntryForm
    template_name = "inspections/problem_new_answer.html"
    request: HttpRequest
    kwargs: dict[str, Any]

    def has_permission(self) -> bool:
        """Let in who enters problems or reviews forms."""
        return any(person(self.request).has_perm(right) for right in RIGHTS)

    @cached_property
    def answer(self) -> Answer:
        """The answer of the address, of a form the user sees and may make problems of."""
        user = person(self.request)
        seen = Visit.objects.visible_to(user)
        rows = Answer.objects.filter(visit__in=seen.values("pk"))
        joined = rows.select_related("question", "visit__round__scheme", "visit__assignment")
        answer = get_object_or_404(joined, pk=self.kwargs["pk"])
        if not may_enter_from(answer.visit, user):
            raise Http404
        return answer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the problem where the answer is one already; refuse one that can be none."""
        if self.has_permission():
            known = Problem.objects.filter(answer=self.answer).first()
            if known:
                messages.info(request, f"这一项已记为问题{known.number}。")
                return redirect("inspections:problem_detail", known.pk)
            try:
                refuse_unfit(self.answer, by=person(request))
            except RuleBroken as refusal:
                messages.error(request, str(refusal))
                return redirect("inspections:visit_detail", self.answer.visit_id)
        return super().dispatch(request, *args, **kwargs)

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the form."""
        visit = self.answer.visit
        here = reverse("inspections:visit_detail", args=[visit.pk])
        return [("督查记录", reverse("inspections:visit_list")), (visit.subject_name, here)]

    @cached_property
    def proposal(self) -> dict[str, Any]:
        """What the question proposes."""
        return proposed(self.answer) | {"responsible_unit": proposed_unit(self.answer)}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what the question says."""
        return super().get_initial() | self.proposal

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the county's units."""
        return super().get_form_kwargs() | {"county": self.answer.visit.area_code[:COUNTY]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the item, the rule, the photos and the days to rectify."""
        track, visit = self.proposal["track"], self.answer.visit
        shown = Problem(track=track, round=visit.round)
        return super().get_context_data(
            proposal=self.proposal,
            visit=visit,
            photos=photos_with(self.answer),
            days=term_days([shown]),
            track=shown.get_track_display(),
            **kwargs,
        )

    def form_valid(self, form: AnswerEntryForm) -> HttpResponse:
        """Make the problem; a refusal is shown above the form."""
        user, on = person(self.request), clock.today()
        problem = enter_from_answer(answer=self.answer, by=user, on=on, **form.cleaned_data)
        messages.success(self.request, f"已登记为问题{problem.number}，等待认定。")
        return redirect("inspections:problem_detail", problem.pk)
