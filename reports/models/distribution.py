"""To whom documents go: lists used again each month (主送、抄送)."""

from django.db import models

from accounts.models import Unit
from accounts.scope import ScopedQuerySet


class DistributionList(models.Model):
    """Who a document is sent to, in words for the paper and as units that sign for it.

    Source: plan 000, the line of addressees (各乡镇党委、街道党工委……).
    """

    area_code = models.CharField("区划", max_length=12, db_index=True)
    name = models.CharField("名称", max_length=40)
    addressees = models.CharField("主送（公文用语）", max_length=300)
    copies = models.CharField("抄送（公文用语）", max_length=300, blank=True)
    unit_kinds = models.JSONField("须签收的单位类别", default=list, blank=True)
    units = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="另须签收的单位"
    )
    is_default = models.BooleanField("默认", default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发文范围"
        ordering = ["area_code", "-is_default", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "name"],
                name="distribution_name_once",
                violation_error_message="已有同名的发文范围。",
            )
        ]

    def __str__(self) -> str:
        return self.name
