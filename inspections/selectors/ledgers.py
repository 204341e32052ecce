"""What a line of the problem and of the rectification ledger says. Plan 001, 附件5, 附件6."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import (
    Cast,
    Coalesce,
    Concat,
    JSONObject,
    Left,
    Length,
    NullIf,
    Right,
    TruncDate,
)

from accounts.models import User
from accounts.scope import COUNTY, TOWNSHIP, VILLAGE
from households.models import Area, Household
from inspections.models import Extension, Problem, Reply
from inspections.models.subjects import SubjectKind

State = Problem.State
LEVELS = {"county": COUNTY, "township": TOWNSHIP, "village": VILLAGE}
LEVEL_WORDS = {"county": "区级部门", "township": "镇级", "village": "村级"}
# problems found in a village count for the village and for its township. Plan 001 (46)
COUNTED_FOR = {COUNTY: "区级部门", TOWNSHIP: "镇", VILLAGE: "村、镇"}
TRADES = {"education": "义务教育", "medical": "基本医疗", "housing": "住房", "water": "饮水"}
OTHER_TRADE = "其他"
REPORTED = (State.REPORTED, State.VERIFIED, State.CLOSED)

LEVEL = Length("area_code")


def trade(slug: Any) -> str:
    """Give the trade (行业) of a category of problems. Source: 附件6."""
    return TRADES.get(slug, OTHER_TRADE)


def _place(digits: int) -> Case:
    """Give the name of the place of so many digits a problem lies in; NULL above it."""
    own = Left(OuterRef("area_code"), digits)
    name = Subquery(Area.objects.filter(code=own).values("short_name")[:1])
    return Case(When(at__gte=digits, then=name), output_field=CharField())


# what was reported before a handing up or a reopening stands with the order it was reported to
REPLIES = Reply.objects.filter(
    problem=OuterRef("pk"), at__date__gte=OuterRef("order__issued_on")
).order_by()


def _last(*path: Any, **said: Any) -> Subquery:
    """Give a value of the last reply to a problem's present order."""
    return Subquery(REPLIES.order_by("-pk").values(*path, **said)[:1])


TOWNSHIP_NAME, VILLAGE_NAME = _place(TOWNSHIP), _place(VILLAGE)
GROUP_NAME = Case(
    When(subject_kind=SubjectKind.GROUP, then=F("subject_name")),
    When(
        subject_kind=SubjectKind.HOUSEHOLD,
        then=Subquery(
            Household.objects.filter(household_no=OuterRef("subject_code")).values("group_name")[
                :1
            ]
        ),
    ),
    output_field=CharField(),
)
# the copied name is masked (李某某); the tail of the household's number tells two of them apart
SUBJECT = Case(
    When(
        subject_kind=SubjectKind.HOUSEHOLD,
        then=Case(
            When(subject_name__contains="（", then=F("subject_name")),
            default=Concat("subject_name", Value("（户"), Right("subject_code", 4), Value("）")),
        ),
    ),
    default=F("subject_name"),
    output_field=CharField(),
)
SOURCE = Concat("source", Value("|"), Coalesce("origin__name", Value("")))
MEASURE = Coalesce(NullIf("planned_measure", Value("")), _last("measure"), Value(""))
FINISHED_ON = Case(
    When(state__in=REPORTED, then=_last(day=TruncDate("at"))), output_field=DateField()
)
VERIFIER = _last("verification__by__name")
FILES = Subquery(
    REPLIES.values("problem").annotate(files=Count("evidence")).values("files"),
    output_field=IntegerField(),
)
EXTENSIONS = Subquery(
    Extension.objects.filter(problem=OuterRef("pk"), state=Extension.State.GRANTED)
    .order_by()
    .values("problem")
    .annotate(granted=Count("pk"))
    .values("granted"),
    output_field=IntegerField(),
)
ORDER_NUMBER = Concat(
    Value("督改〔"),
    Cast("order__year", CharField()),
    Value("〕"),
    Cast("order__serial", CharField()),
    Value("号"),
)
REPLY = JSONObject(
    cause="cause",
    measure="measure",
    result="result",
    on=TruncDate("at"),
    cause_found="verification__cause_found",
    measure_done="verification__measure_done",
    result_met="verification__result_met",
    note="verification__note",
    verifier="verification__by__name",
    visited_on="verification__visited_on",
)


def problem_lines(user: User) -> "QuerySet[Problem]":
    """Give the problems a user may see, ready for the ledger's columns."""
    return Problem.objects.visible_to(user).annotate(at=LEVEL)


def rectification_lines(user: User, *, on: date) -> "QuerySet[Problem]":
    """Give the problems under an order that a user may see, with the last reply as one value.

    `late` is the time past the day: of a closed problem until it was closed, else until `on`.
    """
    rows = problem_lines(user).under_order()  # type: ignore[attr-defined]  # ProblemQuerySet
    ended = Case(
        When(state=State.CLOSED, then=F("closed_on")),
        When(state=State.NOT_UPHELD, then=Value(None)),
        default=Value(on),
        output_field=DateField(),
    )
    return rows.annotate(reply=_last(said=REPLY), late=ended - F("due_on"))


def left_out(seen: "QuerySet[Problem]", kept: "QuerySet[Problem]") -> Mapping[str, int]:
    """Count what a ledger holds and what its filters leave out, 不属实 among both; two queries."""

    def counted(rows: "QuerySet[Problem]") -> tuple[int, int]:
        states = rows.order_by().values_list("state").annotate(n=Count("*"))
        each: dict[str, int] = dict(states)
        return sum(each.values()), each.get(State.NOT_UPHELD, 0)

    (all_, all_untrue), (here, untrue) = counted(seen), counted(kept)
    return {
        "here": here,
        "untrue": untrue,
        "outside": all_ - here,
        "untrue_outside": all_untrue - untrue,
    }
