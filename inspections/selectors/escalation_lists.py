"""The timetable for people: the leaders' list, a problem's card, the timetable's own page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.scope import COUNTY
from households.models import Area
from inspections.models import Escalation, EscalationStep, Problem, Trigger
from inspections.selectors.escalations import timetables
from inspections.selectors.ledgers import REPLIES
from inspections.selectors.panel import Panel

Audience, Basis = EscalationStep.Audience, EscalationStep.Basis
OWN = (Audience.UNIT, Audience.HEAD)  # what the responsible unit is told, and may read
LONG = 30  # days past the day


def before_leaders(user: User) -> "QuerySet[Problem]":
    """Give the open problems a user may see that have come to the leaders by their present day."""
    come = Escalation.objects.filter(
        step__audience=Audience.LEADERS, problem=OuterRef("pk"), counted_from=OuterRef("due_on")
    )
    return Problem.objects.visible_to(user).open().filter(Exists(come))


def for_leaders(problems: "QuerySet[Problem]") -> "QuerySet[Problem]":
    """Add what a line of the leaders' list shows, the longest overdue first."""
    last = REPLIES.order_by("-pk")
    joined = problems.select_related("category", "responsible_unit")
    shown = joined.annotate(replied_measure=Subquery(last.values("measure")[:1]))
    return shown.order_by("due_on", "number")


def leaders_counts(problems: "QuerySet[Problem]", *, on: date) -> dict[str, int]:
    """Count the list: problems, units, those long overdue, those that wait for verification."""
    reported = Q(state__in=[Problem.State.REPORTED, Problem.State.VERIFIED])
    return problems.order_by().aggregate(
        total=Count("pk"),
        units=Count("responsible_unit", distinct=True),
        long=Count("pk", filter=Q(due_on__lte=on - timedelta(days=LONG))),
        reported=Count("pk", filter=reported),
    )


def told_of(problem: Problem, user: User) -> Panel | None:
    """Give the card 催办记录; people of the responsible unit see what their unit was told."""
    rows = problem.escalations.select_related("step").order_by("-at", "-step__days", "-pk")
    if not user.has_perm("inspections.view_escalation"):
        if user.unit_id is None or user.unit_id != problem.responsible_unit_id:
            return None
        rows = rows.filter(step__audience__in=OWN)
    lines = list(rows)
    if not lines:
        return None
    return Panel("inspections/escalation_panel.html", {"lines": lines})


@dataclass(frozen=True)
class StepLine:
    """A step as the timetable's page says it."""

    title: str
    when: str
    audience: str
    proposes: str


@dataclass(frozen=True)
class PlaceSteps:
    """The steps of one basis in one place."""

    heading: str
    steps: tuple[StepLine, ...]


def timetable_page(user: User) -> list[PlaceSteps]:
    """Give the timetables of the user's county in words; without a county the general one."""
    found = timetables(user.area_code[:COUNTY])
    places = {table.area_code for table in found}
    names = {"": "通用"} | {place: place for place in places if place}
    names |= dict(Area.objects.filter(code__in=places).values_list("code", "short_name"))
    return [
        PlaceSteps(
            f"{Basis(table.basis).label}（{names[table.area_code]}）",
            tuple(_line(step) for step in table.steps),
        )
        for table in found
        if user.area_code[:COUNTY] not in table.apart
    ]


def when_of(step: EscalationStep) -> str:
    """Say when a step comes: 时限前3天, 时限当日, 超期第5天, 下达后第2个工作日."""
    unit = "个工作日" if step.in_working_days else "天"
    if step.basis == Basis.ORDERED:
        return f"下达后第{step.days}{unit}仍未签收"
    if step.days < 0:
        return f"时限前{-step.days}{unit}"
    return f"超期第{step.days}{unit}" if step.days else "时限当日"


def _line(step: EscalationStep) -> StepLine:
    proposes = Trigger(step.proposes).label if step.proposes else ""
    return StepLine(step.title, when_of(step), Audience(step.audience).label, proposes)
