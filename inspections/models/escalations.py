"""Escalation by timetable: which day tells whom, and that it was told, once."""

from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.scope import ScopedQuerySet
from inspections.models.problems import Problem

if TYPE_CHECKING:
    from accounts.models import User


class CalendarDay(models.Model):
    """A day that is worked or not against the published calendar, as the office was told."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    name = models.CharField("说明", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历调整"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_working else '休息'}"


class EscalationStep(models.Model):
    """A line of the timetable: so many days before (-) or after the day, tell these people."""

    class Basis(models.TextChoices):
        DUE = "due", "整改时限"
        ORDERED = "ordered", "下达后未签收"

    class Audience(models.TextChoices):
        UNIT = "unit", "责任单位"
        HEAD = "head", "责任单位负责人"
        LEADERS = "leaders", "区县领导"
        DISCIPLINE = "discipline", "纪委"

    area_code = models.CharField("适用区划", max_length=12, blank=True, db_index=True)
    code = models.SlugField("标识", max_length=30)
    title = models.CharField("名称", max_length=30)
    basis = models.CharField("起算", max_length=8, choices=Basis, default=Basis.DUE)
    days = models.SmallIntegerField("天数", help_text="负数为提前，0为当日，正数为超过")
    in_working_days = models.BooleanField("按工作日", default=False)
    audience = models.CharField("通知对象", max_length=10, choices=Audience)
    proposes = models.CharField("提请问责情形", max_length=14, blank=True)
    active = models.BooleanField("启用", default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办时间表"
        ordering = ["area_code", "basis", "days", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "code"],
                name="escalation_step_once",
                violation_error_message="同一区划的时间表中标识不得重复。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def visible_to(self, user: "User") -> Self:
        """Follow the problems."""
        return self.filter(problem__in=Problem.objects.visible_to(user))


class Escalation(models.Model):
    """A step taken for a problem and its day; a later day (延期) begins the timetable again."""

    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, related_name="escalations", verbose_name="问题"
    )
    step = models.ForeignKey(
        EscalationStep, on_delete=models.PROTECT, related_name="+", verbose_name="环节"
    )
    counted_from = models.DateField("起算日期")
    told = models.BooleanField("已通知", default=True, help_text="否：已被更后的环节代替")
    at = models.DateTimeField("时间")

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办记录"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "step", "counted_from"], name="escalated_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.step_id}"
