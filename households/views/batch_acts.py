"""What a person does to an upload: answers, applies it, takes it back."""

from collections.abc import Collection
from typing import Any, ClassVar

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
from households.services.imports import CHECKED_AGAIN, answer_batch, revert_batch
from households.tasks import ask_for_apply, ask_for_check
from households.views.batches import BatchMixin

State = RegisterBatch.State


class ActMixin(BatchMixin):
    """The page of an act that only some states allow; from any other it leads back to the file."""

    permission_required = "households.change_registerbatch"
    states: ClassVar[Collection[str]] = ()
    act = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or say on the file's own page why there is nothing to do."""
        if self.batch.state in self.states:
            return super().get(request, *args, **kwargs)  # type: ignore[misc]  # the view beside it
        messages.error(request, f"这份文件{self.batch.get_state_display()}，不能{self.act}。")
        return HttpResponseRedirect(self.page)


class BatchAnswerView(ActMixin, ServiceFormView):
    """Answer a file's questions, or choose another of its sheets; the file is checked again."""

    title = "回答提问"
    states = CHECKED_AGAIN
    act = "重新核对"
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


class BatchPartialView(ActMixin, ApplyMixin, TemplateView):
    """Confirm that the rejected rows stay out, and apply the rest."""

    title = "只导入合格的户"
    states = (State.STAGED,)
    act = "应用"
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


class BatchRevertView(ActMixin, ServiceFormView):
    """Take an applied file back as a whole, with a reason."""

    title = "撤回导入"
    states = (State.APPLIED,)
    act = "撤回：只有已应用的导入可以撤回"
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
