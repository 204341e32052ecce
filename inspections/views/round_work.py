"""Pages about all of a round's work: its checks, the discipline declared, hand-overs, new days."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.clock import now, today
from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.pages import ServiceFormView, person
from inspections.forms.assignments import DeclareForm, HandOverAllForm, TeamDueForm
from inspections.models import Assignment, Round
from inspections.selectors.declarations import has_declared
from inspections.selectors.round_checks import check_lines, may_set_strengths
from inspections.services.declarations import STATEMENT, declare
from inspections.services.hand_overs import change_due, hand_over_all
from inspections.services.round_checks import set_strengths
from inspections.views.rounds import RoundMixin


class RoundStrengthsView(RoundMixin, PermissionRequiredMixin, TemplateView):
    """How strictly this round takes each check: block, explain, ignore."""

    title = "校验强度"
    permission_required = "inspections.plan_round"
    template_name = "inspections/round_strengths.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the checks and whether they may still be changed."""
        return super().get_context_data(
            lines=check_lines(self.round),
            strengths=Round.Strength.choices,
            may_set=may_set_strengths(self.round),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the strengths through the service; a refusal is shown above the table."""
        given = {line.key: request.POST.get(line.key, "") for line in check_lines(self.round)}
        chosen = {key: strength for key, strength in given.items() if strength}
        try:
            set_strengths(round=self.round, strengths=chosen, by=person(request))
        except RuleBroken as refusal:
            context = self.get_context_data(refusal=str(refusal))
            return self.render_to_response(context, status=409)
        messages.success(request, "校验强度已保存，本期各张督查表照此检查。")
        return redirect(self.get_success_url())


class RoundDeclareView(RoundMixin, PermissionRequiredMixin, ServiceFormView):
    """The inspector's word to keep discipline and to step aside, before the first form."""

    title = "督查纪律承诺"
    permission_required = "inspections.fill_visit"
    form_class = DeclareForm
    template_name = "inspections/round_declare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the statement and whether the word was given."""
        given = has_declared(self.round, person(self.request))
        return super().get_context_data(statement=STATEMENT, given=given, **kwargs)

    def form_valid(self, form: DeclareForm) -> HttpResponse:
        """Keep the word through the service."""
        declare(round=self.round, by=person(self.request), at=now())
        messages.success(self.request, "承诺已登记，可以开始填表。")
        return redirect("inspections:my_assignments")


class RoundMoveMixin(RoundMixin, PermissionRequiredMixin, ServiceFormView):
    """A form that moves much of a round's work at once."""

    template_name = "inspections/round_move.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back outside the field phase, saying why."""
        if self.has_permission() and self.round.state != Round.State.FIELD:
            messages.error(request, "本期督查不在进行中，任务不能调整。")
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Move through the service; a refusal is shown above the form."""
        done = self.move(form.cleaned_data)
        messages.success(self.request, done)
        return super().form_valid(form)

    def move(self, given: dict[str, Any]) -> str:
        """Do it and say what was done."""
        raise NotImplementedError


class RoundHandOverView(RoundMoveMixin):
    """Everything a person has left goes to others of his team: for somebody who falls ill."""

    title = "整人移交"
    permission_required = "inspections.review_visit"
    form_class = HandOverAllForm
    extra_context = {
        "submit": "移交",
        "note": "未完成的任务连同已填内容全部移交，已提交的不动。",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer those with work left; a leader his own team's."""
        user, left = person(self.request), Assignment.objects.unfinished()
        rows = left.filter(round=self.round)
        teams = self.round.teams.all()
        if not user.has_role(Role.SUPERVISION_OFFICE):
            rows, teams = rows.filter(team__leader=user), teams.filter(leader=user)
        owners = User.objects.filter(pk__in=rows.values("owner")).order_by("name")
        takers = User.objects.filter(pk__in=teams.values("members")).order_by("name")
        return super().get_form_kwargs() | {"owners": owners, "takers": takers}

    def move(self, given: dict[str, Any]) -> str:
        """Hand all over."""
        moved = hand_over_all(round=self.round, by=person(self.request), at=now(), **given)
        return f"已移交{len(moved)}项任务，并通知有关人员。"


class RoundDueView(RoundMoveMixin):
    """Another last day for all that a team, or the round, has left."""

    title = "调整期限"
    permission_required = "inspections.assign_round"
    form_class = TeamDueForm
    extra_context = {
        "submit": "调整",
        "note": "只调整未提交的任务；原因留痕，并通知负责人。",
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the round's teams."""
        given = {"teams": self.round.teams.all(), "earliest": self.round.starts_on}
        return super().get_form_kwargs() | given | {"initial": {"due_on": today()}}

    def move(self, given: dict[str, Any]) -> str:
        """Change the days."""
        team = given.pop("team")
        rows = Assignment.objects.filter(round=self.round)
        rows = rows.filter(team=team) if team else rows
        changed = change_due(assignments=rows, by=person(self.request), at=now(), **given)
        return f"已调整{changed}项任务的完成期限。"
