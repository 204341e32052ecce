"""Photos and papers: checked on the way in, served only through an authorised view."""

from django.conf import settings
from django.db import models

from accounts import clock
from accounts.scope import ScopedQuerySet


class Attachment(models.Model):
    """One stored file with a random name; the name it came with is kept for people."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    file = models.FileField("文件", upload_to="evidence/%Y/%m/")
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("文件指纹", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    client_key = models.CharField("上传标识", max_length=40, blank=True)
    uploaded_at = models.DateTimeField("上传时间", default=clock.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["uploaded_by", "client_key"],
                condition=~models.Q(client_key=""),
                name="attachment_once_per_key",
            )
        ]

    def __str__(self) -> str:
        return self.name
