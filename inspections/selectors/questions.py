"""The questions of a published checklist, kept in memory: a published version never changes.

What is given here is shared by all requests of a process and is only read.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from inspections.checklists import asked_of
from inspections.models import Question

CHECKLISTS, KINDS = 16, 48  # kept in memory; about 1 MB for each checklist


def asked_questions(
    checklist_id: int, *, kind: str, unit_names: frozenset[str] = frozenset()
) -> Mapping[str, Question]:
    """The questions a checklist puts to a kind of unit by name, in order; one query at first."""
    return _asked(checklist_id, kind, unit_names)


def forget_questions() -> None:
    """Read every checklist anew; for a process that has rolled back or replaced its database."""
    _asked.cache_clear()
    _questions.cache_clear()


@lru_cache(maxsize=CHECKLISTS)
def _questions(checklist_id: int) -> tuple[Question, ...]:
    return tuple(Question.objects.filter(checklist=checklist_id).order_by("position"))


@lru_cache(maxsize=KINDS)
def _asked(checklist_id: int, kind: str, unit_names: frozenset[str]) -> Mapping[str, Question]:
    rows = asked_of(_questions(checklist_id), kind=kind, unit_names=unit_names)
    return MappingProxyType({question.name: question for question in rows})
