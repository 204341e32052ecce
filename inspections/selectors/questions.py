"""The questions of a published checklist, kept in memory: a published version never changes.

What is given here is shared by all requests of a process and is only read.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from inspections.checklists import asked_of
from inspections.models import Question
from inspections.repeats import expanded, repeats_of
from inspections.visit_rows import rows_now

CHECKLISTS, KINDS = 16, 48  # kept in memory; about 1 MB for each checklist
EXPANDED = 64  # forms with repeat groups, by their rows

Rows = tuple[tuple[str, tuple[int, ...]], ...]


def asked_questions(
    checklist_id: int, *, kind: str, unit_names: frozenset[str] = frozenset()
) -> Mapping[str, Question]:
    """The questions a checklist puts to a kind of unit by name, in order; one query at first."""
    return _asked(checklist_id, kind, unit_names)


def asked_in_rows(
    checklist_id: int,
    *,
    kind: str,
    unit_names: frozenset[str] = frozenset(),
    rows: Mapping[str, Sequence[int]],
) -> Mapping[str, Question]:
    """The same, with what is asked in a repeat group once for each of its rows: `M01_name.2`."""
    asked = _asked(checklist_id, kind, unit_names)
    repeats = _repeats(checklist_id, kind, unit_names)
    if not repeats:
        return asked
    there = {name: tuple(numbers) for name, numbers in rows_now(rows).items() if name in repeats}
    return _in_rows(checklist_id, kind, unit_names, tuple(there.items()))


def asked_repeats(
    checklist_id: int, *, kind: str, unit_names: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The repeat groups among the questions put to a kind of unit."""
    return _repeats(checklist_id, kind, unit_names)


def forget_questions() -> None:
    """Read every checklist anew; for a process that has rolled back or replaced its database."""
    for kept in (_in_rows, _repeats, _asked, _questions):
        kept.cache_clear()


@lru_cache(maxsize=CHECKLISTS)
def _questions(checklist_id: int) -> tuple[Question, ...]:
    return tuple(Question.objects.filter(checklist=checklist_id).order_by("position"))


@lru_cache(maxsize=KINDS)
def _asked(checklist_id: int, kind: str, unit_names: frozenset[str]) -> Mapping[str, Question]:
    rows = asked_of(_questions(checklist_id), kind=kind, unit_names=unit_names)
    return MappingProxyType({question.name: question for question in rows})


@lru_cache(maxsize=KINDS)
def _repeats(checklist_id: int, kind: str, unit_names: frozenset[str]) -> tuple[str, ...]:
    return tuple(repeats_of(_asked(checklist_id, kind, unit_names).values()))


@lru_cache(maxsize=EXPANDED)
def _in_rows(
    checklist_id: int, kind: str, unit_names: frozenset[str], rows: Rows
) -> Mapping[str, Question]:
    asked = _asked(checklist_id, kind, unit_names)
    found = expanded(asked.values(), dict(rows))
    return MappingProxyType({question.name: question for question in found})
