"""Two people at one form: which answers may be kept, and which one of them has to choose.

Judged answer by answer: an answer is in conflict where what is stored is neither what it was typed
over nor what it says itself. Nothing here touches the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspections.answers import GIVEN, AnswerError, Reply, bare_value, is_empty, parse, shown
from inspections.models import Question


@dataclass(frozen=True)
class Conflict:
    """An answer that somebody else has changed: what was sent, and what is stored."""

    mine: Reply | None
    theirs: Reply | None
    theirs_text: str


def disputed(
    questions: Mapping[str, Question],
    replies: Mapping[str, Reply | None],
    stored: Mapping[str, Reply],
    base: Mapping[str, object],
    *,
    moved_on: bool,
) -> dict[str, Conflict]:
    """The replies that are not to be written, with what is stored instead.

    `base` gives by name what a reply was typed over; one it does not name is in dispute only if
    the form has `moved_on` since.
    """
    found: dict[str, Conflict] = {}
    for name, mine in replies.items():
        theirs = stored.get(name)
        if mine == theirs:
            continue
        known = is_base(questions[name], base[name], theirs) if name in base else not moved_on
        if not known:
            found[name] = Conflict(mine, theirs, in_words(questions[name], theirs))
    return found


def is_base(question: Question, base: object, stored: Reply | None) -> bool:
    """Whether what is stored is what a client says it started from, kept or as typed."""
    if stored is None:
        return is_empty(base) or (is_empty(bare_base(base)) and not is_put_aside(base))
    if isinstance(base, dict) and base.get("status", GIVEN) != GIVEN:
        return stored.status == base["status"] and stored.reason == (base.get("reason") or "")
    if stored.status != GIVEN:
        return False
    return bare_base(base) == stored.value or as_kept(question, base) == stored.value


def bare_base(base: object) -> object:
    """The value a client started from; none beside an explanation alone."""
    try:
        return bare_value(base)
    except AnswerError:
        return None


def is_put_aside(base: object) -> bool:
    """Whether it is 未查 or 不适用."""
    return isinstance(base, dict) and base.get("status", GIVEN) != GIVEN


def as_kept(question: Question, raw: object) -> Any:
    """A typed value as it is kept; None for one that cannot be."""
    try:
        reply = parse(question, raw)
    except AnswerError:
        return None
    return reply.value if reply else None


def in_words(question: Question, reply: Reply | None) -> str:
    """A stored answer as it is shown to whoever has to choose."""
    if reply is None:
        return "（未填）"
    if reply.status != GIVEN:
        word = {"not_applicable": "不适用", "unchecked": "未查"}[reply.status]
        return f"{word}（{reply.reason}）" if reply.reason else word
    return f"{shown(question, reply.value)}{question.unit}"
