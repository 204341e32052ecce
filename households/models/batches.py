"""Uploads of the register: stored, read, complained about, then applied whole or not at all."""

from django.conf import settings
from django.db import models

from accounts import clock
from accounts.scope import ScopedQuerySet


class RegisterBatch(models.Model):
    """One uploaded workbook and what came of it."""

    class State(models.TextChoices):
        STAGED = "staged", "待应用"
        REFUSED = "refused", "有误退回"
        APPLIED = "applied", "已应用"

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
    state = models.CharField("状态", max_length=8, choices=State)
    counts = models.JSONField("统计", default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间", default=clock.now)
    applied_at = models.DateTimeField("应用时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "底册导入"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class BatchComplaint(models.Model):
    """What is wrong with one cell of an upload."""

    batch = models.ForeignKey(
        RegisterBatch, on_delete=models.CASCADE, related_name="complaints", verbose_name="导入"
    )
    sheet = models.CharField("工作表", max_length=40)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=40)
    value = models.CharField("内容", max_length=60, blank=True, help_text="证件号码已遮盖")
    reason = models.CharField("原因", max_length=200)
    blocks = models.BooleanField("须改正", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入问题"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"第{self.row}行 {self.column}：{self.reason}"
