"""Pages of 举一反三: asking the others, what a unit has to look for, its answers."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.filters import number_of
from inspections.forms.self_checks import AnswerForm, AskForm, ClearForm
from inspections.look_filters import SelfCheckFilter
from inspections.models import SelfCheck
from inspections.selectors import self_checks as read
from inspections.selectors.generalising import (
    Candidate,
    how_listed,
    others_to_check,
    proposed_matter,
)
from inspections.services.self_check_answers import answer_clear_together, answer_with_files
from inspections.services.self_checks import ask_self_checks
from inspections.views.problems import ProblemActionView

TERM = timedelta(days=10)  # proposed; whoever asks sets another


class SelfCheckAsk(ProblemActionView):
    """Who else may have the problem, all ticked; one step asks them."""

    title = "举一反三"
    permission_required = "inspections.ask_self_check"
    form_class = AskForm
    template_name = "inspections/self_check_ask.html"

    @cached_property
    def others(self) -> list[Candidate]:
        """All who could be asked, and who was."""
        return others_to_check(self.problem, person(self.request), on=clock.today())

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer whoever was not asked yet and has a unit to ask; propose matter and day."""
        offered = [one for one in self.others if one.unit and not one.asked]
        initial = {"matter": proposed_matter(self.problem), "due_on": clock.today() + TERM}
        more = {"offered": [":".join(one.key) for one in offered], "on": clock.today()}
        return super().get_form_kwargs() | more | {"initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines with their ticks, and what the list was made from."""
        context = super().get_context_data(**kwargs)
        ticked = set(context["form"].ticked)
        lines = [(one, ":".join(one.key), ":".join(one.key) in ticked) for one in self.others]
        waiting = any(one.unit and not one.asked for one in self.others)
        more = {"lines": lines, "how": how_listed(self.problem), "waiting": waiting}
        return context | more | {"hidden": read.is_hidden(self.problem)}

    def act(self, **given: Any) -> None:
        """Ask."""
        user, now = person(self.request), clock.now()
        made = ask_self_checks(problem=self.problem, by=user, at=now, **given)
        self.done = f"已布置{len(made)}个对象自查。"


class SelfCheckList(ListPage):
    """What others were asked to look for: a unit sees its own, the county's offices all."""

    title = "举一反三自查"
    permission_required = "inspections.view_selfcheck"
    filterset_class = SelfCheckFilter
    template_name = "inspections/self_check_list.html"
    sort_fields = {"due_on": "due_on", "area": "area_code", "state": "state"}

    def counted(self) -> "QuerySet[SelfCheck]":
        """Self-checks through the gate."""
        return SelfCheck.objects.visible_to(person(self.request))

    def get_queryset(self) -> "QuerySet[SelfCheck]":
        """Add what a line shows, what waits first."""
        return read.for_list(self.counted())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts, and which lines the user may answer or is late with."""
        user, today = person(self.request), clock.today()
        context = super().get_context_data(**kwargs)
        for row in context["object_list"]:
            row.mine = read.may_answer(row, user)
            row.late = row.state == SelfCheck.State.ASKED and row.due_on < today
        mine = any(row.mine for row in context["object_list"])
        about = self.request.GET.get("problem", "")
        counted = self.counted().filter(problem=number_of(about)) if about else self.counted()
        counts = read.figures(counted, on=today)
        return context | {"counts": counts, "may_answer": mine, "about": number_of(about)}


class SelfCheckMixin(PageMixin, PermissionRequiredMixin):
    """A page about one self-check; 404 where it is another unit's or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def check(self) -> SelfCheck:
        """The self-check of the address."""
        seen = SelfCheck.objects.visible_to(person(self.request))
        joined = seen.select_related("unit", "asked_by", "answered_by", "raised")
        return get_object_or_404(joined.select_related("problem__category"), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("举一反三自查", reverse("inspections:self_check_list"))]


class SelfCheckDetail(SelfCheckMixin, ServiceFormView):
    """One self-check: what to look for and, to its unit, the answer; answered once."""

    permission_required = "inspections.view_selfcheck"
    form_class = AnswerForm
    template_name = "inspections/self_check_detail.html"

    def get_title(self) -> str:
        """Give the subject."""
        return f"自查 {self.check.subject_name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the self-check, its evidence and whether the user may answer."""
        check, user = self.check, person(self.request)
        late = check.state == SelfCheck.State.ASKED and check.due_on < clock.today()
        return super().get_context_data(
            check=check,
            evidence=check.evidence.all(),
            may_answer=read.may_answer(check, user),
            late=late,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answer from whoever has the right to answer anything at all."""
        _ = self.check  # a hidden one is 404 to everybody
        if not person(request).has_perm(read.ANSWERS):
            return self.handle_no_permission()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        """Answer; a refusal is shown above the form."""
        user, now, given = person(self.request), clock.now(), dict(form.cleaned_data)
        files = given.pop("evidence")
        try:
            check = answer_with_files(check=self.check, files=files, by=user, at=now, **given)
        except RuleBroken:
            self.check.refresh_from_db()
            raise
        raised = f"，登记为问题{check.raised}" if check.raised else ""
        messages.success(self.request, f"自查结果已填报{raised}。")
        return redirect("inspections:self_check_detail", check.pk)


class SelfCheckClear(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Say 无此问题 of the ticked self-checks (`ids`) at once, all or none."""

    title = "批量填报“无此问题”"
    permission_required = ("inspections.view_selfcheck", read.ANSWERS)
    form_class = ClearForm
    template_name = "inspections/self_check_clear.html"

    @cached_property
    def chosen(self) -> list[SelfCheck]:
        """The ticked ones through the gate; one that is hidden or not there is 404."""
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        numbers = {number_of(pk) for pk in given.getlist("ids")}
        seen = SelfCheck.objects.visible_to(person(self.request)).filter(pk__in=numbers)
        rows = list(read.for_list(seen))
        if len(rows) != len(numbers):
            raise Http404
        return rows

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("举一反三自查", reverse("inspections:self_check_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen ones."""
        return super().get_context_data(chosen=self.chosen, **kwargs)

    def form_valid(self, form: ClearForm) -> HttpResponse:
        """Answer all or none."""
        user, now = person(self.request), clock.now()
        count = answer_clear_together(checks=self.chosen, by=user, at=now, **form.cleaned_data)
        messages.success(self.request, f"已填报{count}个对象“无此问题”。")
        return redirect("inspections:self_check_list")
