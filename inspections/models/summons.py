"""约谈 records: who was called in, over which problems, and what was asked of him."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.fields import SealedTextField
from accounts.models import Unit
from accounts.scope import ScopedQuerySet
from inspections.models.problems import Problem
from inspections.models.rounds import Round

if TYPE_CHECKING:
    from accounts.models import User


class SummonsQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Let the inspected see their own unit's records only, none over a hidden 暗访."""
        if not user.is_active:
            return self.none()
        if user.is_inspected:
            hidden = Problem.objects.filter(round__in=Round.objects.hidden())
            own = self.filter(unit=user.unit_id, annulled_at=None)
            return own.exclude(problems__in=hidden)
        return self.within(user.area_code[:6])


class InterviewSummons(models.Model):
    """One 约谈提醒 held with a unit's person; sealed once recorded, annulled only with a reason.

    Source: domain §3.3 (约谈提醒记录表: 对象、时间、问题、要求、时限), 002 (31).
    """

    area_code = models.CharField("区划", max_length=12, db_index=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="被约谈单位"
    )
    person_name = SealedTextField("被约谈人", max_length=30)
    post = models.CharField("职务", max_length=60, blank=True)
    held_on = models.DateField("约谈日期")
    place = models.CharField("地点", max_length=100)
    host = models.CharField("约谈人", max_length=60)
    problems = models.ManyToManyField(
        Problem, blank=True, related_name="summonses", verbose_name="所涉问题"
    )
    matter = models.CharField("约谈事由", max_length=1000)
    requirement = models.CharField("整改要求", max_length=1000)
    due_on = models.DateField("整改时限")
    statement = models.CharField("被约谈人表态", max_length=1000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="记录人"
    )
    recorded_at = models.DateTimeField("记录时间")
    annulled_at = models.DateTimeField("作废时间", null=True, blank=True)
    annul_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = SummonsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "约谈记录"
        ordering = ["-held_on", "-id"]
        default_permissions = ("view",)
        permissions = [("record_summons", "登记约谈")]
        constraints = [
            models.CheckConstraint(
                name="summons_due_after_held",
                condition=Q(due_on__gte=models.F("held_on")),
                violation_error_message="整改时限不得早于约谈日期。",
            ),
            models.CheckConstraint(
                name="summons_annulled_says_why",
                condition=Q(annulled_at=None, annul_reason="")
                | (Q(annulled_at__isnull=False) & ~Q(annul_reason="")),
                violation_error_message="作废须说明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.held_on:%Y-%m-%d}"
