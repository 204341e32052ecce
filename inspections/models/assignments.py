"""Assignments (任务): which team visits which unit by when, with which checklist."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from accounts.models import Unit
from inspections.models.draws import DrawnUnit
from inspections.models.rounds import Round, Team
from inspections.models.schemes import Checklist
from inspections.models.subjects import FieldworkQuerySet, Subject

if TYPE_CHECKING:
    from accounts.models import User


class AssignmentQuerySet(FieldworkQuerySet):
    def carried_by(self, user: "User") -> Self:
        return self.filter(team__members=user)

    def concerning_unit(self, user: "User") -> Self:
        """Narrow to what the user's own department fills in itself."""
        return self.filter(filling_unit=user.unit_id or 0)

    def filled_by(self, user: "User") -> Self:
        """Give those the user fills in: his teams', and what his unit reports itself."""
        own = self.filter(team__in=Team.members.through.objects.filter(user=user).values("team"))
        return own | self.filter(filling_unit=user.unit_id) if user.unit_id else own

    def active(self) -> Self:
        """Give those that still stand: a replaced household's assignment is withdrawn."""
        return self.filter(withdrawn=False)

    def unfinished(self) -> Self:
        return self.active().exclude(visit__state__in=["submitted", "accepted"])

    def overdue(self, *, on: date) -> Self:
        return self.unfinished().filter(due_on__lt=on)


class Assignment(Subject):
    """One unit to be visited in a round."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="assignments", verbose_name="期次"
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="assignments", verbose_name="督查组"
    )
    checklist = models.ForeignKey(
        Checklist, on_delete=models.PROTECT, related_name="+", verbose_name="检查表"
    )
    drawn_unit = models.OneToOneField(
        DrawnUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="assignment"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="负责人",
    )
    filling_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="自报单位",
    )
    due_on = models.DateField("完成期限")
    withdrawn = models.BooleanField("已撤回", default=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查任务"
        ordering = ["round", "area_code", "id"]
        permissions = [("assign_round", "分派任务")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "subject_kind", "subject_code"],
                name="assignment_once_per_round",
                violation_error_message="该对象本期已有任务。",
            )
        ]

    def __str__(self) -> str:
        return self.subject_name

    def may_be_filled_by(self, user: "User") -> bool:
        """Whether the user is of the team that has it, or of the unit that reports itself."""
        if self.filling_unit_id is not None and self.filling_unit_id == user.unit_id:
            return True
        return self.team.members.filter(pk=user.pk).exists()


class HandOver(models.Model):
    """An assignment that went from one person or team to another, and why."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="hand_overs", verbose_name="任务"
    )
    from_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", verbose_name="原督查组"
    )
    to_team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="+", verbose_name="现督查组"
    )
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("原因", max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="经办人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "任务交接"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.assignment)
