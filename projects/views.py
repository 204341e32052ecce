"""目标与专项: the annual plan by township and the special programmes."""

import re
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import PageMixin, person
from households.models import Area
from projects import selectors
from projects.forms import TargetForm
from projects.models import AnnualTarget
from projects.services import TargetRow, set_targets

_YEAR = re.compile(r"20[0-9]{2}")


class PlanView(PageMixin, PermissionRequiredMixin, TemplateView):
    """The plan of a year: targets, whether the parts add up, the programmes."""

    title = "目标与专项"
    permission_required = "projects.view_annualtarget"
    template_name = "projects/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the year's plan; ?year= asks for another year."""
        user = person(self.request)
        years = selectors.years_of(user)
        asked = _YEAR.fullmatch(self.request.GET.get("year", ""))
        latest = years[0] if years else clock.today().year
        year = int(asked[0]) if asked else latest
        here = reverse("projects:plan")
        tabs = [(f"{each}年", f"{here}?year={each}", each == year, None) for each in years]
        programmes = selectors.programmes_of(user, year=year)
        return super().get_context_data(
            plan=selectors.plan_of(user, year=year), programmes=programmes, tabs=tabs, **kwargs
        )


class TargetSetView(PageMixin, PermissionRequiredMixin, FormView):
    """Set the target of a county or township for a year."""

    title = "下达年度任务"
    permission_required = "projects.change_annualtarget"
    form_class = TargetForm
    template_name = "projects/target_form.html"

    def place(self) -> Area:
        """Give the county or township of the address, inside the user's area."""
        visible = Area.objects.visible_to(person(self.request))
        return get_object_or_404(visible.exclude(level="village"), pk=self.kwargs["code"])

    def get_initial(self) -> dict[str, Any]:
        """Show the target there is."""
        target = AnnualTarget.objects.visible_to(person(self.request)).filter(
            area_code=self.place().code, year=self.kwargs["year"]
        )
        figures = target.values("villages", "households", "persons").first()
        return dict(figures or {"villages": 0, "households": 0, "persons": 0})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the place and the year."""
        url = self.get_success_url()
        return super().get_context_data(
            cancel_url=url,
            crumbs=[("目标与专项", url)],
            form_title=f"{self.place().short_name} {self.kwargs['year']}年",
            **kwargs,
        )

    def form_valid(self, form: TargetForm) -> HttpResponse:
        """Set the target, or say why not."""
        row = TargetRow(area_code=self.place().code, **form.cleaned_data)
        try:
            set_targets(year=self.kwargs["year"], rows=[row], by=person(self.request))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Return to the plan of that year."""
        return f"{reverse('projects:plan')}?year={self.kwargs['year']}"
