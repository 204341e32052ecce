"""Pages of a 回头看 lot: the sealed list, the public seed, the drawn list to be replayed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from accounts.scope import COUNTY
from inspections.forms.look_backs import LotForm, LotSeedForm
from inspections.models import LookBackDraw
from inspections.selectors import look_backs as read
from inspections.services.look_back_draws import hold_look_back_draw, seal_look_back_draw
from inspections.views.look_backs import TERM, look_back_crumbs

PLANS = "inspections.plan_look_back"


class LookBackSeal(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """Seal the list of closed problems a lot is drawn from."""

    title = "随机抽取回头看：封存名单"
    permission_required = PLANS
    form_class = LotForm
    template_name = "inspections/look_back_seal.html"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return look_back_crumbs()

    def get_initial(self) -> dict[str, Any]:
        """Propose the year so far."""
        on = clock.today()
        return {"closed_from": on.replace(month=1, day=1), "closed_to": on, "take": 3}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many closed problems there are to draw from."""
        rows = read.to_look_back(person(self.request))
        return super().get_context_data(available=rows.count(), **kwargs)

    def form_valid(self, form: LotForm) -> HttpResponse:
        """Seal; a refusal is shown above the form."""
        user, given = person(self.request), form.cleaned_data
        county = user.area_code[:COUNTY]
        draw = seal_look_back_draw(
            area_code=county, pick=form.pick(), take=given["take"], by=user, at=clock.now()
        )
        messages.success(self.request, f"{draw}名单已封存，请公布封签后录入种子。")
        return redirect("inspections:look_back_draw", draw.pk)


class LookBackDrawPage(PageMixin, PermissionRequiredMixin, ServiceFormView):
    """One lot: seal and proof, the form for its seed, then the drawn list."""

    permission_required = PLANS
    form_class = LotSeedForm
    template_name = "inspections/look_back_draw.html"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def draw(self) -> LookBackDraw:
        """The lot of the address; 404 where it is another county's or not there."""
        seen = LookBackDraw.objects.visible_to(person(self.request))
        rows = seen.select_related("by", "drawn_by").prefetch_related("look_backs__problem")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Give the number."""
        return str(self.draw)

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return look_back_crumbs()

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the county's inspectors; propose a day."""
        on = clock.today()
        more = {"people": read.inspectors_for(self.draw.area_code), "on": on}
        return super().get_form_kwargs() | more | {"initial": {"due_on": on + TERM}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the proof, the sealed list and what was drawn of it."""
        draw = self.draw
        return super().get_context_data(
            draw=draw,
            words=read.words_of(draw),
            proof=read.proof_of(draw),
            originals=read.originals_of(draw),
            frame=draw.frame.splitlines(),
            lines=read.lines_of(draw),
            replays=bool(draw.seed) and read.replays(draw),
            **kwargs,
        )

    def form_valid(self, form: LotSeedForm) -> HttpResponse:
        """Draw; a refusal is shown above the form."""
        user, now = person(self.request), clock.now()
        try:
            made = hold_look_back_draw(draw=self.draw, by=user, at=now, **form.cleaned_data)
        except RuleBroken:
            self.draw.refresh_from_db()
            raise
        messages.success(self.request, f"已抽出{len(made)}个问题并通知回访人。")
        return redirect("inspections:look_back_draw", self.draw.pk)
