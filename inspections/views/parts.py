"""What the page of one part posts: its answers, its rows, its choices between two answers."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from accounts.clock import today
from accounts.pages import person
from inspections.answers import AnswerError
from inspections.checklists import from_post
from inspections.forms.blocks import last_row
from inspections.models import Question
from inspections.repeats import rows_from_post
from inspections.selectors.progress import Part, parts_of
from inspections.selectors.register_facts import register_facts
from inspections.selectors.visits import Form, questions_for, repeats_for
from inspections.services.saving import save_answers
from inspections.views.visits import DraftMixin

PAGE_KEY = 16  # characters that name one opened page
VERSION = re.compile(r"[0-9]{1,9}")


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
        version = int(posted) if VERSION.fullmatch(posted) else -1
        if page and self.visit.last_save_key.startswith(f"{page}:"):
            version = self.visit.version
        save_answers(
            visit=self.visit,
            answers=self.answers(),
            version=version,
            by=person(self.request),
            request_key=f"{page}:{version}" if page else None,
            rows=self.rows,
        )

    @cached_property
    def rows(self) -> dict[str, list[int]]:
        """The rows of the page's repeat groups after its button; what cannot be read is left."""
        try:
            rows = rows_from_post(dict(self.request.POST.lists()), repeats_for(self.visit))
        except AnswerError:
            return {}
        verb, _, what = self.request.POST.get("go", "").partition(":")
        name, _, number = what.partition(":")
        if verb == "add" and name in rows:
            rows[name].append(max([last_row(self.visit.rows, name), *rows[name]]) + 1)
        if verb == "drop" and name in rows:
            rows[name] = [row for row in rows[name] if str(row) != number]
        return rows

    def posted_questions(self) -> Mapping[str, Question]:
        """The questions with the rows of the page, stored or only just added on it."""
        stored = self.visit.rows
        self.visit.rows = {**stored, **self.rows}
        try:
            return questions_for(self.visit)
        finally:
            self.visit.rows = stored

    def answers(self) -> dict[str, Any]:
        """The posted answers; not those that shall stay as somebody else saved them."""
        posted = dict(self.request.POST.lists())
        answers = from_post(posted, self.posted_questions())
        theirs = [name for name in answers if posted.get(f"{name}__side") == ["theirs"]]
        answers = {name: raw for name, raw in answers.items() if name not in theirs}
        if (taken := self.request.POST.get("take")) in self.known:
            answers[taken] = self.known[taken]
        return answers

    @cached_property
    def known(self) -> dict[str, Any]:
        """What the register says, by question."""
        return register_facts(self.visit, on=self.visit.visited_on or today())

    def reread(self) -> Form:
        """Read the form again after a save."""
        self.__dict__.pop("form", None)
        self.__dict__.pop("part", None)
        return self.form

    def failing(self) -> dict[str, str]:
        """What each failing answer of the form will be recorded as."""
        return {q.name: f"将记为问题：{self.form.fact(q)}" for q in self.form.failing}

    def warnings(self) -> dict[str, str]:
        """What each raised check says."""
        return {check.question.name: check.message for check in self.form.checks}
