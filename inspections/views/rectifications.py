"""Pages of rectification: the list under order, plan, reply, verification, close-out."""

from typing import Any

from django.db.models import QuerySet

from accounts import clock
from accounts.pages import person
from inspections.forms.rectifications import (
    CloseForm,
    PlanForm,
    ReplyForm,
    SendBackForm,
    VerifyForm,
)
from inspections.models import Problem
from inspections.selectors import problems as read
from inspections.selectors.replies import needs_own_visit, shown_replies
from inspections.selectors.requests import undecided_of
from inspections.services.rectifications import close_problem, send_back, start_rectification
from inspections.services.replies import reply_with_files
from inspections.services.verifications import verify_with_files
from inspections.views.problems import ProblemActionView, ProblemList


class RectificationList(ProblemList):
    """Problems under an order, with their days."""

    title = "整改"
    permission_required = "inspections.view_rectificationorder"
    template_name = "inspections/rectification_list.html"

    def counted(self) -> "QuerySet[Problem]":
        """Keep what has an order."""
        return Problem.objects.visible_to(person(self.request)).under_order()

    def counts(self) -> dict[str, int]:
        """The figures of the cards: what is still to be done."""
        return read.open_counts(self.counted(), on=clock.today())


class ProblemPlan(ProblemActionView):
    """Write down who rectifies, by what and until when; again, it corrects the plan."""

    title, submit, done = "整改计划", "保存计划", "整改计划已保存，问题进入整改。"
    permission_required = "inspections.reply_rectification"
    form_class = PlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the problem and the day to the form."""
        return super().get_form_kwargs() | {"problem": self.problem, "on": clock.today()}

    def act(self, **given: Any) -> None:
        """Plan."""
        user, now = person(self.request), clock.now()
        start_rectification(problem=self.problem, by=user, at=now, **given)


class ProblemReply(ProblemActionView):
    """Report a rectification with evidence."""

    title, submit, done = "报送整改情况", "报送", "整改情况已报送，等待复核。"
    permission_required = "inspections.reply_rectification"
    form_class = ReplyForm
    template_name = "inspections/problem_reply.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show how the reply before was judged, and what the reply would take back."""
        replies, undecided = shown_replies(self.problem)[:1], undecided_of(self.problem)
        return super().get_context_data(replies=replies, undecided=undecided, **kwargs)

    def act(self, **given: Any) -> None:
        """Store the evidence and reply."""
        files = given.pop("evidence")
        by_gate = {gate: given.pop(name) for gate, name in ReplyForm.gates.items()}
        reply_with_files(
            problem=self.problem,
            files=files,
            gate_files=by_gate,
            by=person(self.request),
            at=clock.now(),
            **given,
        )


class ProblemVerify(ProblemActionView):
    """Judge a reply by the three gates."""

    title, submit, done = "复核整改", "提交复核", "复核意见已提交。"
    permission_required = "inspections.verify_rectification"
    form_class = VerifyForm
    template_name = "inspections/problem_verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is judged, and whether one must have been there."""
        replies = shown_replies(self.problem)
        must_visit = needs_own_visit(self.problem, on=clock.today())
        context = super().get_context_data(must_visit=must_visit, replies=replies[1:], **kwargs)
        form = context["form"]
        context["current"] = replies[0] if replies else None
        context["gates"] = [
            (gate, form[gate.name], form[VerifyForm.notes[gate.name]])
            for gate in (replies[0].gates if replies else ())
        ]
        return context

    def act(self, **given: Any) -> None:
        """Verify or send back."""
        files = given.pop("photos")
        user, now = person(self.request), clock.now()
        verify_with_files(problem=self.problem, files=files, by=user, at=now, **given)


class ProblemClose(ProblemActionView):
    """Close a verified problem."""

    title, submit, done = "销号", "销号", "问题已销号。"
    confirm = "销号后问题封存，不能再改。确定？"
    permission_required = "inspections.close_problem"
    form_class = CloseForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is closed."""
        return super().get_context_data(replies=shown_replies(self.problem)[:1], **kwargs)

    def act(self, **given: Any) -> None:
        """Close."""
        on = clock.today()
        close_problem(problem=self.problem, by=person(self.request), on=on, **given)


class ProblemSendBack(ProblemActionView):
    """Refuse the close-out of a verified problem."""

    title, submit, done = "销号退回", "退回整改", "已退回责任单位继续整改。"
    permission_required = "inspections.close_problem"
    form_class = SendBackForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what is sent back."""
        return super().get_context_data(replies=shown_replies(self.problem)[:1], **kwargs)

    def act(self, **given: Any) -> None:
        """Send back."""
        user, now = person(self.request), clock.now()
        send_back(problem=self.problem, by=user, at=now, **given)
