"""Repeat groups (重复组): questions asked once per person or place, and the rows a visit has.

Row N of a question is named `M01_age.N`; inside its group a rule reads the answers of its own row,
outside it `sum`, `count`, `count-if`, `min` and `max` read all rows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from inspections.answer_kinds import AnswerError, tidy
from inspections.models import Question

MAX_ROWS, LAST_ROW = 30, 999
RULES = ("relevant", "constraint", "warning", "calculation", "fail_if", "problem")
MENTION = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
NUMBER = re.compile(r"[1-9][0-9]{0,2}")
POSTED = "rows__"


def expanded(questions: Iterable[Question], rows: Mapping[str, Sequence[int]]) -> list[Question]:
    """The questions in order, those of a repeat group once for each of its rows.

    A row's question is an unsaved copy that keeps its primary key: `name` is "M01_age.N", `row`
    is N, and its rules read the answers of the same row. A group without rows asks nothing.
    """
    found: list[Question] = []
    for repeat, block in groupby(questions, key=lambda question: question.repeat):
        if not repeat:
            found += block
            continue
        asked = list(block)
        own = frozenset(question.name for question in asked)
        found += [in_row(q, row, own) for row in rows.get(repeat, ()) for q in asked]
    return found


def in_row(question: Question, row: int, own: frozenset[str]) -> Question:
    """A question as one row asks it; copied field by field, as many are made for each request."""
    copy = Question.__new__(Question)
    copy.__dict__.update(question.__dict__)
    copy.name, copy.row = f"{question.name}.{row}", row
    for field in RULES:
        if text := getattr(question, field):
            setattr(copy, field, of_row(text, row, own))
    return copy


@lru_cache(maxsize=8192)
def of_row(text: str, row: int, own: frozenset[str]) -> str:
    """A rule with the names of its own group read in one row."""
    return MENTION.sub(lambda at: f"${{{at[1]}.{row}}}" if at[1] in own else at[0], text)


def repeats_of(questions: Iterable[Question]) -> list[str]:
    """The repeat groups among some questions, in order."""
    return list(dict.fromkeys(question.repeat for question in questions if question.repeat))


def read_rows(raw: Mapping[str, object], repeats: Iterable[str]) -> dict[str, list[int]]:
    """The rows a client says each group has: [1, 2, 4] or "1,2,4", in its order.

    A group it does not name is left out. Raises AnswerError for what is no row number, a double
    one, too many, or a group the form does not have.
    """
    if unknown := sorted(set(raw) - set(repeats)):
        raise AnswerError(f"没有这个重复组：{'、'.join(unknown)[:40]}")
    return {name: row_numbers(listed) for name, listed in raw.items()}


def row_numbers(listed: object) -> list[int]:
    """The row numbers of one group."""
    parts = tidy(listed).split(",") if isinstance(listed, str) else listed
    if not isinstance(parts, list | tuple):
        raise AnswerError("行号应写成 1,2,4。")
    texts = [str(part).strip() for part in parts if str(part).strip()]
    if not all(NUMBER.fullmatch(text) for text in texts):
        raise AnswerError(f"行号应为1至{LAST_ROW}的整数。")
    numbers = [int(text) for text in texts]
    if len(set(numbers)) != len(numbers):
        raise AnswerError("行号重复。")
    if len(numbers) > MAX_ROWS:
        raise AnswerError(f"每组最多{MAX_ROWS}行，现有{len(numbers)}行。")
    return numbers


def rows_from_post(post: Mapping[str, list[str]], repeats: Iterable[str]) -> dict[str, list[int]]:
    """The rows a posted page names in `rows__members` = "1,2,4"; raises AnswerError."""
    known = list(repeats)
    posted = {name: post[POSTED + name][-1] for name in known if post.get(POSTED + name)}
    return read_rows(posted, known)
