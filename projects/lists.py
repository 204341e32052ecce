"""责任书, 会议 and 会议任务 as lists: their columns, what their exports hold."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, Length

from accounts import clock
from accounts.lists import ListColumn, Listing, register
from accounts.models import User
from accounts.scope import TOWNSHIP
from households.models import Area
from projects.filters import (
    MEETING_STATES,
    TASK_STATES,
    MeetingFilter,
    MeetingTaskFilter,
    PledgeListFilter,
)
from projects.models import Meeting, MeetingTask, Pledge
from projects.selectors.meetings import meeting_rows, task_rows

_TIER = Case(
    When(digits_here=TOWNSHIP, then=Value("区→乡镇")),
    default=Value("乡镇→村"),
    output_field=CharField(),
)
_PAPER = Case(When(file="", then=Value("")), default=Value("有"), output_field=CharField())

COLUMNS = (
    ListColumn("year", "年度", kind="num", width=8),
    ListColumn("tier", "层级", _TIER),
    ListColumn("place", "签订方", "place_here", sort="area_code", width=26),
    ListColumn("area_code", "区划代码", width=16),
    ListColumn("due_on", "应签日期", sort="due_on"),
    ListColumn("signed_on", "签订日期", sort="signed_on"),
    ListColumn("signer", "签订人职务", width=20),
    ListColumn("state", "状态", "state_here"),
    ListColumn("paper", "扫描件", _PAPER, width=10),
)


def rows(user: User) -> "QuerySet[Pledge]":
    """Give the pledges a user sees with their places' names and their state of today."""
    place = Area.objects.filter(code=OuterRef("area_code"))
    village = place.filter(level=Area.Level.VILLAGE)
    name = Subquery(place.values("short_name"))
    above = Subquery(place.values("parent__short_name"))
    state = Case(
        When(signed_on__isnull=False, then=Value("已签")),
        When(due_on__lt=clock.today(), then=Value("逾期未签")),
        default=Value("未签"),
        output_field=CharField(),
    )
    return Pledge.objects.visible_to(user).annotate(
        digits_here=Length("area_code"),
        own_name=name,
        place_here=Case(When(Exists(village), then=Concat(above, name)), default=F("own_name")),
        state_here=state,
    )


PLEDGES = register(
    Listing(
        name="pledges",
        label="责任书",
        permission="projects.view_pledge",
        columns=COLUMNS,
        order=("year", "area_code"),
        rows=rows,
        filterset=PledgeListFilter,
    )
)


TONES = {"planned": "blue", "open": "blue", "reported": "orange", "held": "green"}
TONES |= {"done": "green", "overdue": "red", "cancelled": "yellow"}
_MEETING, _TASK = ("projects:meeting_detail", "pk"), ("projects:meeting_task", "pk")


def _tone(value: Any) -> str:
    return TONES.get(str(value), "grey")


def _meetings(user: User) -> "QuerySet[Meeting]":
    return meeting_rows(user, on=clock.today())


def _tasks(user: User) -> "QuerySet[MeetingTask]":
    return task_rows(user, on=clock.today())


MEETINGS = register(
    Listing(
        name="meetings",
        label="会议",
        permission="projects.view_meeting",
        columns=(
            ListColumn("title", "会议", link=_MEETING, width=30),
            ListColumn("kind", "类别", words=dict(Meeting.Kind.choices), width=10),
            ListColumn("planned_on", "计划日期", sort="planned_on"),
            ListColumn("held_on", "召开日期", sort="held_on"),
            ListColumn(
                "stands", "状态", words=dict(MEETING_STATES), tone=_tone, sort="state", width=10
            ),
            ListColumn("task_count", "任务（项）", kind="num", width=10),
            ListColumn("open_count", "办理中（项）", kind="num", width=12),
            ListColumn("late_count", "逾期（项）", kind="num", width=10),
            ListColumn("place", "地点", width=18, chosen=False),
            ListColumn("host", "主持", width=12, chosen=False),
        ),
        order=("-planned_on", "-pk"),
        rows=_meetings,
        filterset=MeetingFilter,
    )
)
MEETING_TASKS = register(
    Listing(
        name="meeting_tasks",
        label="会议任务",
        permission="projects.view_meetingtask",
        columns=(
            ListColumn("matter", "任务", link=_TASK, width=40),
            ListColumn("unit", "责任单位", "unit__name", sort="unit__name", width=16),
            ListColumn("person", "责任人", width=10),
            ListColumn("due_on", "完成时限", sort="due_on"),
            ListColumn(
                "stands", "状态", words=dict(TASK_STATES), tone=_tone, sort="state", width=10
            ),
            ListColumn("meeting", "会议", "meeting__title", width=26),
            ListColumn("held_on", "召开日期", "meeting__held_on", sort="meeting__held_on"),
            ListColumn("result", "办理结果", width=40, chosen=False),
            ListColumn("reported_at", "报告时间", width=16, chosen=False),
            ListColumn("confirmed_at", "办结时间", width=16, chosen=False),
        ),
        order=("due_on", "pk"),
        rows=_tasks,
        filterset=MeetingTaskFilter,
    )
)
