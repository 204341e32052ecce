"""One telephone or bank account of a household in full, for a reason."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.masking import shown
from accounts.pages import ServiceFormView, person
from households.forms.postings import UnmaskForm
from households.services.unmasking import LABELS, unmask_number
from households.views.household_file import HouseholdMixin


class NumberUnmaskView(HouseholdMixin, ServiceFormView):
    """Ask for a reason, then show the one number once; the reason goes to the trail."""

    permission_required = ("households.view_household", "households.unmask_identity")
    form_class = UnmaskForm
    template_name = "households/form_page.html"

    def label(self) -> str:
        """Name the number; a field that is not unmasked is not found."""
        if self.kwargs["field"] not in LABELS:
            raise Http404
        return LABELS[self.kwargs["field"]]

    def get_title(self) -> str:
        """Say which number is shown."""
        return f"查看完整{self.label()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the household."""
        url = reverse("households:household_detail", args=[self.household().household_no])
        note = "仅显示一次，不在地址和日志中留存号码。"
        given = {"cancel_url": url, "crumbs": [("户档案", url)], "form_note": note}
        return super().get_context_data(**given, **kwargs)

    def form_valid(self, form: UnmaskForm) -> HttpResponse:
        """Answer with the number on a page of its own, or say why not."""
        household, user = self.household(), person(self.request)
        field, reason = self.kwargs["field"], form.cleaned_data["reason"]
        number = unmask_number(household=household, field=field, reason=reason, by=user)
        name = shown(household.head_name, field="name", user=user)
        context = self.get_context_data(form=form, name=name, label=self.label(), number=number)
        return render(self.request, "households/unmasked_number.html", context)
