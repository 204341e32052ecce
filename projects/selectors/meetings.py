"""Reading meetings and their tasks: the cycle, who may do what now, which units can be charged."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from accounts.models import Unit, User
from accounts.scope import COUNTY
from accounts.selectors import parameter
from projects.cycle import KEY, USUAL_DAYS, Cycle
from projects.models import Meeting, MeetingStep, MeetingTask

RUN, REPORT = "projects.run_meeting", "projects.report_meetingtask"
SOON = timedelta(days=3)
State = MeetingTask.State


def push_cycle(county: str, *, on: date) -> Cycle:
    """Give the county's cycle as it stands on a day; the parameter of that day sets its length."""
    given = parameter(key=KEY, area_code=county, on=on, default=Decimal(USUAL_DAYS))
    held = Meeting.objects.within(county[:COUNTY]).push().held().filter(held_on__lte=on)
    last = held.order_by("-held_on").values_list("held_on", flat=True).first()
    return Cycle(last, int(given or USUAL_DAYS))


def sees_whole(user: User) -> bool:
    """Whether the user reads minutes and everybody's tasks: county offices, not the charged."""
    return not user.is_inspected and len(user.area_code) <= COUNTY


def chargeable_units(county: str) -> "QuerySet[Unit]":
    """Give the units of a county that can be given a task: somebody there may report."""
    able = User.objects.filter(
        is_active=True,
        unit__isnull=False,
        groups__permissions__codename=REPORT.partition(".")[2],
    )
    rows = Unit.objects.within(county[:COUNTY]).filter(pk__in=able.values("unit"))
    return rows.order_by("area_code", "kind", "name")


def reporters(unit_id: int) -> "QuerySet[User]":
    """Give the people of a unit who may report its tasks."""
    people = User.objects.filter(unit=unit_id, is_active=True)
    return people.filter(groups__permissions__codename=REPORT.partition(".")[2]).distinct()


def runners(county: str) -> "QuerySet[User]":
    """Give the people of a county who run its meetings."""
    people = User.objects.filter(is_active=True, area_code=county[:COUNTY])
    return people.filter(groups__permissions__codename=RUN.partition(".")[2]).distinct()


def may_report(task: MeetingTask, user: User) -> bool:
    """Whether the user reports this task now: of its unit, with the right to."""
    own = user.unit_id is not None and task.unit_id == user.unit_id
    return own and task.state == State.OPEN and user.has_perm(REPORT)


def may_confirm(task: MeetingTask, user: User) -> bool:
    """Whether the user confirms a report or sends it back: an office, not the unit's own."""
    others = task.unit_id != user.unit_id
    return others and task.state == State.REPORTED and user.has_perm(RUN)


def meeting_rows(user: User, *, on: date) -> "QuerySet[Meeting]":
    """Give the list's rows: tasks, open and late ones counted as far as the user sees them."""
    own = Q() if sees_whole(user) else Q(tasks__unit=user.unit_id or 0)
    unreported = own & Q(tasks__state=State.OPEN)
    late = Q(state=Meeting.State.PLANNED, planned_on__lt=on)
    return Meeting.objects.visible_to(user).annotate(
        task_count=Count("tasks", filter=own or Q(tasks__isnull=False)),
        open_count=Count("tasks", filter=unreported),
        late_count=Count("tasks", filter=unreported & Q(tasks__due_on__lt=on)),
        stands=Case(
            When(late, then=Value("overdue")), default=F("state"), output_field=CharField()
        ),
    )


def task_rows(user: User, *, on: date) -> "QuerySet[MeetingTask]":
    """Give the tasks the user sees, the state with 逾期 told."""
    late = Q(state=State.OPEN, due_on__lt=on)
    return MeetingTask.objects.visible_to(user).annotate(
        stands=Case(
            When(late, then=Value("overdue")), default=F("state"), output_field=CharField()
        )
    )


def story_of(meeting: Meeting, user: User) -> "QuerySet[MeetingStep]":
    """Give what was done, the newest first; a unit reads what is about its own tasks."""
    steps = MeetingStep.objects.filter(meeting=meeting).select_related("by", "task")
    if not sees_whole(user):
        steps = steps.filter(task__unit=user.unit_id or 0)
    return steps.order_by("-pk")


def corrections_of(meeting: Meeting) -> "QuerySet[MeetingStep]":
    """Give the corrections of the minutes in their order."""
    added = MeetingStep.objects.filter(meeting=meeting, act=MeetingStep.Act.CORRECTED)
    return added.select_related("by")


def due_soon(on: date) -> Q:
    """Give the test for unreported tasks due within three days, today among them."""
    return Q(state=State.OPEN, due_on__gte=on, due_on__lte=on + SOON)
