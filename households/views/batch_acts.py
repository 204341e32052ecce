"""What a person does to an upload: answers, applies it, takes it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views import View
from django.views.generic import TemplateView

from accounts import clock
from accounts.errors import RuleBroken
from accounts.pages import ServiceFormView, person
from households.forms.batches import AnswerForm, RevertForm, SheetForm
from households.models import RegisterBatch
from households.selectors.differences import taken_back
from households.services.imports import answer_batch, revert_batch
from households.tasks import ask_for_apply, ask_for_check
from households.views.batches import BatchMixin

State = RegisterBatch.State


class BatchAnswerView(BatchMixin, ServiceFormView):
    """Answer a file's questions, or choose another of its sheets; the file is checked again."""

    title = "回答提问"
    permission_required = "households.change_registerbatch"
    template_name = "households/batch_answer.html"

    def get_form_class(self) -> type[AnswerForm]:
        """Take the questions while there are any, else the sheet alone."""
        return AnswerForm if self.batch.state == State.ASKING else SheetForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the upload to the form."""
        return super().get_form_kwargs() | {"batch": self.batch}

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        """Keep the answers and have the file checked again."""
        user, sheet = person(self.request), form.cleaned_data.get("sheet")
        batch = answer_batch(batch=self.batch, by=user, answers=form.answers, sheet=sheet)
        ask_for_check(batch=batch, by=user)
        return HttpResponseRedirect(self.page)


class ApplyMixin(BatchMixin):
    """Asking for a staged file to be applied; its page then shows the job."""

    permission_required = "households.change_registerbatch"

    def applied(self, *, partial: bool) -> HttpResponse:
        """Ask for it and show the file's page, with the refusal if there is one."""
        try:
            ask_for_apply(batch=self.batch, by=person(self.request), partial=partial)
        except RuleBroken as refusal:
            messages.error(self.request, str(refusal))
        return HttpResponseRedirect(self.page)


class BatchApplyView(ApplyMixin, View):
    """Apply all of a staged file."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the job and wake a worker, or say why not."""
        return self.applied(partial=False)


class BatchPartialView(ApplyMixin, TemplateView):
    """Confirm that the rejected rows stay out, and apply the rest."""

    title = "只导入合格的户"
    template_name = "households/batch_partial.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name how many stay out."""
        rejected = self.batch.complaints.filter(level="block").exclude(row=0)
        return super().get_context_data(
            **kwargs, batch=self.batch, first=rejected.order_by("row", "pk")[:10]
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the job and wake a worker, or say why not."""
        return self.applied(partial=True)


class BatchRevertView(BatchMixin, ServiceFormView):
    """Take an applied file back as a whole, with a reason."""

    title = "撤回导入"
    permission_required = "households.change_registerbatch"
    form_class = RevertForm
    template_name = "households/batch_revert.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what goes and what is set back."""
        goes = taken_back(self.batch)
        return super().get_context_data(**kwargs, batch=self.batch, goes=goes)

    def form_valid(self, form: RevertForm) -> HttpResponse:
        """Take it back, or say what stands against it."""
        reason = form.cleaned_data["reason"]
        revert_batch(batch=self.batch, by=person(self.request), reason=reason, at=clock.now())
        messages.success(self.request, "已撤回，登记册恢复到导入之前。")
        return HttpResponseRedirect(self.page)
