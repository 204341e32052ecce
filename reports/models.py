"""Bulletins (通报): the month's closed book, with its facts and files."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import clock
from accounts.scope import ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class BulletinQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Let a township read its county's bulletins; drafts are for the county's offices."""
        if not user.is_active:
            return self.none()
        county = self.within(user.area_code[:6])
        return county.filter(state=Bulletin.State.ISSUED) if user.is_inspected else county


class Bulletin(models.Model):
    """One month's bulletin of a county. Issued is sealed with its facts and its files."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        ISSUED = "issued", "已签发"

    area_code = models.CharField("区划", max_length=12, db_index=True)
    period = models.DateField("期次", help_text="当月1日")
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFT)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    title = models.CharField("标题", max_length=100)
    facts = models.JSONField("数据")
    facts_sha = models.CharField("数据指纹", max_length=64)
    assembled_at = models.DateTimeField("起草时间", default=clock.now)
    assembled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_on = models.DateField("成文日期", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查通报"
        ordering = ["-period"]
        permissions = [
            ("assemble_bulletin", "起草通报"),
            ("issue_bulletin", "签发通报"),
            ("view_ledger", "查看台账"),
            ("view_first_secretary_ledger", "查看“第一书记”履职督查台账"),
            ("view_posting_ledger", "查看干部驻村帮扶督查台账"),
            ("view_dashboard", "查看看板"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "period"],
                name="bulletin_once_a_month",
                violation_error_message="该月已有通报。",
            ),
            models.UniqueConstraint(
                fields=["area_code", "year", "serial"], name="bulletin_number_once"
            ),
            models.CheckConstraint(
                name="bulletin_issued_is_numbered",
                condition=Q(state="draft", serial=None, issued_on=None)
                | Q(
                    state="issued",
                    year__isnull=False,
                    serial__isnull=False,
                    issued_on__isnull=False,
                ),
                violation_error_message="签发的通报须有文号和成文日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number as printed, blank for a draft: 目督通〔2016〕7号."""
        return f"目督通〔{self.year}〕{self.serial}号" if self.serial else ""


class FactsSnapshot(models.Model):
    """The facts of a month not yet issued, as gathered last; `marker` says after which acts."""

    area_code = models.CharField("区划", max_length=12)
    period = models.DateField("期次", help_text="当月1日")
    as_of = models.DateField("数据截至")
    marker = models.CharField("变更标记", max_length=60)
    facts = models.JSONField("数据")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "当月数据"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["area_code", "period"], name="facts_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.period:%Y-%m}"


class BulletinFile(models.Model):
    """One file of a bulletin: the document, its PDF, an annex or a ledger."""

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="files", verbose_name="通报"
    )
    kind = models.CharField("类别", max_length=30)
    name = models.CharField("文件名", max_length=120)
    file = models.FileField("文件", upload_to="bulletins/%Y/")
    sha256 = models.CharField("文件指纹", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "通报文件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "kind"], name="bulletin_file_once")
        ]

    def __str__(self) -> str:
        return self.name
