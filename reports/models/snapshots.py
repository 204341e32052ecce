"""The facts of an open month, kept until something changes."""

from django.db import models

from accounts.scope import ScopedQuerySet


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
