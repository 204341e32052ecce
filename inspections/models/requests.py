"""What a responsible unit asks for and another decides: more time (延期), an objection (申诉)."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inspections.models.attachments import Attachment
from inspections.models.problems import Problem
from inspections.models.rectifications import RectificationOrder

if TYPE_CHECKING:
    from accounts.models import User


class RequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Follow the problems."""
        return self.filter(problem__in=Problem.objects.visible_to(user).order_by())

    def pending(self) -> Self:
        """Give those nobody has decided."""
        return self.filter(state=Request.State.PENDING)


class Request(models.Model):
    """One thing asked for about one problem; decided once, by somebody of another unit."""

    class State(models.TextChoices):
        PENDING = "pending", "待审批"
        GRANTED = "granted", "同意"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    problem = models.ForeignKey(
        Problem, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="问题"
    )
    order = models.ForeignKey(
        RectificationOrder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="当时的整改单",
    )  # a new order lets a unit ask anew
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申请人"
    )
    at = models.DateTimeField("申请时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审批人",
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision_note = models.CharField("审批意见", max_length=500, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.problem_id} {self.get_state_display()}"


class Extension(Request):
    """延期申请: asked for before the day is past. Source: domain §3.3."""

    progress = models.CharField("已做进展", max_length=500)
    due_before = models.DateField("原时限")
    until = models.DateField("预计完成日期")

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem"],
                condition=Q(state="pending"),
                name="one_pending_extension",
                violation_error_message="该问题已有延期申请在审批。",
            ),
            models.CheckConstraint(
                name="extension_runs_forward",
                condition=Q(until__gt=F("due_before")),
                violation_error_message="预计完成日期须晚于原时限。",
            ),
            models.CheckConstraint(
                name="extension_decided_is_signed",
                condition=Q(state__in=["pending", "withdrawn"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message="审批须有审批人和时间。",
            ),
        ]


class Objection(Request):
    """申诉: the unit holds the problem to be untrue; granted, it is not upheld (不属实)."""

    WORDS = {
        Request.State.PENDING: "待审核",
        Request.State.GRANTED: "成立",
        Request.State.REFUSED: "不成立",
        Request.State.WITHDRAWN: "已撤回",
    }

    evidence = models.ManyToManyField(Attachment, related_name="objections", verbose_name="佐证")

    class Meta:
        verbose_name = verbose_name_plural = "申诉"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["problem"],
                condition=Q(state="pending"),
                name="one_pending_objection",
                violation_error_message="该问题已有申诉在审核。",
            ),
            models.CheckConstraint(
                name="objection_decided_is_signed",
                condition=Q(state__in=["pending", "withdrawn"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message="审核须有审核人和时间。",
            ),
        ]

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # the plugin has one of its own
        """Give the state in an objection's own words."""
        return self.WORDS[Request.State(self.state)]
