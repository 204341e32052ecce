"""Pages of rectification: orders, acknowledgement, reply, verification, close-out."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, person
from inspections.filters import OrderFilter
from inspections.forms.problems import OrderForm
from inspections.forms.rectifications import CloseForm, ReplyForm, VerifyForm
from inspections.models import Problem, RectificationOrder
from inspections.selectors import problems as read
from inspections.services.attachments import reply_with_files
from inspections.services.rectifications import (
    acknowledge_order,
    close_problem,
    issue_order,
    verify,
)
from inspections.views.problems import ChosenMixin, ProblemActionView, ProblemList


class RectificationList(ProblemList):
    """Problems under an order, with their days."""

    title = "整改"
    permission_required = "inspections.view_rectificationorder"
    template_name = "inspections/rectification_list.html"

    def counted(self) -> "QuerySet[Problem]":
        """Keep what has an order."""
        return Problem.objects.visible_to(person(self.request)).under_order()


class OrderList(ListPage):
    """All orders the user may see."""

    title = "整改单"
    permission_required = "inspections.view_rectificationorder"
    filterset_class = OrderFilter
    template_name = "inspections/order_list.html"
    sort_fields = {"number": "serial", "issued_on": "issued_on", "due_on": "due_on"}

    def get_queryset(self) -> "QuerySet[RectificationOrder]":
        """Orders through the gate, with the number of their problems."""
        seen = RectificationOrder.objects.visible_to(person(self.request))
        counted = seen.select_related("unit").annotate(problem_count=Count("problems"))
        return counted.order_by("-year", "-serial")


class OrderCreate(ChosenMixin, FormView):
    """Order one unit to rectify the ticked problems."""

    title = "下达整改单"
    permission_required = "inspections.order_rectification"
    form_class = OrderForm
    template_name = "inspections/order_create.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the day, and propose the term that the problems' track asks for."""
        on = clock.today()
        initial = {"due_on": on + timedelta(days=read.term_days(self.chosen))}
        kwargs = super().get_form_kwargs() | {"on": on, "initial": initial}
        if not self.is_filled:
            kwargs = {name: kwargs[name] for name in ("on", "initial")}
        return kwargs

    @property
    def is_filled(self) -> bool:
        """Whether the order itself was sent, not only the ticks of the list."""
        return "requirement" in self.request.POST

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the empty form for the ticked problems, or take the filled one."""
        if not self.is_filled:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the units the ticked problems belong to: an order needs exactly one."""
        units = {problem.responsible_unit for problem in self.chosen}
        return super().get_context_data(units=sorted(units, key=str), **kwargs)

    def form_valid(self, form: OrderForm) -> HttpResponse:
        """Issue the order; a refusal is shown above the form."""
        unit = self.chosen[0].responsible_unit if self.chosen else None
        try:
            order = issue_order(
                problems=self.chosen,
                unit=unit,  # type: ignore[arg-type]  # nothing chosen is refused first
                by=person(self.request),
                on=clock.today(),
                **form.cleaned_data,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"已下达{order.number}。")
        return redirect("inspections:order_detail", order.pk)


class OrderMixin(PageMixin, PermissionRequiredMixin):
    """Something about one order that the user may see; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def order(self) -> RectificationOrder:
        """The order of the address."""
        seen = RectificationOrder.objects.visible_to(person(self.request))
        rows = seen.select_related("unit", "issued_by", "acknowledged_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class OrderDetail(OrderMixin, TemplateView):
    """The sheet of an order (督办整改单), to read and to print."""

    permission_required = "inspections.view_rectificationorder"
    template_name = "inspections/order_detail.html"

    def get_title(self) -> str:
        """Give the number."""
        return f"督办整改单 {self.order.number}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("整改单", reverse("inspections:order_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the problems, and whether the user may sign for the order."""
        user, order = person(self.request), self.order
        waiting = order.acknowledged_at is None and user.unit_id == order.unit_id
        return super().get_context_data(
            order=order,
            problems=read.printed_order(order),
            may_acknowledge=waiting and user.has_perm("inspections.acknowledge_order"),
            **kwargs,
        )


class OrderAcknowledge(OrderMixin, View):
    """Sign for an order."""

    permission_required = "inspections.acknowledge_order"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign, or say why not."""
        try:
            acknowledge_order(order=self.order, by=person(request), at=clock.now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已签收{self.order.number}。")
        return redirect("inspections:order_detail", self.order.pk)


class ProblemReply(ProblemActionView):
    """Report a rectification with evidence."""

    title, submit, done = "报送整改情况", "报送", "整改情况已报送，等待复核。"
    permission_required = "inspections.reply_rectification"
    form_class = ReplyForm

    def act(self, **given: Any) -> None:
        """Store the evidence and reply."""
        files = given.pop("evidence")
        user, now = person(self.request), clock.now()
        reply_with_files(problem=self.problem, files=files, by=user, at=now, **given)


class ProblemVerify(ProblemActionView):
    """Judge a reply by the three gates."""

    title, submit, done = "复核整改", "提交复核", "复核意见已提交。"
    permission_required = "inspections.verify_rectification"
    form_class = VerifyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is judged."""
        return super().get_context_data(replies=read.replies_of(self.problem)[:1], **kwargs)

    def act(self, **given: Any) -> None:
        """Verify or send back."""
        verify(problem=self.problem, by=person(self.request), at=clock.now(), **given)


class ProblemClose(ProblemActionView):
    """Close a verified problem."""

    title, submit, done = "销号", "销号", "问题已销号。"
    confirm = "销号后问题封存，不能再改。确定？"
    permission_required = "inspections.close_problem"
    form_class = CloseForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is closed."""
        return super().get_context_data(replies=read.replies_of(self.problem)[:1], **kwargs)

    def act(self, **given: Any) -> None:
        """Close."""
        on = clock.today()
        close_problem(problem=self.problem, by=person(self.request), on=on, **given)
