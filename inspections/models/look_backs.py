"""回头看: closed problems visited again, chosen by lot or by hand."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.scope import ScopedQuerySet
from inspections.models.attachments import Attachment
from inspections.models.problems import Problem

if TYPE_CHECKING:
    from accounts.models import User


class LookBackDraw(models.Model):
    """A lot over closed problems: list sealed first, then the public seed; both replay it."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    conditions = models.CharField("名单范围", max_length=200, blank=True)
    frame = models.TextField("名单", help_text="问题编号，每行一个")
    take = models.PositiveIntegerField("抽取个数")
    seal = models.CharField("封签", max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="封存人"
    )
    at = models.DateTimeField("封存时间")
    seed = models.CharField("种子", max_length=64, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="抽取人",
    )
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回头看抽取"
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year", "serial"], name="look_back_draw_number_once"
            ),
            models.UniqueConstraint(
                fields=["area_code"],
                condition=Q(seed=""),
                name="look_back_one_waiting_draw",
                violation_error_message="本区县已有回头看名单封存待抽。",
            ),
        ]

    def __str__(self) -> str:
        return f"回头看〔{self.year}〕{self.serial}号"


class LookBackQuerySet(models.QuerySet["LookBack"]):
    def visible_to(self, user: "User") -> Self:
        """An inspector sees those he is to do, others those of the problems they see."""
        if not user.is_active:
            return self.none()
        if user.has_role(Role.INSPECTOR):
            return self.filter(inspector=user)
        rows = self.filter(problem__in=Problem.objects.visible_to(user))
        # the visit is not announced to those who are visited
        waiting = Q(state=LookBack.State.ASKED)
        if not user.is_inspected:
            waiting &= Q(problem__responsible_unit=user.unit_id or 0)
        return rows.exclude(waiting)

    def open(self) -> Self:
        return self.filter(state=LookBack.State.ASKED)


class LookBack(models.Model):
    """A closed problem looked at again by a person of another unit."""

    class State(models.TextChoices):
        ASKED = "asked", "待回访"
        HELD = "held", "整改巩固"
        RELAPSED = "relapsed", "问题反弹"

    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, related_name="look_backs", verbose_name="问题"
    )
    draw = models.ForeignKey(
        LookBackDraw,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="look_backs",
        verbose_name="抽取",
    )
    reason = models.CharField("选定理由", max_length=200, blank=True)
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="回访人"
    )
    due_on = models.DateField("完成期限")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="布置人"
    )
    asked_at = models.DateTimeField("布置时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    visited_on = models.DateField("回访日期", null=True, blank=True)
    note = models.CharField("回访情况", max_length=500, blank=True)
    photos = models.ManyToManyField(Attachment, related_name="look_backs", verbose_name="照片")
    at = models.DateTimeField("填报时间", null=True, blank=True)

    objects = LookBackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回头看"
        ordering = ["due_on", "id"]
        permissions = [("plan_look_back", "安排回头看"), ("record_look_back", "填报回头看")]
        constraints = [
            models.UniqueConstraint(
                fields=["problem"],
                condition=Q(state="asked"),
                name="one_open_look_back",
                violation_error_message="该问题已安排回头看。",
            ),
            models.CheckConstraint(
                name="look_back_done_is_dated",
                condition=Q(state="asked") | Q(visited_on__isnull=False, at__isnull=False),
                violation_error_message="回头看须有回访日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.get_state_display()}"
