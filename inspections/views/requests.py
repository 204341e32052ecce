"""Pages of requests: asking on a problem's page, the lists, the sheet, deciding, taking back."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.forms.requests import (
    DecideForm,
    ExtensionForm,
    HandUpForm,
    ObjectionDecideForm,
    ObjectionForm,
)
from inspections.models import Extension, Objection
from inspections.rectification_filters import ExtensionFilter, ObjectionFilter
from inspections.selectors import requests as read
from inspections.services.handing_up import hand_up
from inspections.services.objections import decide_objection, object_with_files
from inspections.services.requests import (
    ask_extension,
    decide_extension,
    withdraw_request,
)
from inspections.views.problems import ProblemActionView


class ProblemExtend(ProblemActionView):
    """Ask for more time."""

    title, submit, done = "申请延期", "提交申请", "延期申请已提交，待审批。"
    permission_required = "inspections.reply_rectification"
    form_class = ExtensionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the problem to the form."""
        return super().get_form_kwargs() | {"problem": self.problem}

    def act(self, **given: Any) -> None:
        """Ask."""
        ask_extension(problem=self.problem, by=person(self.request), at=clock.now(), **given)


class ProblemObject(ProblemActionView):
    """Object to the problem."""

    title, submit, done = "申诉", "提交申诉", "申诉已提交，待审核。"
    permission_required = "inspections.reply_rectification"
    form_class = ObjectionForm

    def act(self, **given: Any) -> None:
        """Object."""
        user, now = person(self.request), clock.now()
        object_with_files(problem=self.problem, by=user, at=now, **given)


class ProblemHandUp(ProblemActionView):
    """Hand the village's problem up to its township."""

    title, submit, done = "上交镇级", "上交镇级", "已上交镇级，待重新下达整改单。"
    confirm = "上交后责任单位改为乡镇，原整改单的时限不再计算。确定？"
    permission_required = "inspections.reply_rectification"
    form_class = HandUpForm

    def act(self, **given: Any) -> None:
        """Hand up."""
        hand_up(problem=self.problem, by=person(self.request), on=clock.today(), **given)


class RequestList(ListPage):
    """Requests about the problems the user may see, what waits first."""

    model: ClassVar[type[Any]]
    sort_fields: ClassVar[dict[str, str]] = {
        "number": "problem__number",
        "at": "at",
        "state": "state",
    }

    def get_queryset(self) -> "QuerySet[Any]":
        """Requests through the problems' gate."""
        return read.for_list(self.model.objects.visible_to(person(self.request)))

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the problems."""
        return [("问题", reverse("inspections:problem_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the two lists' tabs, with what waits for the reader."""
        user = person(self.request)
        waiting = read.waiting_for(user)
        tabs = [
            (
                label,
                reverse(f"inspections:{name}_list"),
                self.title == label,
                waiting[name] or None,
            )
            for name, label in (("extension", "延期申请"), ("objection", "申诉"))
        ]
        return super().get_context_data(tabs=tabs, **kwargs)


class ExtensionList(RequestList):
    """Requests for more time."""

    title = "延期申请"
    model = Extension
    permission_required = "inspections.view_extension"
    filterset_class = ExtensionFilter
    template_name = "inspections/extension_list.html"


class ObjectionList(RequestList):
    """Objections."""

    title = "申诉"
    model = Objection
    permission_required = "inspections.view_objection"
    filterset_class = ObjectionFilter
    template_name = "inspections/objection_list.html"


class RequestMixin(PageMixin, PermissionRequiredMixin):
    """A page about one request that the user may see; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    model: type[Any]
    name = ""

    @cached_property
    def asked(self) -> Any:
        """The request of the address."""
        seen = self.model.objects.visible_to(person(self.request))
        rows = seen.select_related("problem__responsible_unit", "by__unit", "decided_by", "order")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list and the problem."""
        problem = self.asked.problem
        there = reverse("inspections:problem_detail", args=[problem.pk])
        listed = reverse(f"inspections:{self.name}_list")
        return [(self.asked._meta.verbose_name, listed), (f"问题 {problem.number}", there)]  # noqa: SLF001 -- documented

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the request and what the user may do with it."""
        user = person(self.request)
        return super().get_context_data(
            asked=self.asked,
            problem=self.asked.problem,
            may_decide=read.may_decide(self.asked, user),
            may_withdraw=read.may_withdraw(self.asked, user),
            **kwargs,
        )


class RequestDecide(RequestMixin, ServiceFormView):
    """Decide a request: a form, one service, back to its sheet; a refusal keeps the text."""

    template_name = "inspections/request_decide.html"

    def decide(self, *, verdict: bool, note: str) -> None:
        """Hand the decision to the service."""
        raise NotImplementedError  # each kind names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Decide; a refusal is shown above the form."""
        self.decide(**form.cleaned_data)
        messages.success(self.request, f"{self.asked._meta.verbose_name}已办结。")  # noqa: SLF001 -- documented
        return redirect(f"inspections:{self.name}_detail", self.asked.pk)


class RequestWithdraw(RequestMixin, View):
    """Take a request back."""

    permission_required = "inspections.reply_rectification"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back, or say why not."""
        try:
            withdraw_request(request=self.asked, by=person(request), at=clock.now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已撤回。")
        return redirect(f"inspections:{self.name}_detail", self.asked.pk)


class ExtensionMixin(RequestMixin):
    """A page about one request for more time."""

    model, name = Extension, "extension"


class ExtensionDetail(ExtensionMixin, TemplateView):
    """The sheet 延期申请, to read and to print."""

    title = "延期申请"
    permission_required = "inspections.view_extension"
    template_name = "inspections/extension_detail.html"


class ExtensionDecide(ExtensionMixin, RequestDecide):
    """Grant more time or not."""

    title = "审批延期"
    permission_required = "inspections.order_rectification"
    form_class = DecideForm

    def decide(self, *, verdict: bool, note: str) -> None:
        """Decide."""
        user, now = person(self.request), clock.now()
        decide_extension(extension=self.asked, grant=verdict, note=note, by=user, at=now)


class ExtensionWithdraw(ExtensionMixin, RequestWithdraw):
    """Take a request for more time back."""


class ObjectionMixin(RequestMixin):
    """A page about one objection."""

    model, name = Objection, "objection"


class ObjectionDetail(ObjectionMixin, TemplateView):
    """The sheet of an objection with its evidence."""

    title = "申诉"
    permission_required = "inspections.view_objection"
    template_name = "inspections/objection_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the evidence."""
        return super().get_context_data(files=self.asked.evidence.all(), **kwargs)


class ObjectionDecide(ObjectionMixin, RequestDecide):
    """Uphold an objection or not."""

    title = "审核申诉"
    permission_required = "inspections.confirm_problem"
    form_class = ObjectionDecideForm

    def decide(self, *, verdict: bool, note: str) -> None:
        """Decide."""
        user, now = person(self.request), clock.now()
        decide_objection(objection=self.asked, uphold=verdict, note=note, by=user, at=now)


class ObjectionWithdraw(ObjectionMixin, RequestWithdraw):
    """Take an objection back."""
