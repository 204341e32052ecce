"""Weighing a save against what is stored: what would be written, what is wrong or in conflict."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts import clock
from inspections.answers import GIVEN, AnswerError, Reply
from inspections.checklists import read_answers
from inspections.merging import Conflict, disputed
from inspections.models import Question, Visit
from inspections.selectors.visits import questions_for, repeats_for, replies_of, thresholds
from inspections.sent import Sent
from inspections.visit_rows import merged

ROWS = "rows"  # where what is wrong with the rows of a repeat group is told

Replies = dict[str, Reply | None]


@dataclass
class Kept:
    """What became of a save: the version it made, what was not kept, the answers as they stand."""

    version: int
    questions: Mapping[str, Question]
    replies: dict[str, Reply]
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    repeated: bool = False


@dataclass
class Plan:
    """What a save would write over what is stored now."""

    questions: Mapping[str, Question]
    stored: dict[str, Reply]
    replies: Replies
    errors: dict[str, str]
    conflicts: dict[str, Conflict]
    rows: dict[str, list[int]]
    rows_before: dict[str, list[int]]

    @property
    def rows_changed(self) -> bool:
        """Whether rows came or went."""
        return self.rows != self.rows_before

    def drops_rows(self) -> bool:
        """Whether rows went."""
        return any(
            set(numbers) - set(self.rows.get(name, ()))
            for name, numbers in self.rows_before.items()
        )

    def changes(self) -> Replies:
        """The answers that are written: what is stored already is not written again."""
        return {n: reply for n, reply in self.replies.items() if self.stored.get(n) != reply}

    def kept(self, version: int, *, repeated: bool = False) -> Kept:
        """The outcome, once it is written."""
        after = {**self.stored, **self.replies} if not repeated else self.stored
        standing = {name: reply for name, reply in after.items() if reply is not None}
        return Kept(
            version, self.questions, standing, self.errors, self.conflicts, repeated=repeated
        )


def weigh(visit: Visit, sent: Sent) -> Plan:
    """Read what is stored and find what may be written over it."""
    errors: dict[str, str] = {}
    rows, before = visit.rows, visit.rows
    if sent.rows:
        try:
            knows_all = sent.version == visit.version
            rows = merged(before, sent.rows, repeats_for(visit), knows_all=knows_all)
        except AnswerError as reason:
            errors[ROWS] = str(reason)
    visit.rows = rows
    questions = questions_for(visit)
    visit.rows = before
    stored = replies_of(visit, questions)
    replies, wrong = read_answers(
        questions,
        sent.answers,
        stored,
        visit.round.strengths,
        parameters_of(visit, questions, sent),
    )
    for name in [name for name in replies if would_drop_photos(name, questions, stored, replies)]:
        del replies[name]
    conflicts: dict[str, Conflict] = {}
    if sent.base is not None:
        moved_on = sent.version != visit.version
        conflicts = disputed(questions, replies, stored, sent.base, moved_on=moved_on)
    written = {name: reply for name, reply in replies.items() if name not in conflicts}
    return Plan(questions, stored, written, errors | wrong, conflicts, rows, before)


def would_drop_photos(
    name: str,
    questions: Mapping[str, Question],
    stored: Mapping[str, Reply],
    replies: Mapping[str, Reply | None],
) -> bool:
    """Whether an empty answer stands against photos: those are taken out one by one."""
    held = stored.get(name)
    photos = questions[name].type == Question.Type.IMAGE and held and held.status == GIVEN
    return bool(photos) and replies[name] is None


def parameters_of(
    visit: Visit, questions: Mapping[str, Question], sent: Sent
) -> Mapping[str, str]:
    """The day's thresholds, if a constraint among the answers asks for one."""
    asked = (questions[name].constraint for name in sent.answers if name in questions)
    if not any("parameter" in constraint for constraint in asked):
        return {}
    on = visit.visited_on or clock.today()
    return thresholds(scheme=visit.round.scheme, area_code=visit.area_code, on=on)
