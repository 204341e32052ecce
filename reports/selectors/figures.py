"""The month's numbers, each with the list it counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q

from households.models import Area, Household
from inspections.models import Assignment, Problem, Visit
from inspections.models.subjects import SubjectKind
from projects.models import AnnualTarget
from reports.facts import Figure, TownshipLine

Filters = dict[str, str | bool]
PROBLEMS, VISITS = "inspections:problem_list", "inspections:visit_list"
ASSIGNMENTS = "inspections:my_assignments"
HOUSEHOLDS, AREAS, PLAN = "households:household_list", "households:area_list", "projects:plan"
VISITED = [
    (SubjectKind.TOWNSHIP, "抽查乡镇", "个"),
    (SubjectKind.VILLAGE, "抽查村", "个"),
    (SubjectKind.HOUSEHOLD, "走访贫困户", "户"),
    (SubjectKind.DEPARTMENT, "督查区级部门", "个"),
]


class Month:
    """A county's month, and how a figure of it is written."""

    def __init__(self, county: str, period: date, on: date) -> None:
        self.county, self.period, self.on = county, period, on

    def figure(self, key: str, label: str, value: int, unit: str, **where: str | bool) -> Figure:
        """Make a figure; `list_name` and `counts_rows` are kept, other names become filters."""
        name = str(where.pop("list_name", PROBLEMS))
        counts_rows = bool(where.pop("counts_rows", True))
        filters = {"area": self.county, **where}
        return Figure(
            key=key,
            label=label,
            value=value,
            unit=unit,
            as_of=self.on,
            list_name=name,
            list_query=urlencode(filters),
            counts_rows=counts_rows,
        )


def figures(month: Month, townships: Iterable[TownshipLine]) -> tuple[Figure, ...]:
    """Give all figures of the month; six queries."""
    return (
        *_plan(month, list(townships)),
        *_fieldwork(month),
        *_problems(month, "problems", month.period),
        *_problems(month, "last", last_month(month.period)),
    )


def last_month(period: date) -> date:
    """Give the first day of the month before."""
    if period.month == 1:
        return date(period.year - 1, 12, 1)
    return date(period.year, period.month - 1, 1)


def _plan(month: Month, townships: list[TownshipLine]) -> Iterator[Figure]:
    year = month.period.year
    target = AnnualTarget.objects.filter(area_code=month.county, year=year).first()
    values = (target.villages, target.persons) if target else (0, 0)
    plan: Filters = {"list_name": PLAN, "counts_rows": False, "year": str(year)}
    yield month.figure("target_villages", "年度计划摘帽村", values[0], "个", **plan)
    yield month.figure("target_persons", "年度计划脱贫人口", values[1], "人", **plan)
    areas = Area.objects.within(month.county).villages()
    poor = areas.aggregate(
        all=Count("pk", filter=Q(is_poor=True)),
        exiting=Count("pk", filter=Q(is_poor=True, planned_exit_year=year)),
    )
    yield month.figure("poor_villages", "贫困村", poor["all"], "个", list_name=AREAS, poor="1")
    yield month.figure(
        "exit_villages",
        "列入当年摘帽的村",
        poor["exiting"],
        "个",
        list_name=AREAS,
        poor="1",
        exit_year=str(year),
    )
    yield from _register(month, townships)


def _register(month: Month, townships: list[TownshipLine]) -> Iterator[Figure]:
    of: Filters = {"list_name": HOUSEHOLDS}
    planned: Filters = {**of, "planned_exit_year": str(month.period.year)}
    households = sum(line.households for line in townships)
    persons = sum(line.persons for line in townships)
    exiting = sum(line.planned_households for line in townships)
    leaving = sum(line.planned_persons for line in townships)
    alone = sum(line.without_helper for line in townships)
    yield month.figure("households", "在册贫困户", households, "户", **of)
    yield month.figure("persons", "在册贫困人口", persons, "人", counts_rows=False, **of)
    yield month.figure("planned_households", "列入当年脱贫的户", exiting, "户", **planned)
    yield month.figure(
        "planned_persons", "列入当年脱贫的人", leaving, "人", counts_rows=False, **planned
    )
    yield month.figure(
        "without_helper", "未落实帮扶责任人的户", alone, "户", without_helper="1", **of
    )
    labels = dict(Household.Measure.choices)
    by_label = Counter[str]()
    for line in townships:
        by_label.update({name: count for name, count, _ in line.measures})
    for measure, label in labels.items():
        yield month.figure(
            f"measure_{measure}", f"{label}一批", by_label[label], "户", measure=measure, **of
        )


def _fieldwork(month: Month) -> Iterator[Figure]:
    period = f"{month.period:%Y-%m}"
    visits = Visit.objects.within(month.county).accepted().filter(round__period=month.period)
    counts = dict(visits.order_by().values_list("subject_kind").annotate(Count("pk")))
    for kind, label, unit in VISITED:
        yield month.figure(
            f"visited_{kind}",
            label,
            counts.get(kind, 0),
            unit,
            list_name=VISITS,
            period=period,
            kind=kind,
            state=Visit.State.ACCEPTED,
        )
    assignments = Assignment.objects.within(month.county).filter(round__period=month.period)
    yield month.figure(
        "unfinished",
        "未完成的督查任务",
        assignments.unfinished().count(),
        "项",
        list_name=ASSIGNMENTS,
        period=period,
        unfinished="1",
    )


def _problems(month: Month, key: str, period: date) -> Iterator[Figure]:
    asked: Filters = {"period": f"{period:%Y-%m}"}
    rows = Problem.objects.within(month.county).filter(period=period)
    state, scope, severity = Problem.State, Problem.Scope, Problem.Severity
    is_open = ~Q(state__in=[state.CLOSED, state.NOT_UPHELD])
    parts: list[tuple[str, str, Q, dict[str, str]]] = [
        ("", "发现问题", Q(), {}),
        ("_common", "共性问题", Q(scope=scope.COMMON), {"scope": scope.COMMON}),
        ("_individual", "个性问题", Q(scope=scope.INDIVIDUAL), {"scope": scope.INDIVIDUAL}),
        ("_severe", "严重问题", Q(severity=severity.SEVERE), {"severity": severity.SEVERE}),
        ("_ordered", "下达整改", Q(order__isnull=False), {"ordered": "1"}),
        ("_closed", "已销号", Q(state=state.CLOSED), {"state": state.CLOSED}),
        ("_open", "未销号", is_open, {"open": "1"}),
        ("_overdue", "逾期未销号", is_open & Q(due_on__lt=month.on), {"overdue": "1"}),
        ("_rejected", "经核不属实", Q(state=state.NOT_UPHELD), {"state": state.NOT_UPHELD}),
    ]
    counted = rows.aggregate(
        **{f"n{part}": Count("pk", filter=test) for part, _, test, _ in parts}
    )
    for part, label, _, filters in parts:
        yield month.figure(f"{key}{part}", label, counted[f"n{part}"], "个", **asked, **filters)
