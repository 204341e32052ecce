"""The page on which one person proposes that a draw be annulled and another confirms it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.errors import RuleBroken
from accounts.pages import ServiceFormView, person
from inspections.forms.rounds import ReasonForm
from inspections.services.draws import annul_draw, drop_annulment, propose_annulment
from inspections.views.draws import DrawMixin

CONFIRMED = "该签已作废并留存。可以重新封存名单。"
DROPPED = "作废提请已撤销，该签继续有效。"


class DrawAnnulView(DrawMixin, PermissionRequiredMixin, ServiceFormView):
    """Propose with a reason that a draw be annulled; another person confirms or drops it."""

    title = "作废抽签"
    permission_required = "inspections.annul_draw"
    form_class = ReasonForm
    template_name = "inspections/draw_annul.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose proposal waits."""
        own = self.draw.annul_proposed_by_id == person(self.request).pk
        return super().get_context_data(is_own=own, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm or drop what waits, or else propose."""
        acts = {"confirm": (annul_draw, CONFIRMED), "drop": (drop_annulment, DROPPED)}
        if request.POST.get("act") not in acts:
            return super().post(request, *args, **kwargs)
        act, told = acts[request.POST["act"]]
        try:
            act(draw=self.draw, by=person(request))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("inspections:draw_annul", self.draw.pk)
        messages.success(request, told)
        return redirect(self.get_success_url())

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        """Propose through the service; a refusal is shown above the form."""
        by, reason = person(self.request), form.cleaned_data["reason"]
        propose_annulment(draw=self.draw, by=by, reason=reason)
        messages.success(self.request, "已提请作废，由另一人确认后生效。")
        return super().form_valid(form)
