"""The annual plan and the special programmes."""

from django.db import models

from accounts.models import Unit
from accounts.scope import ScopedQuerySet


class AnnualTarget(models.Model):
    """What a county or township must achieve in a year: villages off the list, people out."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    villages = models.PositiveIntegerField("计划摘帽村（个）", default=0)
    households = models.PositiveIntegerField("计划脱贫户（户）", default=0)
    persons = models.PositiveIntegerField("计划脱贫人口（人）", default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度减贫任务"
        ordering = ["year", "area_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year"],
                name="target_once_a_year",
                violation_error_message="该区划该年度已有任务。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.year}"


class Programme(models.Model):
    """One of the 17 special programmes (扶贫专项) of a year and its lead department."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("编号", max_length=8)
    name = models.CharField("专项名称", max_length=40)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="牵头单位"
    )
    is_supplement = models.BooleanField(
        "补列", default=False, help_text="文件未列名，据省级专项清单补列"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "扶贫专项"
        ordering = ["year", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year", "code"],
                name="programme_once_a_year",
                violation_error_message="该年度已有此编号的专项。",
            )
        ]

    def __str__(self) -> str:
        return self.name
