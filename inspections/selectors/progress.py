"""How far field work is: the parts of a form with what is left, assignments with their answers."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When

from accounts.models import User
from households.models import Area
from inspections.models import Assignment, Question, Visit
from inspections.selectors.visits import Form


@dataclass(frozen=True)
class Part:
    """One part of a form as it stands, with its neighbours' codes ("" at the ends)."""

    code: str
    label: str
    questions: tuple[Question, ...]
    missing: tuple[Question, ...]
    total: int
    before: str
    after: str

    @property
    def done(self) -> int:
        """How many of the questions that must be answered are."""
        return self.total - len(self.missing)


def parts_of(form: Form) -> list[Part]:
    """Give the parts of a form in order."""
    sections = form.sections()
    asked = {question.name for question in form.standing.asked if question.required}
    codes = ["", *(section.code for section in sections), ""]
    return [
        Part(
            code=section.code,
            label=section.label,
            questions=section.questions,
            missing=tuple(q for q in form.missing if q in section.questions),
            total=sum(question.name in asked for question in section.questions),
            before=codes[place],
            after=codes[place + 2],
        )
        for place, section in enumerate(sections)
    ]


def first_open_part(form: Form) -> str:
    """Give the code of the first part with something left; the first part where nothing is."""
    parts = parts_of(form)
    left = [part.code for part in parts if part.missing]
    return (left or [part.code for part in parts])[0]


# the village of a household, the place's own name for the rest
PLACE = Subquery(Area.objects.filter(code=OuterRef("area_code")).values("short_name")[:1])


def own_draft(visit: Visit, user: User) -> bool:
    """Whether the visit is a draft of one of the user's own teams."""
    if visit.state != Visit.State.DRAFT:
        return False
    return visit.assignment.team.members.filter(pk=user.pk).exists()


def assignment_rows(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Give the standing assignments with round, team, visit and answers; what is left first."""
    standing = assignments.filter(withdrawn=False).select_related("round", "team", "visit")
    counted = standing.annotate(answered=Count("visit__answers", distinct=True), place=PLACE)
    submitted = Case(When(visit__state__in=Visit.SEALED, then=1), default=0)
    newest = F("round__period").desc()
    return counted.order_by(submitted, newest, "due_on", "area_code", "pk")


def visit_rows(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Give visits with round, team and the number of failing answers, the newest month first."""
    joined = visits.select_related("round", "assignment__team")
    counted = joined.annotate(problem_count=Count("problems", distinct=True), place=PLACE)
    return counted.order_by("-round__period", "area_code", "pk")
