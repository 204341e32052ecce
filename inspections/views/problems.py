"""Pages of problems: the list, one problem's story, upholding, rejecting, the stored files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.files import hand_out
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.filters import ProblemFilter, number_of
from inspections.forms.problems import ConfirmForm, ConfirmOneForm, RejectForm
from inspections.models import Attachment, Problem
from inspections.selectors import problems as read
from inspections.selectors.actions import actions_on
from inspections.selectors.panels import panels_of
from inspections.selectors.replies import shown_replies
from inspections.selectors.summons import talks_about
from inspections.services.problems import confirm_problem, confirm_problems, reject_problem


class ProblemList(ListPage):
    """All problems the user may see, with what is to be done about them."""

    title = "问题"
    permission_required = "inspections.view_problem"
    filterset_class = ProblemFilter
    template_name = "inspections/problem_list.html"
    sort_fields = {
        "number": "number",
        "area": "area_code",
        "item": "item",
        "severity": "severity",
        "state": "state",
        "due_on": "due_on",
    }

    def counted(self) -> "QuerySet[Problem]":
        """Problems through the gate: what the list and its counts are about."""
        return Problem.objects.visible_to(person(self.request))

    def counts(self) -> dict[str, int]:
        """The figures of the cards above the list."""
        closed = self.counted().filter(state=Problem.State.CLOSED).count()
        return read.open_counts(self.counted(), on=clock.today()) | {"closed": closed}

    def get_queryset(self) -> "QuerySet[Problem]":
        """Add what a line shows."""
        return read.for_list(self.counted())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts, the day and whether the user judges or orders."""
        today, user = clock.today(), person(self.request)
        may_confirm = user.has_perm("inspections.confirm_problem")
        may_order = user.has_perm("inspections.order_rectification")
        for row in (context := super().get_context_data(**kwargs))["object_list"]:
            row.late = row.is_overdue(on=today)
        more = {"may_confirm": may_confirm, "may_order": may_order, "counts": self.counts()}
        return context | more | {"may_choose": may_confirm or may_order}


