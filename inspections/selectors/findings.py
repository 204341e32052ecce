"""What a household's form says of it, for the month's rates: what is asked, and what is good.

One condition for each, so that a count and the list behind it cannot differ.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from inspections.models import Answer
from inspections.models.subjects import SubjectKind

SATISFACTION = "E306_answer"


@dataclass(frozen=True)
class Finding:
    """A thing found so or not so at a household: its question, and which answers are so."""

    short: str
    label: str
    question: str
    so: Q


FINDINGS = {
    "satisfied": Finding(
        "满意",
        "对帮扶工作满意或基本满意的户",
        SATISFACTION,
        Q(value="satisfied") | Q(value="mostly"),
    ),
    "helped": Finding(
        "帮扶人上过门", "帮扶责任人近3个月上过门的户", "E303_visits", Q(failed=False)
    ),
    "measured": Finding("措施已实施", "一户一策并已实施的户", "A304_done", Q(failed=False)),
    "helper_known": Finding(
        "知道帮扶人", "能说出帮扶责任人姓名的户", "E302_knows", Q(failed=False)
    ),
}
"""Source: plan 000 §1(5), domain E302, E303, E306, A304; 满意 with 基本满意: 003-44."""

FINDING_CHOICES = [(key, finding.short) for key, finding in FINDINGS.items()]


def found_so(key: str) -> Q:
    """Give the condition for forms of households found so; KeyError for an unknown finding."""
    finding = FINDINGS[key]
    answers = Answer.objects.filter(
        finding.so,
        visit=OuterRef("pk"),
        question__name=finding.question,
        status=Answer.Status.GIVEN,
    )
    return Q(Exists(answers), subject_kind=SubjectKind.HOUSEHOLD)
