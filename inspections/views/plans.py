"""Planning a month from the last one, and changing the plan before its pool is sealed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.clock import today
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from inspections.forms.rounds import (
    ExclusionFormSet,
    PlanForm,
    RoundForm,
    excludable_units,
    schemes_of,
)
from inspections.models import Round, Scheme
from inspections.selectors import plans
from inspections.services.rounds import NUMBERS, change_plan, plan_round, scheme_number
from inspections.views.rounds import RoundMixin

LABELS = {
    "mode": "组织形式",
    "methods": "督查方式",
    "population": "抽签范围",
    "townships": "抽取乡镇",
    "villages_per_township": "每乡镇抽村",
    "households_per_village": "每村抽户",
    "rotation_months": "轮查月数",
    "department_forms": "部门督查表",
}


class PlanMixin(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """A form of a round with the units that take no part in its draw."""

    permission_required = "inspections.plan_round"
    template_name = "inspections/round_create.html"

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """The units that may be left out."""
        return excludable_units(person(self.request))

    @cached_property
    def last(self) -> Round | None:
        """The round the plan starts from, if there is one."""
        return None

    def get_exclusions(self) -> list[dict[str, str]]:
        """Give the units left out to begin with."""
        return plans.carried_exclusions(self.last, dict(self.units)) if self.last else []

    @cached_property
    def exclusions(self) -> Any:
        """The formset of units left out."""
        return ExclusionFormSet(
            self.request.POST or None,
            prefix="exclusion",
            initial=self.get_exclusions(),
            form_kwargs={"units": self.units},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the exclusions and the round it starts from."""
        return super().get_context_data(exclusions=self.exclusions, last=self.last, **kwargs)

    def left_out(self) -> list[tuple[str, str, str]]:
        """Give the filled exclusions as the service takes them."""
        filled = [row for row in self.exclusions if row.cleaned_data.get("unit_code")]
        return [
            (code, row.units[code], row.cleaned_data["reason"])
            for row in filled
            if (code := row.cleaned_data["unit_code"])
        ]

    def is_sound(self, form: Any) -> bool:
        """Go on when both the round and its exclusions are well formed."""
        return bool(form.is_valid() & self.exclusions.is_valid())

    def form_valid(self, form: RoundForm) -> HttpResponse:
        """Keep the plan through the service; a refusal is shown above the form."""
        kept = self.keep(form)
        return redirect("inspections:round_detail", pk=kept.pk)

    def keep(self, form: RoundForm) -> Round:
        """Hand the plan to the service."""
        raise NotImplementedError  # planning and changing each name their service


class RoundCreateView(PlanMixin):
    """Plan a month, beginning with what the last one was."""

    title = "制定期次"
    form_class = RoundForm

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("期次", reverse("inspections:round_list"))]

    @cached_property
    def schemes(self) -> Any:
        """The newest version of each scheme of the user's area."""
        return schemes_of(person(self.request))

    @cached_property
    def scheme(self) -> Scheme | None:
        """The scheme that is asked for, else the monthly one, else the first."""
        asked = self.request.POST.get("scheme") or self.request.GET.get("scheme", "")
        schemes = list(self.schemes)
        by_key = {str(scheme.pk): scheme for scheme in schemes}
        usual = [scheme for scheme in schemes if scheme.code == "monthly"]
        return by_key.get(asked) or next(iter([*usual, *schemes]), None)

    @cached_property
    def period(self) -> Any:
        """The month to be planned."""
        return plans.next_period(scheme=self.scheme, today=today()) if self.scheme else today()

    @cached_property
    def last(self) -> Round | None:
        """The county's last round under the scheme."""
        scheme = self.scheme
        if scheme is None:
            return None
        return plans.last_round(area_code=scheme.area_code, scheme=scheme, before=self.period)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with the last round, or with the scheme's own numbers where there is none."""
        initial = self.get_initial() | {"period": self.period, "scheme": self.scheme}
        was: dict[str, str] = {}
        if self.last:
            initial |= plans.carried_over(self.last, self.period)
            words = plans.plan_words(self.last)
            was = {name: words[label] for name, label in LABELS.items()}
        elif self.scheme:
            initial |= {name: scheme_number(self.scheme, name) for name in NUMBERS}
            methods = [name for name, _ in Round.METHODS if name != "bulletin"]
            initial |= {"mode": Round.Mode.RANDOM, "methods": methods}
        return super().get_form_kwargs() | {
            "schemes": self.schemes,
            "initial": initial,
            "was": was,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the other schemes to plan by."""
        others = [scheme for scheme in self.schemes if scheme != self.scheme]
        return super().get_context_data(scheme=self.scheme, other_schemes=others, **kwargs)

    def keep(self, form: RoundForm) -> Round:
        """Plan the month; the strengths of its checks are those of the last round."""
        planned = plan_round(
            **form.cleaned_data,
            exclusions=self.left_out(),
            strengths=self.last.strengths if self.last else {},
            by=person(self.request),
        )
        messages.success(self.request, "期次已制定。下一步：核对抽签名单并封存。")
        return planned


class RoundEditView(RoundMixin, PlanMixin):
    """Change a planned round before its pool is sealed."""

    title = "修改计划"
    form_class = PlanForm

    def get_exclusions(self) -> list[dict[str, str]]:
        """Give the round's own exclusions."""
        return plans.carried_exclusions(self.round, dict(self.units))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Fill the form with the round."""
        schemes = Scheme.objects.filter(pk=self.round.scheme_id)
        return super().get_form_kwargs() | {"schemes": schemes, "instance": self.round}

    def keep(self, form: RoundForm) -> Round:
        """Change the plan."""
        fixed = {"scheme", "period"}
        plan = {name: value for name, value in form.cleaned_data.items() if name not in fixed}
        fresh = Round.objects.get(pk=self.round.pk)
        changed = change_plan(
            round=fresh, exclusions=self.left_out(), by=person(self.request), **plan
        )
        messages.success(self.request, "计划已修改。")
        return changed
