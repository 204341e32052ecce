"""What a round still lacks, unit by unit: whose form is not begun, not full, returned, unread.

Every number of the page is counted from the rows of the page; the queries do not grow with them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, OuterRef

from accounts.models import UnitAlias, User
from accounts.scope import TOWNSHIP
from households.models import Area
from inspections.answers import Reply
from inspections.checklists import missing, sections, standing
from inspections.models import Answer, Assignment, ClosedTownship, Problem, Question, Round, Visit
from inspections.models.subjects import SubjectKind
from inspections.repeats import expanded
from inspections.selectors.progress import PLACE
from inspections.selectors.questions import asked_questions
from inspections.selectors.workload import DEPARTMENTS

STATES = {
    "waiting": "未开始",
    "draft": "填写中",
    "returned": "已退回",
    "submitted": "待审核",
    "accepted": "已审核",
}


@dataclass(frozen=True)
class Left:
    """A part of a form with questions unanswered."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Row:
    """One assigned unit: how far its form is and what it lacks."""

    assignment: Assignment
    state: str
    overdue: bool
    unchecked: int = 0
    alone: int = 0
    left: tuple[Left, ...] = ()
    place: str = ""

    @property
    def state_word(self) -> str:
        """The state in Chinese."""
        return STATES[self.state]

    @property
    def missing(self) -> int:
        """How many questions are unanswered."""
        return sum(part.count for part in self.left)

    @property
    def lacks(self) -> bool:
        """Whether anything is left to do before the month can close."""
        return self.state != "accepted" or bool(self.alone)

    @property
    def township(self) -> str:
        """The township's code; a department has the county's."""
        return self.assignment.area_code[:TOWNSHIP]


@dataclass(frozen=True)
class Place:
    """A township of the round, or the departments, with its forms."""

    code: str
    name: str
    rows: tuple[Row, ...]
    closed: ClosedTownship | None = None

    def count(self, state: str) -> int:
        """How many forms are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def is_township(self) -> bool:
        """Whether it is a township, whose month can close; the departments have none."""
        return len(self.code) == TOWNSHIP

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """The forms by state: its value, its word, how many."""
        return [(state, word, self.count(state)) for state, word in STATES.items()]

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(row.overdue for row in self.rows)

    @property
    def unchecked(self) -> int:
        """How many questions were put aside as 未查."""
        return sum(row.unchecked for row in self.rows)


TESTS: dict[str, Callable[[Row], bool]] = {
    **{state: (lambda row, state=state: row.state == state) for state in STATES},  # type: ignore[misc]
    "missing": lambda row: row.lacks,
    "overdue": lambda row: row.overdue,
    "unchecked": lambda row: bool(row.unchecked),
    "alone": lambda row: bool(row.alone),
}
"""What the page can be narrowed to."""


def coverage(round_: Round, user: User, *, on: date) -> list[Row]:
    """Give every standing assignment of a round the user may see, by place; seven queries."""
    seen = Assignment.objects.visible_to(user).filter(round=round_, withdrawn=False)
    joined = seen.select_related("team__leader", "owner", "filling_unit", "visit", "round")
    rows = list(joined.annotate(place=PLACE).order_by("area_code", "subject_kind", "pk"))
    unchecked, alone = _unchecked(round_), _alone(round_)
    plain = [_row(row, on=on, unchecked=unchecked, alone=alone) for row in rows]
    return _with_left(plain)


def places(rows: Sequence[Row], round_: Round) -> list[Place]:
    """Put the rows together by township; two queries."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.township].append(row)
    names = dict(Area.objects.filter(code__in=by_code).values_list("code", "short_name"))
    closed = {row.area_code: row for row in ClosedTownship.objects.filter(round=round_)}
    return [
        Place(
            code=code,
            name=names.get(code, code) if len(code) == TOWNSHIP else DEPARTMENTS,
            rows=tuple(held),
            closed=closed.get(code),
        )
        for code, held in sorted(by_code.items())
    ]


