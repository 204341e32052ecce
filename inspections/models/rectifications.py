"""Rectification: the order (督办整改单), the reply with evidence, another's verification."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts import clock
from accounts.models import Unit
from accounts.scope import COUNTY, ScopedQuerySet
from inspections.models.attachments import Attachment
from inspections.models.problems import Problem
from inspections.models.rounds import Round

if TYPE_CHECKING:
    from accounts.models import User


class OrderQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """County offices see the county's orders, everybody else the orders to his unit."""
        if not user.is_active:
            return self.none()
        if user.is_inspected:
            hidden = Problem.objects.filter(round__in=Round.objects.hidden())
            return self.filter(unit=user.unit_id).exclude(problems__in=hidden)
        if len(user.area_code) > COUNTY:
            return self.filter(unit=user.unit_id)
        return super().visible_to(user)


class RectificationOrder(models.Model):
    """An order to one unit about one or more problems, numbered without gaps in a year."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    requirement = models.CharField("整改要求", max_length=500)
    issued_on = models.DateField("下达日期")
    due_on = models.DateField("整改时限")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="签发人"
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField("签收时间", null=True, blank=True)
    working_days = models.PositiveSmallIntegerField("限工作日数", null=True, blank=True)
    covers = models.ManyToManyField(
        Problem, related_name="orders", verbose_name="下达的问题"
    )  # as issued; a problem's own `order` is the one that stands

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办整改单"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year", "serial"], name="order_number_once"
            ),
            models.CheckConstraint(
                name="order_runs_forward",
                condition=Q(due_on__gte=F("issued_on")),
                violation_error_message="整改时限不得早于下达日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The order's number as printed."""
        return f"督改〔{self.year}〕{self.serial}号"


class Reply(models.Model):
    """What the responsible unit reports: cause, measure, result, with evidence."""

    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, related_name="replies", verbose_name="问题"
    )
    cause = models.CharField("问题原因", max_length=500)
    measure = models.CharField("整改措施", max_length=500)
    result = models.CharField("整改结果", max_length=500)
    evidence = models.ManyToManyField(Attachment, related_name="replies", verbose_name="佐证")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="报送人"
    )
    at = models.DateTimeField("报送时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "整改报送"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.at:%Y-%m-%d}"


class Gate(models.TextChoices):
    """三不放过. Source: plan 001 (49)."""

    CAUSE = "cause_found", "问题查清"
    MEASURE = "measure_done", "整改到位"
    RESULT = "result_met", "成效达标"


class GateEvidence(models.Model):
    """A file of a reply that proves one gate; a file without a line here proves all three."""

    reply = models.ForeignKey(
        Reply, on_delete=models.CASCADE, related_name="gate_evidence", verbose_name="报送"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="佐证"
    )
    gate = models.CharField("关口", max_length=12, choices=Gate)

    class Meta:
        verbose_name = verbose_name_plural = "分项佐证"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "attachment", "gate"], name="gate_evidence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} {self.gate}"


class Verification(models.Model):
    """Another person's judgement of a reply: the three gates 查清、到位、达标."""

    reply = models.OneToOneField(
        Reply, on_delete=models.PROTECT, related_name="verification", verbose_name="报送"
    )
    cause_found = models.BooleanField("问题查清")
    measure_done = models.BooleanField("整改到位")
    result_met = models.BooleanField("成效达标")
    cause_note = models.CharField("查清情况", max_length=300, blank=True)
    measure_note = models.CharField("到位情况", max_length=300, blank=True)
    result_note = models.CharField("达标情况", max_length=300, blank=True)
    note = models.CharField("复核意见", max_length=500)
    visited_on = models.DateField("现场复核日期", null=True, blank=True)
    photos = models.ManyToManyField(
        Attachment, related_name="verifications", blank=True, verbose_name="复核照片"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="复核人"
    )
    at = models.DateTimeField("复核时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "整改复核"

    def __str__(self) -> str:
        return f"{self.reply_id}"

    @property
    def passed(self) -> bool:
        """Whether all three gates are passed."""
        return self.cause_found and self.measure_done and self.result_met
