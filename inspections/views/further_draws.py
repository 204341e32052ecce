"""Pages of further draws: an extra one (加抽), and the inspectors' (双随机)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.clock import now
from accounts.pages import ServiceFormView, person
from inspections.forms.draws import ExtraForm, InspectorsForm, SeatFormSet, team_plans
from inspections.models import Draw
from inspections.selectors.draws import county_chain, drawn_places
from inspections.services.extra_draws import seal_extra
from inspections.services.inspector_draws import seal_inspectors
from inspections.views.rounds import RoundMixin

USUAL_SEATS = 3
NUMERALS = (*"一二三四五六七八九十", *map(str, range(11, 100)))  # as teams are named


class FurtherDrawView(RoundMixin, PermissionRequiredMixin, ServiceFormView):
    """A form that seals a further draw of a round and leads to its seed."""

    permission_required = "inspections.seal_draw"
    sealed: Draw

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what belongs to the round."""
        return super().get_form_kwargs() | {"round_": self.round}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the id the draw will bear, which witnesses need."""
        return super().get_context_data(draw_id=county_chain(self.round)[1], **kwargs)

    def seal(self, form: Any) -> Draw:
        """Seal through the service."""
        raise NotImplementedError  # each kind of draw names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Seal; a refusal is shown above the form."""
        self.sealed = self.seal(form)
        messages.success(self.request, "名单已封存。请公布封签后再产生种子。")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Go on to the seed."""
        return reverse("inspections:draw_seed_of", args=[self.sealed.pk])


class DrawExtraView(FurtherDrawView):
    """Draw more: other townships, villages or households, with a reason."""

    title = "加抽"
    form_class = ExtraForm
    template_name = "inspections/draw_extra.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from the round's own numbers."""
        here = self.round
        numbers = {
            "villages": here.villages_per_township,
            "households": here.households_per_village,
        }
        return super().get_initial() | numbers | {"level": "household"}

    def seal(self, form: ExtraForm) -> Draw:
        """Seal an extra draw."""
        return seal_extra(round=self.round, **form.as_extra(person(self.request), now()))


class DrawInspectorsView(FurtherDrawView):
    """Draw the inspectors' teams: define seats and places, seal."""

    title = "督查人员抽签（双随机）"
    form_class = InspectorsForm
    template_name = "inspections/draw_inspectors.html"

    @cached_property
    def teams(self) -> Any:
        """The teams; by default one for each drawn township."""
        places = drawn_places(self.round)[0]
        initial = [
            {"name": f"第{number}督查组", "seats": USUAL_SEATS, "places": [code]}
            for number, (code, _) in zip(NUMERALS, places, strict=False)
        ]
        return SeatFormSet(
            self.request.POST or None,
            prefix="team",
            initial=initial,
            form_kwargs={"places": places},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the teams."""
        return super().get_context_data(teams=self.teams, **kwargs)

    def is_sound(self, form: Any) -> bool:
        """Seal when both the teams and the rest are well formed."""
        return bool(form.is_valid() & self.teams.is_valid())

    def seal(self, form: InspectorsForm) -> Draw:
        """Seal a draw of inspectors."""
        sealing = form.sealing(person(self.request), now())
        plans = team_plans(self.teams)
        return seal_inspectors(
            round=self.round, teams=plans, left_out=form.left_out(), sealing=sealing
        )
