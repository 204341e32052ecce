"""Pages of a month's round: the list, planning, the cockpit, teams, closing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView

from accounts.clock import today
from accounts.errors import RuleBroken
from accounts.pages import Crumb, ListPage, PageMixin, person
from inspections.filters import RoundFilter
from inspections.forms.rounds import (
    CloseRoundForm,
    ExclusionFormSet,
    RoundForm,
    excludable_units,
    schemes_of,
)
from inspections.models import Round
from inspections.selectors import cockpit
from inspections.selectors.completeness import completeness
from inspections.services.rounds import close_round, plan_round, scheme_number

NUMBERS = ("townships", "villages_per_township", "households_per_village", "rotation_months")


class RoundMixin(PageMixin):
    """A page about one round that the user may see; `pk` in the address is the round's."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def round(self) -> Round:
        """The round of the address; 404 where it is hidden or not there."""
        seen = Round.objects.visible_to(person(self.request)).select_related(
            "scheme", "planned_by"
        )
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list and to the round."""
        here = reverse("inspections:round_detail", args=[self.round.pk])
        return [("期次", reverse("inspections:round_list")), (self.round.title, here)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the round."""
        return super().get_context_data(round=self.round, **kwargs)

    def get_success_url(self) -> str:
        """Go back to the round."""
        return reverse("inspections:round_detail", args=[self.round.pk])


class RoundListView(ListPage):
    """All rounds the user may see."""

    title = "期次"
    permission_required = "inspections.view_round"
    filterset_class = RoundFilter
    template_name = "inspections/round_list.html"
    sort_fields = {"period": "period", "state": "state", "ends_on": "ends_on"}

    def get_queryset(self) -> Any:
        """Rounds through the gate, with their progress."""
        return cockpit.with_progress(Round.objects.visible_to(person(self.request)))


class RoundCreateView(PageMixin, PermissionRequiredMixin, FormView):
    """Plan a month."""

    title = "制定期次"
    permission_required = "inspections.plan_round"
    form_class = RoundForm
    template_name = "inspections/round_create.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("期次", reverse("inspections:round_list"))]

    @cached_property
    def exclusions(self) -> Any:
        """The formset of units left out."""
        units = excludable_units(person(self.request))
        return ExclusionFormSet(
            self.request.POST or None, prefix="exclusion", form_kwargs={"units": units}
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the schemes of the user's area and the numbers of the first one."""
        schemes = schemes_of(person(self.request))
        initial = self.get_initial() | {"period": today().replace(day=1)}
        if first := schemes.first():
            initial |= {name: scheme_number(first, name) for name in NUMBERS} | {"scheme": first}
        methods = [name for name, _ in Round.METHODS if name != "bulletin"]
        initial |= {"mode": Round.Mode.RANDOM, "methods": methods}
        return super().get_form_kwargs() | {"schemes": schemes, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the exclusions."""
        return super().get_context_data(exclusions=self.exclusions, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Plan when both the round and its exclusions are well formed."""
        form = self.get_form()
        if form.is_valid() & self.exclusions.is_valid():
            return self.form_valid(form)
        return self.form_invalid(form)

    def form_valid(self, form: RoundForm) -> HttpResponse:
        """Hand the plan to the service; a refusal is shown above the form."""
        filled = [row for row in self.exclusions if row.cleaned_data.get("unit_code")]
        left_out = [
            (code, row.units[code], row.cleaned_data["reason"])
            for row in filled
            if (code := row.cleaned_data["unit_code"])
        ]
        try:
            planned = plan_round(**form.cleaned_data, exclusions=left_out, by=person(self.request))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, "期次已制定。下一步：核对抽签名单并封存。")
        return redirect("inspections:round_detail", pk=planned.pk)


class RoundDetailView(RoundMixin, PermissionRequiredMixin, DetailView):
    """The month's cockpit: where it stands, what is next, whether it is complete."""

    permission_required = "inspections.view_round"
    template_name = "inspections/round_detail.html"

    def get_object(self, queryset: Any = None) -> Round:
        """Give the round of the address."""
        return self.round

    def get_title(self) -> str:
        """Name the page after the round."""
        return self.round.title

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list only."""
        return super().get_crumbs()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add steps, check, draw, tree, assignments and problems."""
        round_, user = self.round, person(self.request)
        draw = cockpit.draw_in_force(round_)
        assignments = list(cockpit.assignments_of(round_, user))
        problems = cockpit.problem_counts(round_, user)
        checked = round_.state in {"field", "done"} and user.has_perm("inspections.view_draw")
        return super().get_context_data(
            steps=cockpit.steps(round_),
            facts=cockpit.facts(round_),
            draw=draw,
            annulled=list(round_.draws.filter(state="annulled")),
            tree=cockpit.drawn_tree(draw, user) if draw else [],
            assignments=assignments,
            standing=[row for row in assignments if not row.withdrawn],
            submitted=sum(cockpit.is_submitted(row) for row in assignments),
            teams=list(round_.teams.select_related("leader").prefetch_related("members")),
            completeness=completeness(round_) if checked else None,
            problems=problems,
            problem_total=sum(row.number for row in problems),
            exclusions=list(round_.exclusions.order_by("unit_code")),
            today=today(),
            **kwargs,
        )


class RoundCloseView(RoundMixin, PermissionRequiredMixin, FormView):
    """Finish the month once its check holds, or say why not."""

    title = "完成本期"
    permission_required = "inspections.close_round"
    form_class = CloseRoundForm
    template_name = "inspections/round_close.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the completeness check."""
        return super().get_context_data(completeness=completeness(self.round), **kwargs)

    def form_valid(self, form: CloseRoundForm) -> HttpResponse:
        """Close through the service; a refusal is shown above the form."""
        try:
            close_round(
                round=self.round,
                by=person(self.request),
                on=today(),
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, "本期督查已完成，可以汇编通报。")
        return super().form_valid(form)
