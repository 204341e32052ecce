"""Pages of rectification orders: the list, issuing, the sheet, signing for them."""

from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Unit
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.filters import OrderFilter, number_of
from inspections.forms.orders import BY_DATE, OrderForm
from inspections.models import RectificationOrder
from inspections.selectors import orders as read
from inspections.selectors.calendar import calendar_note, due_after, working_days_between
from inspections.selectors.problems import term_days
from inspections.services.orders import acknowledge_order, acknowledge_orders, issue_order
from inspections.views.problems import ChosenMixin

NEXT_STEP = "下一步：打开单上的每个问题，填写整改计划或报送整改情况。"


class OrderList(ListPage):
    """All orders the user may see, how far each is, and the ticking of those to sign for."""

    title = "整改单"
    permission_required = "inspections.view_rectificationorder"
    filterset_class = OrderFilter
    template_name = "inspections/order_list.html"
    sort_fields = {"number": "serial", "issued_on": "issued_on", "due_on": "due_on"}

    def counted(self) -> read.Orders:
        """Orders through the gate: what the list and its counts are about."""
        return RectificationOrder.objects.visible_to(person(self.request))

    def get_queryset(self) -> read.Orders:
        """Orders with how many of their problems are closed or late."""
        rows = read.with_progress(self.counted(), on=clock.today())
        return rows.select_related("unit").order_by("-year", "-serial")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts, and the orders of this page the user may sign for."""
        context = super().get_context_data(**kwargs)
        own = set(read.own_waiting(person(self.request)).values_list("pk", flat=True))
        for row in context["object_list"]:
            row.may_sign = row.pk in own
        counts = read.order_counts(self.counted(), on=clock.today())
        return context | {"counts": counts, "own_waiting": len(own)}


class OrderCreate(ChosenMixin, ServiceFormView):
    """Order one unit to rectify the ticked problems."""

    title = "下达整改单"
    permission_required = "inspections.order_rectification"
    form_class = OrderForm
    template_name = "inspections/order_create.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the day, and propose the term that the problems' track asks for, both ways."""
        on = clock.today()
        due_on = on + timedelta(days=term_days(self.chosen))
        kwargs = super().get_form_kwargs() | {
            "on": on,
            "due_after": partial(due_after, on),
            "initial": {
                "term": BY_DATE,
                "due_on": due_on,
                "working_days": max(1, working_days_between(on, due_on)),
            },
        }
        if not self.is_filled:
            kwargs.pop("data", None)
            kwargs.pop("files", None)
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
        """Add the units the ticked problems belong to, each with its own: an order needs one."""
        numbers: dict[Unit, list[int]] = {}
        for problem in self.chosen:
            numbers.setdefault(problem.responsible_unit, []).append(problem.pk)
        units = sorted(numbers, key=str)
        parts = [(unit, urlencode({"ids": numbers[unit]}, doseq=True)) for unit in units]
        today = clock.today()
        note = calendar_note(today, today + timedelta(days=term_days(self.chosen)))
        return super().get_context_data(units=units, parts=parts, calendar_note=note, **kwargs)

    def form_valid(self, form: OrderForm) -> HttpResponse:
        """Issue the order; a refusal is shown above the form."""
        unit = self.chosen[0].responsible_unit if self.chosen else None
        order = issue_order(
            problems=self.chosen,
            unit=unit,  # type: ignore[arg-type]  # nothing chosen is refused first
            by=person(self.request),
            on=clock.today(),
            **form.cleaned_data,
        )
        messages.success(self.request, f"已下达{order.number}，{read.term_of(order)}。")
        return redirect("inspections:order_detail", order.pk)


class OrderMixin(PageMixin, PermissionRequiredMixin):
    """Something about one order that the user may see; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def order(self) -> RectificationOrder:
        """The order of the address."""
        seen = RectificationOrder.objects.visible_to(person(self.request))
        rows = seen.select_related("unit", "issued_by__unit", "acknowledged_by")
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
        """Add the problems as issued, and whether the user may sign for the order."""
        user, order, today = person(self.request), self.order, clock.today()
        lines = read.covered(order)
        for line in lines:
            line.problem.late = line.problem.is_overdue(on=today)  # type: ignore[attr-defined]
        return super().get_context_data(
            order=order,
            lines=lines,
            seen=read.visible_among([line.problem for line in lines], user),
            closed=sum(line.stands and line.problem.closed_on is not None for line in lines),
            calendar_note=calendar_note(order.due_on) if order.working_days else "",
            may_acknowledge=read.own_waiting(user).filter(pk=order.pk).exists(),
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
            messages.success(request, f"已签收{self.order.number}。{NEXT_STEP}")
        return redirect("inspections:order_detail", self.order.pk)


class OrderAcknowledgeMany(PermissionRequiredMixin, View):
    """Sign for the ticked orders (`ids`) at once, all or none."""

    permission_required = "inspections.acknowledge_order"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign, or say why not; a number that is hidden or not there is 404."""
        numbers = {number_of(pk) for pk in request.POST.getlist("ids")}
        seen = RectificationOrder.objects.visible_to(person(request)).filter(pk__in=numbers)
        rows = list(seen.select_related("unit", "issued_by"))
        if len(rows) != len(numbers):
            raise Http404
        try:
            count = acknowledge_orders(orders=rows, by=person(request), at=clock.now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已签收{count}张整改单。{NEXT_STEP}")
        return redirect("inspections:order_list")