def _row(
    assignment: Assignment, *, on: date, unchecked: Mapping[int, int], alone: Mapping[int, int]
) -> Row:
    visit: Visit | None = getattr(assignment, "visit", None)
    state = visit.state if visit else "waiting"
    if visit and visit.state == Visit.State.DRAFT and visit.returned_for:
        state = "returned"
    sealed = visit is not None and visit.is_sealed
    number = visit.pk if visit else 0
    return Row(
        assignment=assignment,
        state=state,
        overdue=not sealed and assignment.due_on < on,
        unchecked=unchecked.get(number, 0),
        alone=alone.get(number, 0),
        place=getattr(assignment, "place", None) or "",
    )


def _unchecked(round_: Round) -> dict[int, int]:
    """Count the questions put aside as 未查, by visit."""
    found = Answer.objects.filter(visit__round=round_, status=Answer.Status.UNCHECKED)
    return dict(found.values_list("visit").annotate(Count("pk")).order_by())


def _alone(round_: Round) -> dict[int, int]:
    """Count the failing items of accepted forms that became no problem, by visit."""
    raised = Problem.objects.filter(visit=OuterRef("visit"), item=OuterRef("question__item"))
    failing = Answer.objects.filter(
        visit__round=round_, visit__state=Visit.State.ACCEPTED, failed=True
    )
    alone = failing.exclude(Exists(raised)).values_list("visit")
    return dict(alone.annotate(Count("question__item", distinct=True)).order_by())


def _with_left(rows: Sequence[Row]) -> list[Row]:
    """Add what the begun forms lack, from one reading of all their answers."""
    drafts = {row.assignment.visit.pk: row for row in rows if row.state in {"draft", "returned"}}
    replies = _replies(list(drafts))
    names = _unit_names([row.assignment for row in drafts.values()])
    left = {
        number: _left(row.assignment, replies.get(number, {}), names)
        for number, row in drafts.items()
    }
    return [
        replace(row, left=left[row.assignment.visit.pk])
        if row.state in {"draft", "returned"}
        else row
        for row in rows
    ]


def _replies(visits: Sequence[int]) -> dict[int, dict[tuple[int, int], Reply]]:
    held: dict[int, dict[tuple[int, int], Reply]] = defaultdict(dict)
    rows = Answer.objects.filter(visit__in=visits).values_list(
        "visit", "question", "row", "status", "value", "reason"
    )
    for visit, question, row, status, value, reason in rows:
        held[visit][question, row] = Reply(status, value, reason)
    return held


def _unit_names(assignments: Sequence[Assignment]) -> dict[str, set[str]]:
    """Give the other names of the departments among them by code."""
    departments = {a.subject_code for a in assignments if _is_department(a)}
    numbers = [int(code) for code in departments if code.isascii() and code.isdecimal()]
    names: dict[str, set[str]] = defaultdict(set)
    for unit, name in UnitAlias.objects.filter(unit__in=numbers).values_list("unit", "name"):
        names[str(unit)].add(name)
    return names


def _is_department(assignment: Assignment) -> bool:
    return assignment.subject_kind == SubjectKind.DEPARTMENT


def _left(
    assignment: Assignment,
    held: Mapping[tuple[int, int], Reply],
    names: Mapping[str, set[str]],
) -> tuple[Left, ...]:
    """Give the parts of a draft that have questions unanswered."""
    visit, known = assignment.visit, frozenset[str]()
    if _is_department(assignment):
        known = frozenset(names.get(assignment.subject_code, ())) | {assignment.subject_name}
    asked = asked_questions(visit.checklist_id, kind=visit.subject_kind, unit_names=known)
    questions: list[Question] = expanded(asked.values(), visit.rows)
    replies = {q.name: held[q.pk, q.row] for q in questions if (q.pk, q.row) in held}
    unanswered = missing(standing(questions, replies), replies)
    return tuple(Left(part.code, part.label, len(part.questions)) for part in sections(unanswered))
