"""Meetings (会议): planned, held with minutes, and the tasks they gave. Source: 002-24, 002-25."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from accounts.scope import COUNTY, ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User

USER = settings.AUTH_USER_MODEL


class MeetingQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Let county offices see the county's; units those that gave them a task."""
        if not user.is_active:
            return self.none()
        if not user.is_inspected and len(user.area_code) <= COUNTY:
            return self.within(user.area_code)
        own = MeetingTask.objects.filter(unit=user.unit_id or 0)
        return self.within(user.area_code[:COUNTY]).filter(pk__in=own.values("meeting"))

    def held(self) -> Self:
        """Those that took place."""
        return self.filter(state=Meeting.State.HELD)

    def push(self) -> Self:
        """推进会: the ones of the 20-day cycle."""
        return self.filter(kind=Meeting.Kind.PUSH)


class Meeting(models.Model):
    """One meeting of a county. Its minutes, once written, are corrected by added lines only."""

    class Kind(models.TextChoices):
        PUSH = "push", "推进会"
        MONTHLY = "monthly", "月例会"
        REVIEW = "review", "研判会"
        OTHER = "other", "座谈会"

    class State(models.TextChoices):
        PLANNED = "planned", "待召开"
        HELD = "held", "已召开"
        CANCELLED = "cancelled", "已取消"

    area_code = models.CharField("区划", max_length=12, db_index=True)
    kind = models.CharField("会议类别", max_length=8, choices=Kind)
    period = models.DateField("月份", help_text="当月1日")
    title = models.CharField("名称", max_length=100)
    planned_on = models.DateField("计划日期")
    held_on = models.DateField("召开日期", null=True, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    host = models.CharField("主持", max_length=40, blank=True)
    attendees = models.CharField("参会单位和人员", max_length=500, blank=True)
    minutes = models.TextField("会议纪要", max_length=5000, blank=True)
    state = models.CharField("状态", max_length=9, choices=State, default=State.PLANNED)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    planned_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="+", verbose_name="安排人"
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-planned_on", "-id"]
        default_permissions = ("view",)
        permissions = [("run_meeting", "组织会议")]
        constraints = [
            models.CheckConstraint(
                name="meeting_period_is_first_of_month",
                condition=Q(period__day=1),
                violation_error_message="会议月份应为当月1日。",
            ),
            models.UniqueConstraint(
                fields=["area_code", "period"],
                name="meeting_monthly_once",
                condition=Q(kind="monthly") & ~Q(state="cancelled"),
                violation_error_message="该月已安排月例会。",
            ),
            models.CheckConstraint(
                name="meeting_held_has_day_and_minutes",
                condition=(Q(state="held", held_on__isnull=False) & ~Q(minutes=""))
                | (~Q(state="held") & Q(held_on=None, minutes="")),
                violation_error_message="已召开的会议须有召开日期和会议纪要。",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_says_why",
                condition=(Q(state="cancelled") & ~Q(cancel_reason=""))
                | (~Q(state="cancelled") & Q(cancel_reason="")),
                violation_error_message="取消会议须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        """The day it was held, or is planned for."""
        return self.held_on or self.planned_on


class MeetingTaskQuerySet(ScopedQuerySet):
    area_field = "meeting__area_code"

    def visible_to(self, user: "User") -> Self:
        """Let county offices see the county's; units their own."""
        if not user.is_active:
            return self.none()
        rows = self.within(user.area_code[:COUNTY])
        whole = not user.is_inspected and len(user.area_code) <= COUNTY
        return rows if whole else rows.filter(unit=user.unit_id or 0)

    def unreported(self) -> Self:
        """Those the unit has still to report."""
        return self.filter(state=MeetingTask.State.OPEN)

    def overdue(self, *, on: date) -> Self:
        """Those without a report after their day; the day itself is still in time."""
        return self.unreported().filter(due_on__lt=on)


class MeetingTask(models.Model):
    """What a meeting charged a unit with: the matter, the person, the day. Source: 002-25."""

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        REPORTED = "reported", "已报告"
        DONE = "done", "已办结"

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="tasks", verbose_name="会议"
    )
    matter = models.CharField("任务", max_length=300)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    person = models.CharField("责任人", max_length=40, blank=True)
    due_on = models.DateField("完成时限")
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    result = models.CharField("办理结果", max_length=1000, blank=True)
    reported_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField("报告时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = MeetingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议任务"
        ordering = ["due_on", "id"]
        default_permissions = ("view",)
        permissions = [("report_meetingtask", "报告会议任务")]
        constraints = [
            models.CheckConstraint(
                name="meeting_task_reported_has_result",
                condition=Q(state="open")
                | (Q(reported_by__isnull=False, reported_at__isnull=False) & ~Q(result="")),
                violation_error_message="报告任务须有办理结果、报告人和时间。",
            ),
            models.CheckConstraint(
                name="meeting_task_done_is_confirmed",
                condition=Q(state="done", confirmed_by__isnull=False, confirmed_at__isnull=False)
                | (~Q(state="done") & Q(confirmed_by=None, confirmed_at=None)),
                violation_error_message="办结任务须有确认人和时间。",
            ),
            models.CheckConstraint(
                name="meeting_task_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("reported_by")),
                violation_error_message="办结须由报告人以外的人确认。",
            ),
        ]

    def __str__(self) -> str:
        return self.matter

    def is_overdue(self, *, on: date) -> bool:
        """Whether the report is missing after its day."""
        return self.state == self.State.OPEN and self.due_on < on


class MeetingStep(models.Model):
    """One act on a meeting or a task of it; no line changes."""

    class Act(models.TextChoices):
        PLANNED = "planned", "安排会议"
        HELD = "held", "记录纪要"
        CORRECTED = "corrected", "更正纪要"
        CANCELLED = "cancelled", "取消会议"
        GIVEN = "given", "布置任务"
        REPORTED = "reported", "报告结果"
        DONE = "done", "确认办结"
        RETURNED = "returned", "退回"

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="steps", verbose_name="会议"
    )
    task = models.ForeignKey(
        MeetingTask,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name="任务",
    )
    act = models.CharField("环节", max_length=9, choices=Act)
    text = models.CharField("内容", max_length=1000, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "会议过程"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="meeting_correction_says_what_and_why",
                condition=~Q(act="corrected") | (~Q(text="") & ~Q(reason="")),
                violation_error_message="更正会议纪要须写明更正内容和原因。",
            )
        ]

    def __str__(self) -> str:
        return self.get_act_display()
