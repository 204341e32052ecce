"""Uploads of the register: stored, read, complained about, then applied whole or not at all."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from accounts import clock
from accounts.fields import SealedTextField
from accounts.scope import ScopedQuerySet
from households.roles import upload_kinds

if TYPE_CHECKING:
    from accounts.models import User


class BatchQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Add to the area: who sends in some kinds of file sees these; readers see them all.

        A register holds personal data in the clear, and those who send in postings have no use
        for it.
        """
        rows = super().visible_to(user)
        if not user.has_perm("households.add_registerbatch"):
            return rows
        return rows.filter(kind__in=upload_kinds(user.role_names))


class DifferenceQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Add to the area what holds for uploads: their senders see their own kinds."""
        rows = super().visible_to(user)
        if not user.has_perm("households.add_registerbatch"):
            return rows
        return rows.filter(batch__kind__in=upload_kinds(user.role_names))


class RegisterBatch(models.Model):
    """One uploaded workbook and what came of it."""

    class Kind(models.TextChoices):
        REGISTER = "register", "贫困户底册"
        VILLAGES = "villages", "村名单"
        POSTINGS = "postings", "五个一派驻"
        PAIRINGS = "pairings", "帮扶结对"
        EXIT_PLAN = "exit_plan", "年度退出计划"
        INCOMES = "incomes", "年度收入"
        PLATFORM = "platform", "六有平台名单"

    class State(models.TextChoices):
        RECEIVED = "received", "待核对"
        MAPPING = "mapping", "待对应列名"
        ASKING = "asking", "待确认"
        STAGED = "staged", "待应用"
        REFUSED = "refused", "有误退回"
        APPLIED = "applied", "已应用"
        UNCHANGED = "unchanged", "无变化"
        REVERTED = "reverted", "已撤回"

    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.REGISTER)
    area_code = models.CharField("区划", max_length=12, db_index=True)
    file = models.FileField("文件", upload_to="register/%Y/%m/")
    checked = models.FileField(
        "核对结果",
        upload_to="register/checked/",
        blank=True,
        help_text="核对后的数据，应用后删除",
    )
    file_name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("文件指纹", max_length=64, db_index=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RECEIVED)
    counts = models.JSONField("统计", default=dict)
    options = models.JSONField(
        "核对选项", default=dict, help_text="年度、工作表和上传人对提问的回答"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间", default=clock.now)
    applied_at = models.DateTimeField("应用时间", null=True, blank=True)
    reverted_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "底册导入"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class BatchComplaint(models.Model):
    """What is wrong with one cell of an upload."""

    class Level(models.TextChoices):
        BLOCK = "block", "须改正"
        OUT = "out", "同户不导入"
        ASK = "ask", "待确认"
        WARN = "warn", "请核对"
        NOTE = "note", "已规范"

    batch = models.ForeignKey(
        RegisterBatch, on_delete=models.CASCADE, related_name="complaints", verbose_name="导入"
    )
    sheet = models.CharField("工作表", max_length=40)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=40)
    value = models.CharField("内容", max_length=60, blank=True, help_text="证件号码已遮盖")
    reason = models.CharField("原因", max_length=200)
    level = models.CharField("处理", max_length=5, choices=Level, default=Level.BLOCK)
    question = models.CharField("提问", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入问题"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"第{self.row}行 {self.column}：{self.reason}"


class BatchDifference(models.Model):
    """What an upload adds, changes or does not name; kept, so that it can be taken back."""

    class Act(models.TextChoices):
        ADD = "add", "新增"
        CHANGE = "change", "修改"
        ABSENT = "absent", "登记册有而文件无"

    class Subject(models.TextChoices):
        HOUSEHOLD = "household", "户"
        MEMBER = "member", "成员"
        INCOME = "income", "收入"
        PAIRING = "pairing", "帮扶结对"
        VILLAGE = "village", "村"
        POSTING = "posting", "派驻"

    batch = models.ForeignKey(
        RegisterBatch, on_delete=models.CASCADE, related_name="changes", verbose_name="导入"
    )
    area_code = models.CharField("区划", max_length=12)
    act = models.CharField("变化", max_length=6, choices=Act)
    subject = models.CharField("对象", max_length=10, choices=Subject)
    key = models.CharField("编号", max_length=40, help_text="户编号、人编号、村代码等")
    household_no = models.CharField("户编号", max_length=24, blank=True)
    field = models.CharField("字段", max_length=24, blank=True)
    before = SealedTextField("原值", blank=True)
    after = SealedTextField("新值", blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入变化"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["batch", "act"], name="difference_by_act"),
            models.Index(fields=["household_no"], name="difference_by_household"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.key} {self.field}"


class HeaderMapping(models.Model):
    """What a column of an office's own workbooks is: mapped once, remembered for the county."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    kind = models.CharField("类别", max_length=12, choices=RegisterBatch.Kind)
    header = models.CharField("列名", max_length=60)
    column = models.CharField("对应", max_length=30, blank=True, help_text="留空为不读这一列")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列名对应"
        ordering = ["kind", "header"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "header"], name="header_mapped_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.column}"
