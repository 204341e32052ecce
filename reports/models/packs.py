"""A month's files put together as one zip (月度材料包)."""

from django.conf import settings
from django.db import models

from reports.models.bulletins import Bulletin


class MonthPack(models.Model):
    """One zip of a monthly bulletin's files; the same content is packed once.

    `mark` is a digest of all that goes in, `files` counts what is in it.
    """

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="packs", verbose_name="通报"
    )
    mark = models.CharField("内容指纹", max_length=64)
    name = models.CharField("文件名", max_length=120)
    file = models.FileField("文件", upload_to="packs/")
    sha256 = models.CharField("文件指纹", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    files = models.PositiveIntegerField("文件数")
    made_at = models.DateTimeField("打包时间")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "月度材料包"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "mark"], name="pack_once_a_content")
        ]

    def __str__(self) -> str:
        return self.name
