"""更正补充: what an issued document said wrong, put right by a supplement."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import person
from reports.composing import facts_of
from reports.documents.supplement import Correction
from reports.forms.flow import CorrectionsForm
from reports.models import Bulletin
from reports.services.supplements import begin_supplement
from reports.views.flow import BulletinActView


class CorrectView(BulletinActView):
    """Begin the supplement of an issued document, or write one's corrections anew."""

    code = "correct"
    form_class = CorrectionsForm
    template_name = "reports/bulletin_correct.html"
    note = (
        "原件封存不变。更正补充通报按同样程序送审、签发，另行编号，印发范围与原件相同；"
        "原件页面将注明由哪一号更正。"
    )

    @property
    def original(self) -> Bulletin:
        """The document that is corrected."""
        return self.bulletin.corrects or self.bulletin

    def get_initial(self) -> dict[str, Any]:
        """Show what a draft holds."""
        if self.bulletin.corrects_id is None:
            return {}
        return CorrectionsForm.initial_of(facts_of(self.bulletin).corrections)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the document that is corrected."""
        return super().get_context_data(original=self.original, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Draft it and go to it."""
        held = self.bulletin if self.bulletin.corrects_id else None
        if held is not None and held.state != Bulletin.State.DRAFT:
            raise RuleBroken("本文件已送审，退回起草后才能修改。", code="under_way")
        lines = [Correction(**line) for line in form.cleaned_data["corrections"]]
        draft = begin_supplement(
            original=self.original,
            corrections=lines,
            by=person(self.request),
            on=clock.today(),
            held=held,
        )
        messages.success(self.request, "已起草更正补充通报，请核对后送审。")
        return redirect(reverse("reports:bulletin_detail", args=[draft.pk]))
