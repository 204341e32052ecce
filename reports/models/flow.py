"""How a document went: each act a line, each unit asked to countersign, each number given."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.scope import ScopedQuerySet
from reports.models.bulletins import Bulletin

USER = settings.AUTH_USER_MODEL


class BulletinStep(models.Model):
    """One act on a document; no line changes. Source: domain §3.2 (起草→…→归档)."""

    class Act(models.TextChoices):
        DRAFTED = "drafted", "起草"
        EDITED = "edited", "修改"
        SUBMITTED = "submitted", "送审"
        REVIEWED = "reviewed", "审核通过"
        RETURNED = "returned", "退回"
        COUNTERSIGNED = "countersigned", "会签同意"
        OBJECTED = "objected", "会签不同意"
        SIGNED = "signed", "签发"
        NUMBERED = "numbered", "编号"
        ISSUED = "issued", "印发"
        WITHDRAWN = "withdrawn", "撤回"
        ARCHIVED = "archived", "归档"

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="steps", verbose_name="文件"
    )
    act = models.CharField("环节", max_length=13, choices=Act)
    opinion = models.CharField("意见", max_length=500, blank=True)
    by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "办文过程"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_act_display()


class Countersign(models.Model):
    """One unit asked to countersign one edition of a document (会签)."""

    class State(models.TextChoices):
        ASKED = "asked", "待会签"
        AGREED = "agreed", "同意"
        OBJECTED = "objected", "不同意"

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="countersigns", verbose_name="文件"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="会签单位"
    )
    edition = models.PositiveSmallIntegerField("送审次数")
    state = models.CharField("状态", max_length=8, choices=State, default=State.ASKED)
    opinion = models.CharField("意见", max_length=500, blank=True)
    by = models.ForeignKey(
        USER,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="会签人",
    )
    at = models.DateTimeField("会签时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会签"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "unit", "edition"],
                name="countersign_once_an_edition",
                violation_error_message="该单位已在会签名单中。",
            ),
            models.CheckConstraint(
                name="countersign_answered_is_signed",
                condition=Q(state="asked", by=None, at=None)
                | Q(state__in=["agreed", "objected"], by__isnull=False, at__isnull=False),
                violation_error_message="会签须有会签人和时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_state_display()}"


class DocumentNumber(models.Model):
    """One number given in a series and year; numbers run without gaps and are never given again.

    A withdrawn one stays with its reason. Source: domain §3.2 (撤回 keeps the number).
    """

    class State(models.TextChoices):
        IN_USE = "in_use", "在用"
        WITHDRAWN = "withdrawn", "已撤回"

    area_code = models.CharField("区划", max_length=12)
    series = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.PROTECT, related_name="numbers", verbose_name="文件"
    )
    state = models.CharField("状态", max_length=9, choices=State, default=State.IN_USE)
    reason = models.CharField("撤回原因", max_length=200, blank=True)
    given_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, related_name="+", verbose_name="编号人"
    )
    given_at = models.DateTimeField("编号时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发文字号"
        ordering = ["area_code", "series", "-year", "-serial"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "series", "year", "serial"], name="document_number_once"
            ),
            models.CheckConstraint(
                name="document_number_withdrawn_says_why",
                condition=Q(state="in_use", reason="") | (Q(state="withdrawn") & ~Q(reason="")),
                violation_error_message="撤回文号须说明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.serial}号"
