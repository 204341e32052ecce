"""The page on which an office makes up the teams and hands out a round's visits."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.clock import today
from accounts.pages import ServiceFormView, person
from inspections.forms.visits import ChecklistsForm, DueForm, TeamFormSet, inspectors_of
from inspections.models import Round
from inspections.selectors import cockpit
from inspections.selectors.offered import offered_checklists
from inspections.selectors.plans import proposed_teams
from inspections.services.assignments import assign_round
from inspections.services.crews import drawn_teams
from inspections.views.rounds import RoundMixin


class RoundAssignView(RoundMixin, PermissionRequiredMixin, ServiceFormView):
    """Make up the teams, or take those that were drawn; the service shares the units out."""

    title = "分派任务"
    permission_required = "inspections.assign_round"
    form_class = DueForm
    template_name = "inspections/round_assign.html"

    @cached_property
    def drawn(self) -> list[Any]:
        """The teams that a draw of inspectors made, if one did."""
        return drawn_teams(self.round)

    @cached_property
    def teams(self) -> Any:
        """The formset of teams, beginning with last month's."""
        people = {"inspectors": inspectors_of(person(self.request))}
        posted = self.request.POST or None
        proposed = [] if posted else proposed_teams(self.round)
        formset: Any = TeamFormSet
        return formset(posted, prefix="team", form_kwargs=people, proposed=proposed)

    @cached_property
    def checklists(self) -> ChecklistsForm:
        """The choice of checklists by kind of unit."""
        offered = offered_checklists(self.round)
        return ChecklistsForm(self.request.POST or None, prefix="checklist", offered=offered)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with the round's last day."""
        initial = {"due_on": self.round.ends_on}
        kwargs = super().get_form_kwargs()
        return kwargs | {"initial": initial, "earliest": self.round.starts_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the teams and what is to be shared out."""
        draw = cockpit.draw_in_force(self.round)
        tree = cockpit.drawn_tree(draw, person(self.request)) if draw else []
        return super().get_context_data(
            drawn=self.drawn,
            teams=None if self.drawn else self.teams,
            checklists=self.checklists,
            tree=tree,
            handed_out=self.round.state in {Round.State.FIELD, Round.State.DONE},
            **kwargs,
        )

    def is_sound(self, form: Any) -> bool:
        """Assign when the day, the teams and the checklists are well formed."""
        sound = bool(self.drawn) or self.teams.is_valid()
        return bool(form.is_valid() & self.checklists.is_valid() & sound)

    def form_valid(self, form: DueForm) -> HttpResponse:
        """Assign through the service; a refusal is shown above the form."""
        made = assign_round(
            round=self.round,
            by=person(self.request),
            teams=[] if self.drawn else [team.as_team() for team in self.teams.filled],
            on=today(),
            due_on=form.cleaned_data["due_on"],
            checklists=self.checklists.chosen(),
        )
        messages.success(self.request, f"已分派{len(made)}项任务，并通知各组成员。")
        return redirect(self.get_success_url())