class ProblemMixin(PageMixin, PermissionRequiredMixin):
    """A page about one problem that the user may see; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def problem(self) -> Problem:
        """The problem of the address."""
        seen = Problem.objects.visible_to(person(self.request))
        rows = seen.select_related(
            "category", "responsible_unit", "order", "round", "visit", "origin"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list and to the problem."""
        here = reverse("inspections:problem_detail", args=[self.problem.pk])
        return [("问题", reverse("inspections:problem_list")), (self.problem.number, here)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the problem and its facts."""
        facts = facts_of(self.problem)
        return super().get_context_data(problem=self.problem, facts=facts, **kwargs)

    def get_success_url(self) -> str:
        """Go back to the problem."""
        return reverse("inspections:problem_detail", args=[self.problem.pk])


class ProblemDetail(ProblemMixin, TemplateView):
    """One problem: facts, origin, replies, story, and what the user may do now."""

    permission_required = "inspections.view_problem"
    template_name = "inspections/problem_detail.html"

    def get_title(self) -> str:
        """Give the number."""
        return f"问题 {self.problem.number}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return super().get_crumbs()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add actions, replies, photos and the story."""
        problem = self.problem
        return super().get_context_data(
            actions=actions_on(problem, person(self.request)),
            panels=panels_of(problem, person(self.request)),
            replies=shown_replies(problem),
            photos=read.photos_of(problem),
            story=read.story(problem),
            late=problem.is_overdue(on=clock.today()),
            visit=read.visit_of(problem, person(self.request)),
            talks=talks_about(problem, person(self.request)),
            **kwargs,
        )


class ProblemActionView(ProblemMixin, ServiceFormView):
    """One act on one problem: a form, one service, back again; a refusal keeps the text."""

    template_name = "inspections/problem_action.html"
    submit = "确定"
    done = "已办理。"
    confirm = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the button and of the question asked before it."""
        return super().get_context_data(submit=self.submit, confirm=self.confirm, **kwargs)

    def act(self, **given: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError  # each act names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Act; a refusal is shown above the form."""
        self.act(**form.cleaned_data)
        messages.success(self.request, self.done)
        return super().form_valid(form)


class ProblemConfirmOne(ProblemActionView):
    """Uphold one problem, with its responsible unit put right if need be."""

    title, submit, done = "认定问题", "认定", "问题已认定。"
    permission_required = "inspections.confirm_problem"
    form_class = ConfirmOneForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the problem to the form."""
        return super().get_form_kwargs() | {"problem": self.problem}

    def act(self, **given: Any) -> None:
        """Uphold."""
        on = clock.today()
        confirm_problem(problem=self.problem, by=person(self.request), on=on, **given)


class ProblemReject(ProblemActionView):
    """Reject a problem as untrue."""

    title, submit, done = "认定不属实", "认定不属实", "已认定不属实。"
    confirm = "认定不属实后问题不再整改，也不能恢复。确定？"
    permission_required = "inspections.confirm_problem"
    form_class = RejectForm

    def act(self, **given: Any) -> None:
        """Reject."""
        on = clock.today()
        reject_problem(problem=self.problem, by=person(self.request), on=on, **given)


class ChosenMixin(PageMixin, PermissionRequiredMixin):
    """A page about the problems ticked in the list (`ids`), all through the gate."""

    request: HttpRequest

    @cached_property
    def chosen(self) -> list[Problem]:
        """The ticked problems; a number that is hidden or not there is 404."""
        given = self.request.POST if self.request.method == "POST" else self.request.GET
        numbers = {number_of(pk) for pk in given.getlist("ids")}
        seen = Problem.objects.visible_to(person(self.request)).filter(pk__in=numbers)
        rows = list(read.for_list(seen).order_by("number"))
        if len(rows) != len(numbers):
            raise Http404
        return rows

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("问题", reverse("inspections:problem_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen problems."""
        return super().get_context_data(chosen=self.chosen, **kwargs)


class ProblemConfirm(ChosenMixin, ServiceFormView):
    """Uphold the ticked problems at once."""

    title = "批量认定"
    permission_required = "inspections.confirm_problem"
    form_class = ConfirmForm
    template_name = "inspections/problem_confirm.html"

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        """Uphold all or none."""
        user, on = person(self.request), clock.today()
        count = confirm_problems(problems=self.chosen, by=user, on=on, **form.cleaned_data)
        messages.success(self.request, f"已认定{count}个问题。")
        return redirect("inspections:problem_list")


class AttachmentView(View):
    """A stored file of a record the user may see; anything but a photo is saved, not shown."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the file, or say that there is none."""
        attachment = get_object_or_404(Attachment, pk=pk)
        if not read.may_see(attachment, person(request)):
            raise Http404
        if not attachment.file.storage.exists(attachment.file.name or ""):
            raise Http404
        is_photo = attachment.content_type == "image/jpeg"
        return hand_out(attachment.file, name=attachment.name, inline=is_photo)


def facts_of(problem: Problem) -> list[tuple[str, Any]]:
    """Give a problem's facts for a page; what is not known yet is left out."""
    rows = [
        ("被督查对象", problem.subject_name),
        ("期次", problem.round.title if problem.round else f"{problem.period:%Y-%m}"),
        *_origin(problem),
        ("条目", problem.item),
        ("依据", problem.basis),
        ("类别", problem.category.name),
        ("严重程度", problem.get_severity_display()),
        ("整改方式", problem.get_track_display()),
        ("共性/个性", problem.get_scope_display()),
        ("系统建议", problem.get_proposed_scope_display()),
        ("责任单位", problem.responsible_unit),
        ("发现日期", problem.found_on),
        ("整改时限", problem.due_on),
        ("责任人", problem.responsible_person),
        ("整改措施", problem.planned_measure),
        ("计划完成日期", problem.planned_on),
        ("销号日期", problem.closed_on),
    ]
    return [row for row in rows if row[1]]


def _origin(problem: Problem) -> list[tuple[str, Any]]:
    """Give where the problem comes from."""
    solves = {None: "", True: "能", False: "否"}[problem.village_can_solve]
    return [
        ("来源", problem.get_source_display()),
        ("来源单位", problem.origin),
        ("发现环节", problem.get_found_in_display()),
        ("发现人", problem.found_by),
        ("能否村级解决", solves),
    ]
