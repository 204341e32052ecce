"""The office's own wording of the drafted text; the shipped one is in reports/wordings."""

from django.conf import settings
from django.db import models

from accounts.scope import ScopedQuerySet


class Wording(models.Model):
    """One edition of one passage's wording with its slots; the newest of a key holds.

    An empty `text` goes back to the shipped wording.
    """

    area_code = models.CharField("区划", max_length=12, db_index=True)
    kind = models.CharField("文种", max_length=14)
    key = models.CharField("段落", max_length=40)
    version = models.PositiveIntegerField("版本")
    text = models.TextField("用语", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="修改人"
    )
    at = models.DateTimeField("修改时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报用语"
        ordering = ["area_code", "kind", "key", "-version"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "key", "version"],
                name="wording_version_once",
                violation_error_message="他人刚修改了该段用语，请刷新后再改。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} 第{self.version}版"
