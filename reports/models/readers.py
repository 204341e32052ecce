"""Who got a document, and what leaders wrote on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from reports.models.bulletins import Bulletin

USER = settings.AUTH_USER_MODEL


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
