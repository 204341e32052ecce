"""Pages of 约谈: the records, one of them, writing one down, setting a wrong one aside."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts import clock
from accounts.pages import Crumb, ListPage, PageMixin, person
from inspections.forms.summons import AnnulSummonsForm, SummonsForm
from inspections.models import InterviewSummons, Problem
from inspections.rectification_filters import SummonsFilter
from inspections.selectors import summons as read
from inspections.services.summons import annul_summons, record_summons
from inspections.views.accountability import ActView

LIST = "inspections:summons_list"


class SummonsList(ListPage):
    """The 约谈 held, newest first; a unit sees its own."""

    title = "约谈"
    permission_required = read.VIEW
    filterset_class = SummonsFilter
    template_name = "inspections/summons_list.html"
    sort_fields = {"held": "held_on", "due": "due_on"}

    def get_queryset(self) -> "QuerySet[InterviewSummons]":
        """Records through the gate."""
        return read.summonses_for_list(InterviewSummons.objects.visible_to(person(self.request)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the persons by surname."""
        shown = super().get_context_data(**kwargs)
        for row in shown["page_obj"]:
            row.person_shown = read.person_of(row)
        return shown


class SummonsMixin(PageMixin, PermissionRequiredMixin):
    """A page of one record; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: Any = read.VIEW

    @cached_property
    def summons(self) -> InterviewSummons:
        """The record of the address."""
        seen = InterviewSummons.objects.visible_to(person(self.request))
        return get_object_or_404(seen.select_related("unit", "recorded_by"), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Name the unit and the day."""
        return f"约谈记录：{self.summons.unit} {self.summons.held_on:%Y-%m-%d}"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("约谈", reverse(LIST))]

    def get_success_url(self) -> str:
        """Go back to the record."""
        return reverse("inspections:summons_detail", args=[self.summons.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record in words."""
        facts = read.facts_in_words(self.summons)
        return super().get_context_data(summons=self.summons, facts=facts, **kwargs)


class SummonsDetail(SummonsMixin, TemplateView):
    """One record with its problems and its paper."""

    template_name = "inspections/summons_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the problems the reader may see."""
        seen = Problem.objects.visible_to(person(self.request)).filter(summonses=self.summons)
        return super().get_context_data(problems=seen.order_by("number"), **kwargs)


class SummonsCreate(PageMixin, PermissionRequiredMixin, ActView):
    """Write a 约谈 down; ?problem= fills in a problem's unit, number and fact."""

    title, submit, done = "登记约谈", "登记", "已登记，并通知被约谈单位。"
    permission_required = read.RECORD
    form_class = SummonsForm
    written: InterviewSummons | None = None

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("约谈", reverse(LIST))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over the reader, and what is known of the problem."""
        return super().get_form_kwargs() | {"user": person(self.request)}

    def get_initial(self) -> dict[str, Any]:
        """Begin with today, the writer's unit, and the problem of the address."""
        user = person(self.request)
        begun: dict[str, Any] = {"held_on": clock.today(), "host": str(user.unit or "")}
        if "pk" in self.kwargs:
            seen = Problem.objects.visible_to(user).select_related("responsible_unit")
            problem = get_object_or_404(seen, pk=self.kwargs["pk"])
            begun |= {
                "unit": problem.responsible_unit,
                "numbers": problem.number,
                "matter": problem.fact,
                "due_on": problem.due_on,
            }
        return begun

    def get_success_url(self) -> str:
        """Go to the record once it is written; 取消 leads to the list."""
        if self.written is None:
            return reverse(LIST)
        return reverse("inspections:summons_detail", args=[self.written.pk])

    def act(self, form: SummonsForm) -> None:
        """Record it."""
        held, problems = form.held()
        self.written = record_summons(
            held=held, problems=problems, by=person(self.request), at=clock.now()
        )


class SummonsAnnul(SummonsMixin, ActView):
    """Set a wrong record aside."""

    submit, done = "作废", "已作废，原记录保留。"
    confirm = "确定作废这份约谈记录？"
    permission_required = (read.VIEW, read.RECORD)
    form_class = AnnulSummonsForm

    def get_title(self) -> str:
        """Say what is done here."""
        return "作废约谈记录"

    def act(self, form: AnnulSummonsForm) -> None:
        """Annul it."""
        annul_summons(
            summons=self.summons,
            why=form.cleaned_data["why"],
            by=person(self.request),
            at=clock.now(),
        )
