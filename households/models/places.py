"""Places: county 6 digits, township 9, village 12, each code beginning with its parent's."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.scope import ScopedQuerySet


class AreaQuerySet(ScopedQuerySet):
    area_field = "code"

    def counties(self) -> Self:
        return self.filter(level=Area.Level.COUNTY)

    def townships(self) -> Self:
        return self.filter(level=Area.Level.TOWNSHIP)

    def villages(self) -> Self:
        return self.filter(level=Area.Level.VILLAGE)

    def poor_villages(self) -> Self:
        return self.villages().filter(is_poor=True)


class Area(models.Model):
    """A county, township or village under its national statistical code."""

    class Level(models.TextChoices):
        COUNTY = "county", "区县"
        TOWNSHIP = "township", "乡镇街道"
        VILLAGE = "village", "村社区"

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级",
    )
    level = models.CharField("级别", max_length=8, choices=Level)
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=60)
    is_poor = models.BooleanField("贫困村", default=False)
    planned_exit_year = models.PositiveSmallIntegerField("计划摘帽年度", null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "code"], name="area_by_level")]
        constraints = [
            models.CheckConstraint(
                name="area_only_villages_are_poor",
                condition=Q(level="village") | Q(is_poor=False, planned_exit_year=None),
                violation_error_message="只有村可以是贫困村或列入摘帽计划。",
            ),
            models.CheckConstraint(
                name="area_only_poor_villages_exit",
                condition=Q(is_poor=True) | Q(planned_exit_year=None),
                violation_error_message="只有贫困村可以列入摘帽计划。",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def area_code(self) -> str:
        """The place the row belongs to: itself."""
        return self.code

    @property
    def full_name(self) -> str:
        """The name with the township's before it, for a village; other places by their own."""
        if self.level != self.Level.VILLAGE or self.parent is None:
            return self.short_name
        return f"{self.parent.short_name}{self.short_name}"


class AreaAlias(models.Model):
    """Another or former name of a place, with the days it was in use. Source: domain §5 no. 26."""

    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="aliases", verbose_name="区划"
    )
    area_code = models.CharField("区划代码", max_length=12, db_index=True)
    name = models.CharField("别名", max_length=60)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划别名"
        ordering = ["area_code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                name="area_alias_once",
                violation_error_message="该区划已有此别名。",
            )
        ]

    def __str__(self) -> str:
        return self.name
