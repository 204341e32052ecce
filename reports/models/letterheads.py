"""An office's own .docx templates with named slots, each upload a version."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scope import ScopedQuerySet


class Letterhead(models.Model):
    """One version of an office's template; `kind` "" serves every kind of document.

    At most one version of a place and kind is in use; earlier ones stay for what they printed.
    """

    area_code = models.CharField("区划", max_length=12, db_index=True)
    kind = models.CharField("文种", max_length=14, blank=True)
    name = models.CharField("名称", max_length=60)
    version = models.PositiveIntegerField("版本")
    file = models.FileField("模板文件", upload_to="letterheads/")
    sha256 = models.CharField("文件指纹", max_length=64)
    slots = models.JSONField("槽位", default=list)
    in_use = models.BooleanField("启用", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文模板"
        ordering = ["area_code", "kind", "-version"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "version"], name="letterhead_version_once"
            ),
            models.UniqueConstraint(
                fields=["area_code", "kind"],
                condition=Q(in_use=True),
                name="letterhead_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"
