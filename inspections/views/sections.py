"""One part of a visit's form a screen: shown, saved by its buttons; works without a script."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.clock import today
from accounts.errors import RuleBroken
from accounts.pages import person
from inspections.checklists import from_post, read_answers
from inspections.forms.answers import Item, Said, Sides, items_of
from inspections.forms.blocks import Block, blocks_of
from inspections.models import Question
from inspections.selectors.visits import register_panel, repeats_for, unexpanded
from inspections.services.saving import AnswersRefused
from inspections.services.weighing import ROWS
from inspections.views.parts import PAGE_KEY, SectionMixin
from inspections.visit_rows import merged

STAY = {"stay", "add", "drop"}  # buttons that come back to the part


class VisitSectionView(SectionMixin, TemplateView):
    """One part of the form a screen; works without a script as well."""

    template_name = "inspections/visit_section.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the questions of the part and the neighbours."""
        items = self.items(**kwargs)
        told = {**kwargs.get("errors", {}), **kwargs.get("sides", {})}
        return super().get_context_data(
            part=self.part,
            wrong=[item.question for item in items if item.question.name in told],
            blocks=self.blocks(items),
            uploads=[item.question.name for item in items if item.is_upload and item.asked],
            panel=register_panel(
                self.visit, person(self.request), on=self.visit.visited_on or today()
            ),
            urls=self.urls(),
            page_key=uuid4().hex[:PAGE_KEY],
            **kwargs,
        )

    def items(self, **told: Any) -> list[Item]:
        """The questions of the part with what is said about them."""
        form = self.form
        said = Said(
            errors=told.get("errors", {}),
            sides=told.get("sides", {}),
            failing=self.failing(),
            warnings=self.warnings(),
            known=self.known,
        )
        return items_of(
            self.part.questions,
            asked=form.standing.asked,
            replies=form.replies,
            reckoned=form.standing.reckoned,
            said=said,
            post=told.get("typed"),
        )

    def blocks(self, items: list[Item]) -> list[Block]:
        """The questions as they lie on the page."""
        return blocks_of(
            items, repeats=self.repeats(), rows=self.visit.rows, replies=self.form.replies
        )

    def repeats(self) -> dict[str, list[Question]]:
        """The repeat groups of the part with their questions as the checklist has them."""
        found: dict[str, list[Question]] = {}
        for question in unexpanded(self.visit).values():
            code = question.programme or question.section_code
            if question.repeat and code == self.part.code:
                found.setdefault(question.repeat, []).append(question)
        return found

    def urls(self) -> dict[str, str]:
        """Where the page's scripts send to; NAME and 0 stand for a question and a photo."""
        visit = reverse("inspections:visit_detail", args=[self.visit.pk])
        return {
            "sync": f"{visit}sync/",
            "form": f"{visit}form.json",
            "photo": reverse("inspections:visit_photo", args=[self.visit.pk, "NAME"]),
            "attachment": reverse("inspections:attachment", args=[0]),
        }

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
        if new and self.leads_on():
            messages.info(request, f"按您的答案，本部分新增{len(new)}项，请接着填写。")
            return redirect("inspections:visit_section", self.visit.pk, self.part.code)
        return redirect(self.next_url())

    def leads_on(self) -> bool:
        """Whether the pressed button leads away from this part."""
        post = self.request.POST
        return "take" not in post and post.get("go", "").partition(":")[0] not in STAY

    def next_url(self) -> str:
        """Where the pressed button leads: this part, the one before, the next one, submitting."""
        post = self.request.POST
        here = reverse("inspections:visit_section", args=[self.visit.pk, self.part.code])
        if "take" in post:
            return f"{here}#q-{post['take']}"
        verb, _, name = post.get("go", "").partition(":")
        if verb == "add" and self.visit.rows.get(name):
            return f"{here}#row-{name}-{self.visit.rows[name][-1]}"
        if verb in STAY:
            return here
        code = self.part.before if post.get("go") == "before" else self.part.after
        if not code:
            return reverse("inspections:visit_submit", args=[self.visit.pk])
        return reverse("inspections:visit_section", args=[self.visit.pk, code])

    def shown_again(self, errors: dict[str, str]) -> HttpResponse:
        """Show the part with its errors beside the questions and what was typed in them."""
        self.reread()
        typed = dict(self.request.POST.lists())
        told = f"有{len(errors)}项填写有误，请按提示更正；其余已保存。{errors.get(ROWS, '')}"
        context = self.get_context_data(errors=errors, typed=typed, refusal=told)
        return self.render_to_response(context, status=422)

    def in_conflict(self, message: str) -> HttpResponse:
        """Show what was typed beside what somebody else has saved in between, to choose from."""
        self.visit.refresh_from_db(fields=["version", "state", "last_save_key", "rows"])
        known = repeats_for(self.visit)
        self.visit.rows = merged(self.visit.rows, self.rows, known, knows_all=False)
        form, typed = self.reread(), dict(self.request.POST.lists())
        posted = from_post(typed, form.questions)
        mine, wrong = read_answers(form.questions, posted, {})
        differs = [name for name, reply in mine.items() if reply != form.replies.get(name)]
        sides = self.sides(typed, [*differs, *wrong])
        told = f"{message}有{len(sides)}项与现已保存的不同，逐项选好后再保存。"
        context = self.get_context_data(errors=wrong, sides=sides, typed=typed, refusal=told)
        return self.render_to_response(context, status=409)

    def sides(self, typed: dict[str, list[str]], names: list[str]) -> dict[str, Sides]:
        """Both answers in words to the questions that were answered differently."""
        form = self.form
        questions = [form.questions[name] for name in names]
        kept = items_of(
            questions, asked=(), replies=form.replies, reckoned={}, said=None, post=None
        )
        marks = dict.fromkeys(names, "typed")
        mine = items_of(
            questions, asked=(), replies={}, reckoned={}, said=Said(errors=marks), post=typed
        )
        return {
            one.question.name: Sides(one.text or "（空）", other.text or "（空）")
            for one, other in zip(mine, kept, strict=True)
        }
