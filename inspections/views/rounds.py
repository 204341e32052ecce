"""Pages of a month's round: the list, planning, the cockpit, teams, closing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView

from accounts.clock import today
from accounts.pages import Crumb, ListPage, PageMixin, ServiceFormView, person
from inspections.filters import RoundFilter
from inspections.forms.rounds import CloseRoundForm
from inspections.models import Round
from inspections.selectors import cockpit
from inspections.selectors.completeness import completeness
from inspections.selectors.declarations import must_declare, undeclared
from inspections.selectors.plans import Difference, differences, last_round
from inspections.selectors.workload import round_work
from inspections.services.rounds import close_round


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
        """Add steps, check, draws, trees, work and problems."""
        round_, user = self.round, person(self.request)
        draw = cockpit.draw_in_force(round_)
        work = round_work(round_, user, on=today())
        problems = cockpit.problem_counts(round_, user)
        office = user.has_perm("inspections.view_draw")
        checked = round_.state in {"field", "done"} and office
        further = cockpit.further_draws(round_) if office else []
        return super().get_context_data(
            steps=cockpit.steps(round_),
            facts=cockpit.facts(round_),
            changes=self.changes(),
            draw=draw,
            further=[(one, cockpit.drawn_tree(one, user)) for one in further],
            annulled=list(round_.draws.filter(state="annulled")),
            tree=cockpit.drawn_tree(draw, user) if draw else [],
            work=work,
            completeness=completeness(round_) if checked else None,
            undeclared=undeclared(round_) if round_.state == "field" and office else [],
            owes=user.has_perm("inspections.fill_visit") and must_declare(round_, user),
            problems=problems,
            problem_total=sum(row.number for row in problems),
            exclusions=list(round_.exclusions.order_by("unit_code")),
            links=links(round_),
            today=today(),
            **kwargs,
        )

    def changes(self) -> list[Difference]:
        """Give what of the plan is not as it was in the last round, for whoever plans."""
        if not person(self.request).has_perm("inspections.plan_round"):
            return []
        here = self.round
        last = last_round(area_code=here.area_code, scheme=here.scheme, before=here.period)
        return differences(here, last) if last else []


def links(round_: Round) -> dict[str, str]:
    """Give the addresses of the round's further draws and of its completeness."""
    names = ("draw_extra", "draw_inspectors", "round_completeness")
    return {name: reverse(f"inspections:{name}", args=[round_.pk]) for name in names}


class RoundCloseView(RoundMixin, PermissionRequiredMixin, ServiceFormView):
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
        close_round(
            round=self.round,
            by=person(self.request),
            on=today(),
            reason=form.cleaned_data["reason"],
        )
        messages.success(self.request, "本期督查已完成，可以汇编通报。")
        return super().form_valid(form)
