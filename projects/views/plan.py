"""年度计划: a year's targets by place, handed down in one table; and the special programmes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts.errors import RuleBroken
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from households.models import Area
from projects import selectors
from projects.forms.plan import TargetTableForm
from projects.selectors.names import names_of
from projects.selectors.plan import changes_of
from projects.services import set_targets, targets_from_register
from projects.views.frame import frame, plan_year_or_404

_FIGURES = (("villages", "村"), ("households", "户"), ("persons", "人"))


def plan_url(year: int, code: str = "") -> str:
    """Give the address of a place's plan."""
    query = f"?year={year}&area={code}" if code else f"?year={year}"
    return reverse("projects:plan") + query


class PlanView(PageMixin, PermissionRequiredMixin, TemplateView):
    """The plan of a year: targets, whether the parts add up, who set them."""

    title = "年度计划"
    permission_required = "projects.view_annualtarget"
    template_name = "projects/plan.html"

    def place(self) -> str:
        """Give the place of ?area=, inside the user's area; his own unless asked."""
        user, asked = person(self.request), self.request.GET.get("area", "")
        if not asked:
            return user.area_code
        return get_object_or_404(Area.objects.visible_to(user), pk=asked).code

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the place's plan of the year and its history."""
        user = person(self.request)
        shared = frame(self.request, "plan", selectors.years_of(user))
        plan = selectors.plan_of(user, year=shared["year"], code=self.place())
        changes = list(changes_of(user, year=plan.year, code=plan.code))
        names = names_of(event.area_code for event in changes)
        return super().get_context_data(
            plan=plan,
            changes=[_change(event, names) for event in changes],
            up=_up(user.area_code, plan.code),
            **shared,
            **kwargs,
        )


def _up(own: str, code: str) -> str:
    """Give the place above, if the reader sees it."""
    above = code[:-3] if len(code) > len(own) and code else ""
    return above if len(above) >= len(own) else ""


def _change(event: Any, names: dict[str, str]) -> dict[str, Any]:
    """Give one line of the history in words."""
    was = event.detail.get("was") or [0, 0, 0]
    moved = [
        f"{before}{unit} → {event.detail[key]}{unit}"
        for (key, unit), before in zip(_FIGURES, was, strict=True)
        if before != event.detail[key]
    ]
    place = names.get(event.area_code, event.area_code)
    return {"at": event.at, "by": event.actor, "place": place, "text": "，".join(moved)}


class TargetPlaceMixin(PageMixin, PermissionRequiredMixin):
    """A page that sets targets of a county or township and of the places below it."""

    permission_required = "projects.change_annualtarget"
    request: HttpRequest
    kwargs: dict[str, Any]

    def place(self) -> Area:
        """Give the county or township of the address, inside the user's area."""
        visible = Area.objects.visible_to(person(self.request))
        return get_object_or_404(visible.exclude(level="village"), pk=self.kwargs["code"])


class TargetSetView(TargetPlaceMixin, ServiceFormView):
    """Hand a place's targets down: one table, sums told while typing."""

    title = "分解任务"
    form_class = TargetTableForm
    template_name = "projects/target_table.html"

    @cached_property
    def plan(self) -> selectors.Plan:
        """The plan of the place as it stands when the page is asked for."""
        area, year = self.place(), plan_year_or_404(self.kwargs["year"])
        return selectors.plan_of(person(self.request), year=year, code=area.code)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the plan."""
        return super().get_form_kwargs() | {"plan": self.plan}

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the plan."""
        return [("年度计划", plan_url(self.plan.year, self.plan.code))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the plan and the way back."""
        back = plan_url(self.plan.year, self.plan.code)
        return super().get_context_data(plan=self.plan, cancel_url=back, **kwargs)

    def form_valid(self, form: TargetTableForm) -> HttpResponse:
        """Set what was changed, or say why not; sums that differ are saved and said so."""
        rows, seen = form.typed()
        user = person(self.request)
        set_targets(year=self.plan.year, rows=rows, by=user, seen=seen)
        _tell(self.request, selectors.plan_of(user, year=self.plan.year, code=self.plan.code))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the plan of that place."""
        return plan_url(self.plan.year, self.plan.code)


def _tell(request: HttpRequest, plan: selectors.Plan) -> None:
    """Say that the plan is saved, and whether its parts add up."""
    if plan.balanced or plan.whole is None:
        messages.success(request, "任务已保存。")
        return
    words = "、".join(gap.text for gap in plan.whole.part_gaps)
    messages.warning(
        request, f"任务已保存，但尚未平衡：{words.replace('各村之和', '各部分之和')}。"
    )


class TargetsFillView(TargetPlaceMixin, View):
    """Set the village targets of a place to what the register has marked."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, year: int, code: str) -> HttpResponse:
        """Ask the service; a refusal is told above the plan."""
        area, year = self.place(), plan_year_or_404(year)
        try:
            done = targets_from_register(year=year, area_code=area.code, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已按底册填报{len(done)}个村的任务。")
        return redirect(plan_url(year, area.code))


class ProgrammeListView(PageMixin, PermissionRequiredMixin, TemplateView):
    """The special programmes of a year and their lead units."""

    title = "扶贫专项"
    permission_required = "projects.view_programme"
    template_name = "projects/programme_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the year's programmes."""
        user = person(self.request)
        shared = frame(self.request, "programme_list", selectors.programme_years(user))
        programmes = selectors.programmes_of(user, year=shared["year"])
        return super().get_context_data(programmes=programmes, **shared, **kwargs)
