"""How far field work is: the parts of a form with what is left, assignments with their answers."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import User
from households.models import Area
from inspections.models import Question, Visit
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
    """Whether the visit is a draft of one of the user's own teams or one his unit fills in.

    The draft of a household that was replaced is nobody's any more.
    """
    standing = visit.state == Visit.State.DRAFT and not visit.assignment.withdrawn
    return standing and visit.assignment.may_be_filled_by(user)


def visit_rows(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Give visits with round, team and the number of failing answers, the newest month first."""
    joined = visits.select_related("round", "assignment__team")
    counted = joined.annotate(problem_count=Count("problems", distinct=True), place=PLACE)
    return counted.order_by("-round__period", "area_code", "pk")
