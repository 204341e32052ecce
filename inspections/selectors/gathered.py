"""What a form gathers by itself: the common and the individual problems found at its unit."""

from collections.abc import Callable

from accounts.models import User
from inspections.models import Problem, Question, Visit
from inspections.models.subjects import SubjectKind

GATHERED = {
    "common_problems": Problem.Scope.COMMON,
    "individual_problems": Problem.Scope.INDIVIDUAL,
}
LATER, NONE_FOUND = "审核后自动汇总", "（无）"


def problems_at(visit: Visit, user: User | None) -> list[Problem]:
    """Give the round's problems in the visited unit's area that the reader may see.

    A department has no area: its form gathers what it found itself. What was judged 不属实 is
    left out. Source: 专项督查表 表尾 (domain.md §1.0).
    """
    seen = Problem.objects.visible_to(user) if user else Problem.objects.none()
    if visit.subject_kind == SubjectKind.DEPARTMENT:
        rows = seen.filter(visit=visit)
    else:
        rows = seen.filter(round=visit.round_id, area_code__startswith=visit.area_code)
    return list(rows.exclude(state=Problem.State.NOT_UPHELD).order_by("number"))


def gathered_for(visit: Visit, user: User | None) -> Callable[[Question], str]:
    """Give the words of a question that gathers problems, "" for any other; at most one query.

    Before the form is accepted there are none; one not yet judged counts as it was proposed.
    """
    found: list[Problem] | None = None

    def words(question: Question) -> str:
        nonlocal found
        scope = GATHERED.get(question.default_fact)
        if scope is None:
            return ""
        if visit.state != Visit.State.ACCEPTED:
            return LATER
        if found is None:
            found = problems_at(visit, user)
        return listed([row for row in found if (row.scope or row.proposed_scope) == scope])

    return words


def listed(rows: list[Problem]) -> str:
    """Write facts in one line, each once, with how many there are of one that repeats."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.fact] = counts.get(row.fact, 0) + 1
    words = [f"{fact}（{count}处）" if count > 1 else fact for fact, count in counts.items()]
    return "；".join(words) or NONE_FOUND
