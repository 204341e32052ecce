"""Who got a document, and what leaders wrote on it."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.scope import COUNTY, ScopedQuerySet
from reports.models.bulletins import Bulletin

if TYPE_CHECKING:
    from accounts.models import User

USER = settings.AUTH_USER_MODEL


class ReceiptQuerySet(ScopedQuerySet):
    """Receipts by the county of their document."""

    area_field = "bulletin__area_code"

    def visible_to(self, user: "User") -> Self:
        """Let the county's offices see every unit's, whoever is inspected his own unit's."""
        if not user.is_active:
            return self.none()
        rows = self.within(user.area_code[:COUNTY])
        return rows.filter(unit=user.unit_id) if user.is_inspected else rows

    def waiting(self) -> Self:
        """Those not signed for, of documents in force."""
        return self.filter(received_at=None, bulletin__state__in=Bulletin.SEALED)


class Receipt(models.Model):
    """One unit an issued document was sent to; signed for once (签收)."""

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="receipts", verbose_name="文件"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    sent_at = models.DateTimeField("发出时间")
    received_by = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签收人",
    )
    received_at = models.DateTimeField("签收时间", null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "签收"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "unit"], name="receipt_once_a_unit"),
            models.CheckConstraint(
                name="receipt_signed_is_dated",
                condition=Q(received_by=None, received_at=None)
                | Q(received_by__isnull=False, received_at__isnull=False),
                violation_error_message="签收须有签收人和时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"


class InstructionQuerySet(ScopedQuerySet):
    """Instructions by the county of their document."""

    area_field = "bulletin__area_code"

    def visible_to(self, user: "User") -> Self:
        """Let leaders and the office see the county's, everybody else those to his own unit.

        An instruction on a document for leaders only reaches its unit without the document.
        """
        if not (user.is_active and user.has_perm("reports.view_instruction")):
            return self.none()
        rows = self.within(user.area_code[:COUNTY])
        whole = ("reports.instruct_bulletin", "reports.assemble_bulletin")
        return rows if any(map(user.has_perm, whole)) else rows.filter(unit=user.unit_id or 0)

    def overdue(self, *, on: date) -> Self:
        """Those without a reply after their day."""
        return self.filter(state=Instruction.State.ASKED, due_on__lt=on)


class Instruction(models.Model):
    """A leader's instruction on a document (批示): who carries it out, by when, the reply.

    Source: plan 000 (06), domain §3.3 (领导批示栏).
    """

    class State(models.TextChoices):
        ASKED = "asked", "待办"
        REPLIED = "replied", "已反馈"
        DONE = "done", "已办结"

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.PROTECT, related_name="instructions", verbose_name="文件"
    )
    leader = models.CharField("批示领导", max_length=40)
    text = models.CharField("批示内容", max_length=500)
    given_on = models.DateField("批示日期")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    due_on = models.DateField("反馈时限")
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    reply = models.CharField("办理情况", max_length=1000, blank=True)
    replied_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField("反馈时间", null=True, blank=True)
    closing = models.CharField("办结意见", max_length=500, blank=True)
    closed_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    entered_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间")

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "领导批示"
        ordering = ["-given_on", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="instruction_due_after_given",
                condition=Q(due_on__gte=models.F("given_on")),
                violation_error_message="反馈时限不得早于批示日期。",
            ),
            models.CheckConstraint(
                name="instruction_replied_is_signed",
                condition=Q(state="asked")
                | (Q(replied_by__isnull=False, replied_at__isnull=False) & ~Q(reply="")),
                violation_error_message="反馈须有办理情况、反馈人和时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader}：{self.text[:20]}"


class InstructionStep(models.Model):
    """One act on an instruction; no line changes, so a reply that was sent back stays to read."""

    class Act(models.TextChoices):
        GIVEN = "given", "批示"
        REPLIED = "replied", "反馈"
        RETURNED = "returned", "退回"
        DONE = "done", "办结"

    instruction = models.ForeignKey(
        Instruction, on_delete=models.CASCADE, related_name="steps", verbose_name="批示"
    )
    act = models.CharField("环节", max_length=8, choices=Act)
    text = models.CharField("内容", max_length=1000, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "批示办理过程"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_act_display()
