"""举一反三: others look for the same problem at home and say what they found."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.scope import COUNTY, ScopedQuerySet
from inspections.models.attachments import Attachment
from inspections.models.problems import Problem
from inspections.models.rounds import Round
from inspections.models.subjects import Subject

if TYPE_CHECKING:
    from accounts.models import User


class SelfCheckQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """County offices see the county's, everybody else what his own unit must answer."""
        if not user.is_active:
            return self.none()
        if user.is_inspected or len(user.area_code) > COUNTY:
            hidden = Round.objects.hidden()  # asked only of what may be known; said once more
            return self.filter(unit=user.unit_id or 0).exclude(problem__round__in=hidden)
        return super().visible_to(user)

    def open(self) -> Self:
        return self.filter(state=SelfCheck.State.ASKED)


class SelfCheck(Subject):
    """One subject that is to look for the item a problem is about. Source: plan 003 (57)."""

    class State(models.TextChoices):
        ASKED = "asked", "待自查"
        ANSWERED = "answered", "已自查"

    class Why(models.TextChoices):
        FAILED = "failed", "同条目不合格"
        NOT_CHECKED = "not_checked", "同条目未查"
        NOT_VISITED = "not_visited", "本期未督查"

    class Result(models.TextChoices):
        CLEAR = "clear", "无此问题"
        FOUND = "found", "有此问题"

    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, related_name="self_checks", verbose_name="由问题"
    )
    item = models.CharField("条目", max_length=12)
    matter = models.CharField("自查内容", max_length=300)
    why = models.CharField("缘由", max_length=12, choices=Why)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="自查单位"
    )
    due_on = models.DateField("完成期限")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="布置人"
    )
    asked_at = models.DateTimeField("布置时间")
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    result = models.CharField("结果", max_length=8, choices=Result, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    evidence = models.ManyToManyField(Attachment, related_name="self_checks", verbose_name="佐证")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="自查人",
    )
    answered_at = models.DateTimeField("自查时间", null=True, blank=True)
    raised = models.ForeignKey(
        Problem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="由此登记的问题",
    )

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "举一反三自查"
        ordering = ["due_on", "area_code", "id"]
        permissions = [("ask_self_check", "布置举一反三自查")]
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "subject_kind", "subject_code"],
                name="self_check_once_per_subject",
                violation_error_message="该对象已布置过自查。",
            ),
            models.CheckConstraint(
                name="self_check_answered_has_result",
                condition=Q(state="asked", result="")
                | (Q(state="answered") & ~Q(result="") & Q(answered_at__isnull=False)),
                violation_error_message="自查须有结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.item}"
