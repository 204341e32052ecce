"""The checks a round's checklists make, and how strictly the round takes each."""

from typing import NamedTuple

from django.db.models import Q

from inspections.models import Assignment, Checklist, Question, Round, Visit

CONSTRAINT, WARNING = "constraint", "warning"
USUAL = {CONSTRAINT: Round.Strength.BLOCK, WARNING: Round.Strength.EXPLAIN}


class CheckLine(NamedTuple):
    """A check: `key` as Round.strengths holds it, its words, its usual and its own strength."""

    key: str
    kind: str
    section: str
    item: str
    label: str
    message: str
    usual: str
    strength: str


def check_lines(round_: Round) -> list[CheckLine]:
    """The checks of the scheme's checklists and of those that were handed out, in order."""
    used = Assignment.objects.filter(round=round_).order_by().values("checklist")
    lists = Checklist.objects.filter(Q(scheme=round_.scheme_id) | Q(pk__in=used))
    questions = Question.objects.filter(checklist__in=lists).exclude(constraint="", warning="")
    ordered = list(questions.select_related("checklist").order_by("checklist", "position"))
    several = len({question.checklist_id for question in ordered}) > 1
    return [
        line
        for question in ordered
        for line in _lines(question, round_, _section(question, several=several))
    ]


def _section(question: Question, *, several: bool) -> str:
    """A question's part of its checklist, which is named where there are several."""
    section = question.section or question.checklist.title
    return f"{question.checklist.title} · {section}" if several else section


def _lines(question: Question, round_: Round, section: str) -> list[CheckLine]:
    """The one or two checks of a question."""
    made = []
    rules = {
        CONSTRAINT: (question.constraint, question.constraint_message),
        WARNING: (question.warning, question.warning_message),
    }
    for kind, (rule, message) in rules.items():
        if rule:
            key = f"{question.name}.{kind}"
            usual = USUAL[kind].value
            made.append(
                CheckLine(
                    key=key,
                    kind=kind,
                    section=section,
                    item=question.item,
                    label=question.label,
                    message=message or rule,
                    usual=usual,
                    strength=str(round_.strengths.get(key, usual)),
                )
            )
    return made


def may_set_strengths(round_: Round) -> bool:
    """Whether no form of the round was handed in yet; a returned one was."""
    if round_.state == Round.State.DONE:
        return False
    visits = Visit.objects.filter(round=round_)
    return not visits.filter(Q(state__in=Visit.SEALED) | Q(edition__gt=1)).exists()
