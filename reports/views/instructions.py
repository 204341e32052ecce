"""批示: writing one on a document, the list, one instruction's page, reply and close."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts import clock
from accounts.listing_pages import ListingPage
from accounts.pages import Crumb, PageMixin, ServiceFormView, person
from reports.forms.instructions import (
    CloseInstructionForm,
    EnteredInstructionForm,
    InstructionForm,
    ReplyForm,
    SendBackForm,
)
from reports.lists import INSTRUCTIONS
from reports.models import Instruction
from reports.selectors import instructions as read
from reports.selectors.reading import found_by
from reports.services.instructions import (
    answer_instruction,
    close_instruction,
    give_instruction,
    send_back_instruction,
)
from reports.views.reading import ReadMixin

TERM = timedelta(days=15)  # proposed; whoever instructs sets another


class InstructionList(ListingPage):
    """Instructions: leaders and the office see the county's, a unit its own."""

    listing = INSTRUCTIONS
    crumbs = (("阅文", "/reports/reading/"),)
    template_name = "reports/instruction_list.html"


class InstructionGive(ReadMixin, ServiceFormView):
    """A leader writes on the document, or the office enters what a leader wrote."""

    permission_required = ("reports.view_bulletin", "reports.view_instruction")
    template_name = "reports/instruction_form.html"

    def has_permission(self) -> bool:
        """Leaders and the office only."""
        user = person(self.request)
        return super().has_permission() and any(map(user.has_perm, (read.GIVE, read.ENTER)))

    def get_title(self) -> str:
        """Say what is done here."""
        return "登记批示" if self.enters else "批示"

    @property
    def enters(self) -> bool:
        """Whether it is the office that enters another's words."""
        return not person(self.request).has_perm(read.GIVE)

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the document."""
        here = reverse("reports:reading_detail", args=[self.bulletin.pk])
        return [*super().get_crumbs(), (self.bulletin.title, here)]

    def get_form_class(self) -> type[InstructionForm]:
        """Ask the office for name and day as well."""
        return EnteredInstructionForm if self.enters else InstructionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units that can answer; propose the days."""
        today = clock.today()
        initial = {"given_on": today, "due_on": today + TERM}
        units = read.able_units(self.bulletin.area_code)
        return super().get_form_kwargs() | {"units": units, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the document."""
        return super().get_context_data(bulletin=self.bulletin, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Give it."""
        made = give_instruction(
            bulletin=self.bulletin, by=person(self.request), **form.cleaned_data
        )
        messages.success(self.request, f"已登记，已通知{made.unit}办理。")
        return redirect("reports:instruction_detail", pk=made.pk)


class InstructionMixin(PageMixin, PermissionRequiredMixin):
    """A page about one instruction the user may see; 404 where it is hidden or not there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission_required: Any = "reports.view_instruction"

    @cached_property
    def asked(self) -> Instruction:
        """The instruction of the address."""
        seen = Instruction.objects.visible_to(person(self.request))
        joined = seen.select_related("unit", "entered_by", "replied_by", "closed_by")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        """Name the leader."""
        return f"{self.asked.leader}批示"

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the list."""
        return [("批示办理", reverse("reports:instruction_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the instruction, and its document where that may be read."""
        asked, user = self.asked, person(self.request)
        seen = found_by(user).filter(pk=asked.bulletin_id)
        return super().get_context_data(
            asked=asked,
            document=seen.first(),
            late=read.is_late(asked, on=clock.today()),
            steps=asked.steps.select_related("by").order_by("-pk"),
            may_answer=read.may_answer(asked, user),
            may_close=read.may_close(asked, user),
            **kwargs,
        )


class InstructionDetail(InstructionMixin, TemplateView):
    """What was written, who answers, what came of it."""

    template_name = "reports/instruction_detail.html"


class InstructionActView(InstructionMixin, ServiceFormView):
    """One act on an instruction: a form, one service, back to it."""

    template_name = "reports/instruction_act.html"
    submit, done, confirm = "确定", "已办理。", ""

    def get_title(self) -> str:
        """Say what is done here."""
        return self.title

    def get_crumbs(self) -> list[Crumb]:
        """Lead back to the instruction."""
        return [*super().get_crumbs(), (f"{self.asked.leader}批示", self.get_success_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the button and of the question asked before it."""
        return super().get_context_data(submit=self.submit, confirm=self.confirm, **kwargs)

    def get_success_url(self) -> str:
        """Go back to the instruction."""
        return reverse("reports:instruction_detail", args=[self.asked.pk])

    def act(self, **given: Any) -> None:
        """Hand what was typed to the service."""
        raise NotImplementedError  # each act names its service

    def form_valid(self, form: Any) -> HttpResponse:
        """Act; a refusal is shown above the form."""
        self.act(instruction=self.asked, by=person(self.request), **form.cleaned_data)
        messages.success(self.request, self.done)
        return super().form_valid(form)


class InstructionAnswer(InstructionActView):
    """Reply for the unit."""

    title, submit, done = "反馈办理情况", "提交反馈", "已反馈，等待目督办办结。"
    form_class = ReplyForm
    RIGHTS: ClassVar = read.ANSWERS

    def has_permission(self) -> bool:
        """Whoever may answer for a unit."""
        user = person(self.request)
        return super().has_permission() and any(map(user.has_perm, self.RIGHTS))

    def get_initial(self) -> dict[str, Any]:
        """Give a reply that was sent back, to be put right."""
        return {"reply": self.asked.reply}

    def act(self, **given: Any) -> None:
        """Reply."""
        answer_instruction(**given)


class InstructionClose(InstructionActView):
    """Close the reply."""

    title, submit, done = "办结", "办结", "已办结。"
    confirm = "办结后不能再改。确定办结？"
    permission_required = ("reports.view_instruction", read.ENTER)
    form_class = CloseInstructionForm

    def act(self, **given: Any) -> None:
        """Close."""
        close_instruction(**given)


class InstructionSendBack(InstructionActView):
    """Send the reply back."""

    title, submit, done = "退回", "退回", "已退回，已通知承办单位重新反馈。"
    permission_required = ("reports.view_instruction", read.ENTER)
    form_class = SendBackForm

    def act(self, **given: Any) -> None:
        """Send back."""
        send_back_instruction(**given)
