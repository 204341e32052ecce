"""One part of a visit's form: shown, saved by its button, saved by its script."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts.clock import now, today
from accounts.errors import RuleBroken
from accounts.pages import person
from inspections.checklists import from_post, read_answers
from inspections.forms.answers import items_of
from inspections.selectors.progress import Part, parts_of
from inspections.selectors.visits import Form, questions_for, register_panel
from inspections.services.saving import AnswersRefused, save_answers
from inspections.views.visits import DraftMixin

PAGE_KEY = 16  # characters that name one opened page


class SectionMixin(DraftMixin):
    """One part of a draft, shown or saved."""

    @cached_property
    def part(self) -> Part:
        """The part of the address; 404 for one the unit is not asked."""
        for part in parts_of(self.form):
            if part.code == self.kwargs["section"]:
                return part
        raise Http404

    def save(self) -> None:
        """Save what was posted; raises what the service raises.

        A page that made the last save itself is never in conflict with it: the answer to an
        automatic save may still be on its way when the next one is sent.
        """
        post = self.request.POST
        page = post.get("page", "")[:PAGE_KEY]
        posted = post.get("version", "")
        version = int(posted) if posted.isascii() and posted.isdigit() else -1
        if page and self.visit.last_save_key.startswith(f"{page}:"):
            version = self.visit.version
        save_answers(
            visit=self.visit,
            answers=from_post(dict(post.lists()), questions_for(self.visit)),
            version=version,
            by=person(self.request),
            request_key=f"{page}:{version}" if page else None,
        )

    def reread(self) -> Form:
        """Read the form again after a save."""
        self.__dict__.pop("form", None)
        self.__dict__.pop("part", None)
        return self.form

    def failing(self) -> dict[str, str]:
        """What each failing answer of the form will be recorded as."""
        return {q.name: f"将记为问题：{self.form.fact(q)}" for q in self.form.failing}


class VisitSectionView(SectionMixin, TemplateView):
    """One part of the form a screen; works without a script as well."""

    template_name = "inspections/visit_section.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the questions of the part and the neighbours."""
        form, part = self.form, self.part
        items = items_of(
            part.questions,
            asked=form.standing.asked,
            replies=form.replies,
            reckoned=form.standing.reckoned,
            errors=kwargs.get("errors", {}),
            failing=self.failing(),
            post=kwargs.pop("typed", None),
        )
        return super().get_context_data(
            part=part,
            items=items,
            panel=register_panel(
                self.visit, person(self.request), on=self.visit.visited_on or today()
            ),
            page_key=uuid4().hex[:PAGE_KEY],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the part and go on; a refusal leaves what was typed on the page."""
        asked_before = {question.name for question in self.form.standing.asked}
        try:
            self.save()
        except AnswersRefused as refusal:
            return self.shown_again(refusal.errors)
        except RuleBroken as refusal:
            return self.in_conflict(str(refusal))
        self.reread()
        new = [q for q in self.part.missing if q.name not in asked_before]
        if new:
            messages.info(request, f"按您的答案，本部分新增{len(new)}项，请接着填写。")
            return redirect("inspections:visit_section", self.visit.pk, self.part.code)
        return redirect(self.next_url())

    def next_url(self) -> str:
        """Where the pressed button leads: the part before, the next one, or submitting."""
        code = self.part.before if self.request.POST.get("go") == "before" else self.part.after
        if not code:
            return reverse("inspections:visit_submit", args=[self.visit.pk])
        return reverse("inspections:visit_section", args=[self.visit.pk, code])

    def shown_again(self, errors: dict[str, str]) -> HttpResponse:
        """Show the part with its errors beside the questions and what was typed in them."""
        self.reread()
        typed = dict(self.request.POST.lists())
        told = f"有{len(errors)}项填写有误，请按提示更正；其余已保存。"
        context = self.get_context_data(errors=errors, typed=typed, refusal=told)
        return self.render_to_response(context, status=422)

    def in_conflict(self, message: str) -> HttpResponse:
        """Show what was typed beside what somebody else has saved in between."""
        self.visit.refresh_from_db(fields=["version", "state", "last_save_key"])
        form, typed = self.reread(), dict(self.request.POST.lists())
        saved = {name: form.said(question).text for name, question in form.questions.items()}
        mine, wrong = read_answers(form.questions, from_post(typed, form.questions), {})
        differs = [name for name, reply in mine.items() if reply != form.replies.get(name)]
        errors = {name: f"现已保存的答案：{saved[name]}" for name in [*differs, *wrong]}
        told = f"{message}再次保存将以本页为准。"
        context = self.get_context_data(errors=errors, typed=typed, refusal=told)
        return self.render_to_response(context, status=409)


class VisitSaveView(SectionMixin, View):
    """The same save for the page's script: JSON in answer."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Save and say what is wrong, what fails, how far the form is."""
        errors: dict[str, str] = {}
        try:
            self.save()
        except AnswersRefused as refusal:
            errors = refusal.errors
        except RuleBroken as refusal:
            return JsonResponse({"conflict": True, "message": str(refusal)}, status=409)
        form = self.reread()
        return JsonResponse(
            {
                "ok": True,
                "version": self.visit.version,
                "saved_at": f"{now():%H:%M}",
                "errors": {name: [reason] for name, reason in errors.items()},
                "failing": self.failing(),
                "done": form.done,
                "total": form.total,
                "asked": [question.name for question in form.standing.asked],
                "parts": {part.code: [part.done, part.total] for part in parts_of(form)},
            }
        )
