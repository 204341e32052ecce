"""Edited checklists on their way to a new version (修改稿): read, compared, then published."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import clock
from accounts.scope import ScopedQuerySet
from inspections.models.schemes import Scheme


class SchemeDraftQuerySet(ScopedQuerySet):
    def staged(self) -> "SchemeDraftQuerySet":
        """Give those that wait to be published."""
        return self.filter(state=SchemeDraft.State.STAGED)


class SchemeDraft(models.Model):
    """What an uploaded workbook says, kept here between its check and its publication."""

    class State(models.TextChoices):
        STAGED = "staged", "待发布"
        PUBLISHED = "published", "已发布"
        DROPPED = "dropped", "已放弃"

    base = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="drafts", verbose_name="所比版本"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    data = models.JSONField("内容", default=dict)
    sha256 = models.CharField("内容指纹", max_length=64)
    file_name = models.CharField("文件名", max_length=120)
    downloaded_from = models.PositiveIntegerField("工作簿版本", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.STAGED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="上传人",
    )
    uploaded_at = models.DateTimeField("上传时间", default=clock.now)
    published = models.OneToOneField(
        Scheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name="发布的版本",
    )

    objects = SchemeDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案修改稿"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="scheme_draft_published_has_version",
                condition=Q(state="published", published__isnull=False)
                | (~Q(state="published") & Q(published__isnull=True)),
                violation_error_message="已发布的修改稿须有版本。",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
