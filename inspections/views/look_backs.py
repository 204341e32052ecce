"""Pages of 回头看: the list, choosing closed problems, recording what was found."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.filters import number_of
from inspections.forms.look_backs import ChooseForm, RecordForm
from inspections.look_filters import ClosedFilter, LookBackFilter
from inspections.models import LookBack, LookBackDraw, Problem
from inspections.selectors import look_backs as read
from inspections.selectors import problems as problems_read
from inspections.selectors.replies import shown_replies
from inspections.services.look_backs import choose_look_backs, record_with_files
from inspections.views.problems import ChosenMixin, facts_of

TERM = timedelta(days=15)  # proposed; whoever plans sets another


def look_back_crumbs() -> list[Crumb]:
    """Lead back to the list."""
    return [("回头看", reverse("inspections:look_back_list"))]


class LookBackList(ListPage):
    """Closed problems to be visited again and what was found: an inspector sees his own."""

    title = "回头看"
    permission_required = "inspections.view_lookback"
    filterset_class = LookBackFilter
    template_name = "inspections/look_back_list.html"
    sort_fields = {"due_on": "due_on", "number": "problem__number", "state": "state"}

    def counted(self) -> "QuerySet[LookBack]":
        """Look backs through the gate."""
        return LookBack.objects.visible_to(person(self.request))

    def get_queryset(self) -> "QuerySet[LookBack]":
        """Add what a line shows, what waits first."""
        return read.for_list(self.counted())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures, the lots, and which lines are late."""
        user, today = person(self.request), clock.today()
        context = super().get_context_data(**kwargs)
        for row in context["object_list"]:
            row.late = row.state == LookBack.State.ASKED and row.due_on < today
        of_draw = self.request.GET.get("draw", "")
        counted = self.counted().filter(draw=number_of(of_draw)) if of_draw else self.counted()
        plans = user.has_perm("inspections.plan_look_back")
        draws = LookBackDraw.objects.visible_to(user)[:6] if plans else []
        return context | {"counts": read.figures(counted, on=today), "draws": draws}


class ClosedList(ListPage):
    """Closed problems that no look back is under way for, to be ticked."""

    title = "选定回头看的问题"
    permission_required = "inspections.plan_look_back"
    filterset_class = ClosedFilter
    template_name = "inspections/look_back_closed.html"
    sort_fields = {"number": "number", "area": "area_code", "closed_on": "closed_on"}

    def get_queryset(self) -> "QuerySet[Problem]":
        """Closed problems through the gate, the last closed first."""
        rows = read.to_look_back(person(self.request))
        return problems_read.for_list(rows).order_by("-closed_on", "number")

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return look_back_crumbs()


class LookBackChoose(ChosenMixin, ServiceFormView):
    """Have the ticked problems visited again by one inspector, for a reason."""

    title = "安排回头看"
    permission_required = "inspections.plan_look_back"
    form_class = ChooseForm
    template_name = "inspections/look_back_choose.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return look_back_crumbs()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the county's inspectors; propose a day."""
        on, user = clock.today(), person(self.request)
        more = {"people": read.inspectors_for(user.area_code), "on": on}
        return super().get_form_kwargs() | more | {"initial": {"due_on": on + TERM}}

    def form_valid(self, form: ChooseForm) -> HttpResponse:
        """Hand them out; a refusal is shown above the form."""
        user, now = person(self.request), clock.now()
        made = choose_look_backs(problems=self.chosen, by=user, at=now, **form.cleaned_data)
        messages.success(self.request, f"已安排{len(made)}个问题回头看。")
        return redirect("inspections:look_back_list")


class LookBackDetail(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """One look back: the problem with its history and, to its inspector, what to record."""

    permission_required = "inspections.view_lookback"
    form_class = RecordForm
    template_name = "inspections/look_back_detail.html"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def look_back(self) -> LookBack:
        """The look back of the address; 404 where it is another's or not there."""
        seen = LookBack.objects.visible_to(person(self.request))
        joined = seen.select_related(
            *("problem__category", "problem__responsible_unit", "problem__order"),
            *("problem__round", "inspector", "asked_by", "draw"),
        )
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Give the problem's number."""
        return f"回头看 {self.look_back.problem}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return look_back_crumbs()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Propose today as the day of the visit."""
        on = clock.today()
        return super().get_form_kwargs() | {"on": on, "initial": {"visited_on": on}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the problem, what its unit reported, and whether the user may record."""
        look_back, user = self.look_back, person(self.request)
        problem = look_back.problem
        is_waiting = look_back.state == LookBack.State.ASKED
        return super().get_context_data(
            look_back=look_back,
            problem=problem,
            facts=facts_of(problem),
            replies=shown_replies(problem),
            photos=look_back.photos.all(),
            may_record=read.may_record(look_back, user),
            sees_problem=Problem.objects.visible_to(user).filter(pk=problem.pk).exists(),
            late=is_waiting and look_back.due_on < clock.today(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the record from whoever has the right to make any."""
        _ = self.look_back  # a hidden one is 404 to everybody
        if not person(request).has_perm(read.RECORDS):
            return self.handle_no_permission()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: RecordForm) -> HttpResponse:
        """Record; a refusal is shown above the form."""
        given, user = dict(form.cleaned_data), person(self.request)
        given["files"] = given.pop("photos")
        relapsed = given.pop("result") == LookBack.State.RELAPSED
        try:
            record_with_files(
                look_back=self.look_back, relapsed=relapsed, by=user, at=clock.now(), **given
            )
        except RuleBroken:
            self.look_back.refresh_from_db()
            raise
        words = "问题已重新转入整改。" if relapsed else "整改巩固。"
        messages.success(self.request, f"回头看已填报：{words}")
        return redirect("inspections:look_back_detail", self.look_back.pk)
