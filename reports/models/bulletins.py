"""Bulletins (通报) and the other documents an office issues, each with its facts and files."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import clock
from accounts.scope import ScopedQuerySet
from reports.models.distribution import DistributionList
from reports.models.letterheads import Letterhead

if TYPE_CHECKING:
    from accounts.models import User


class BulletinQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Let a township read its county's issued bulletins; the rest is for the offices.

        Drafts, withdrawn documents and those written for leaders only (专报、专题汇报) stay hidden
        from whoever is inspected.
        """
        if not user.is_active:
            return self.none()
        county = self.within(user.area_code[:6])
        return county.issued().for_everybody() if user.is_inspected else county

    def taken_back_from(self, user: "User") -> Self:
        """Give what the user could read until it was withdrawn, for its number and reason only.

        Whoever shows these rows shows neither text nor files; `visible_to` keeps hiding them.
        """
        if not user.is_active:
            return self.none()
        sent = self.within(user.area_code[:6]).exclude(issued_at=None)
        rows = sent.filter(state=Bulletin.State.WITHDRAWN)
        return rows.for_everybody() if user.is_inspected else rows

    def for_everybody(self) -> Self:
        """All but those for leaders only (专报、专题汇报) and what corrects one of them."""
        rows = self.exclude(kind__in=Bulletin.INTERNAL)
        return rows.exclude(corrects__kind__in=Bulletin.INTERNAL)

    def issued(self) -> Self:
        """Those printed and sent out: the closed books."""
        return self.filter(state__in=Bulletin.SEALED)

    def standing(self) -> Self:
        """All but the withdrawn ones."""
        return self.exclude(state=Bulletin.State.WITHDRAWN)

    def monthly(self) -> Self:
        """The monthly bulletins."""
        return self.filter(kind=Bulletin.Kind.MONTHLY)


class Bulletin(models.Model):
    """One document of a county on its way from draft to archive. Issued is sealed.

    `period` is the first month it reports on, `until` the last; both are firsts of a month.
    Source: domain §3.2 (states), §3.3 (kinds); plan 000 §6.
    """

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "督查通报"
        SUPPLEMENT = "supplement", "更正补充通报"
        SPECIAL_REPORT = "special_report", "督查专报"
        BRIEFING = "briefing", "专题汇报"
        QUARTER = "quarter", "季度评比通报"
        HALF_YEAR = "half_year", "半年小结"
        YEAR = "year", "年底总评"
        CROSS_CHECK = "cross_check", "互查通报"
        RANKING = "ranking", "排名通报"

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEW = "review", "待审核"
        COUNTERSIGN = "countersign", "会签中"
        SIGNING = "signing", "待签发"
        SIGNED = "signed", "待编号"
        NUMBERED = "numbered", "待印发"
        ISSUED = "issued", "已印发"
        ARCHIVED = "archived", "已归档"
        WITHDRAWN = "withdrawn", "已撤回"

    SEALED = (State.ISSUED, State.ARCHIVED)
    UNNUMBERED = (State.DRAFT, State.REVIEW, State.COUNTERSIGN, State.SIGNING, State.SIGNED)
    INTERNAL = (Kind.SPECIAL_REPORT, Kind.BRIEFING)

    area_code = models.CharField("区划", max_length=12, db_index=True)
    kind = models.CharField("文种", max_length=14, choices=Kind, default=Kind.MONTHLY)
    period = models.DateField("期次", help_text="当月1日")
    until = models.DateField("止于", help_text="末月1日", null=True, blank=True)
    state = models.CharField("状态", max_length=11, choices=State, default=State.DRAFT)
    series = models.CharField("机关代字", max_length=20, default="目督通")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    total_serial = models.PositiveIntegerField("总期数", null=True, blank=True)
    title = models.CharField("标题", max_length=100)
    facts = models.JSONField("数据")
    facts_sha = models.CharField("数据指纹", max_length=64)
    passages = models.JSONField("正文", default=list, blank=True)
    search_text = models.TextField("检索文字", blank=True)
    edition = models.PositiveSmallIntegerField("送审次数", default=0)
    distribution = models.ForeignKey(
        DistributionList, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    addressees = models.CharField("主送", max_length=300, blank=True)
    copies = models.CharField("抄送", max_length=300, blank=True)
    letterhead = models.ForeignKey(
        Letterhead, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supplements",
        verbose_name="所更正的文件",
    )
    assembled_at = models.DateTimeField("起草时间", default=clock.now)
    assembled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_on = models.DateField("成文日期", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    seal = models.CharField("封签", max_length=64, blank=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查通报"
        ordering = ["-period", "-id"]
        permissions = [
            ("assemble_bulletin", "起草通报"),
            ("review_bulletin", "审核通报"),
            ("countersign_bulletin", "会签通报"),
            ("sign_bulletin", "签发通报"),
            ("issue_bulletin", "编号印发通报"),
            ("receive_bulletin", "签收通报"),
            ("instruct_bulletin", "批示"),
            ("answer_instruction", "办理批示"),
            ("edit_wording", "修改通报用语"),
            ("manage_letterhead", "管理公文模板"),
            ("view_ledger", "查看台账"),
            ("view_first_secretary_ledger", "查看“第一书记”履职督查台账"),
            ("view_posting_ledger", "查看干部驻村帮扶督查台账"),
            ("view_dashboard", "查看看板"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "period"],
                name="bulletin_once_a_term",
                condition=Q(kind__in=["monthly", "quarter", "half_year", "year"])
                & ~Q(state="withdrawn"),
                violation_error_message="该期已有同种文件。",
            ),
            models.UniqueConstraint(
                fields=["area_code", "series", "year", "serial"], name="bulletin_number_once"
            ),
            models.CheckConstraint(
                name="bulletin_numbered_by_state",
                condition=Q(
                    state__in=["draft", "review", "countersign", "signing", "signed"], serial=None
                )
                | Q(
                    state__in=["numbered", "issued", "archived", "withdrawn"],
                    year__isnull=False,
                    serial__isnull=False,
                    issued_on__isnull=False,
                ),
                violation_error_message="编号之后的文件须有文号和成文日期，编号之前没有文号。",
            ),
            models.CheckConstraint(
                name="bulletin_withdrawn_says_why",
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                violation_error_message="撤回的文件须说明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number as printed, blank before it has one: 目督通〔2016〕7号, 第3期（总第15期）."""
        if not self.serial:
            return ""
        if self.total_serial:
            return f"第{self.serial}期（总第{self.total_serial}期）"
        return f"{self.series}〔{self.year}〕{self.serial}号"

    @property
    def is_sealed(self) -> bool:
        """Whether it is a closed book: printed and sent out."""
        return self.state in self.SEALED

    @property
    def is_internal(self) -> bool:
        """Whether it is for leaders and offices only: 专报、专题汇报, and what corrects one."""
        return self.kind in self.INTERNAL or (
            self.corrects is not None and self.corrects.kind in self.INTERNAL
        )


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
