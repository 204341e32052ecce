"""Thresholds and standards: data with a place and dates, never constants in code."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.scope import ScopedQuerySet


class ParameterQuerySet(ScopedQuerySet):
    def valid_on(self, day: date) -> Self:
        """Give the rows in force on a day; both ends belong to the term."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__gte=day) | Q(valid_to=None))


class Parameter(models.Model):
    """One standard, such as the poverty line of a year (元) or the insured rate (比例)."""

    area_code = models.CharField("区划", max_length=12, blank=True, db_index=True)
    key = models.CharField("标识", max_length=40)
    label = models.CharField("名称", max_length=60)
    value = models.DecimalField("数值", max_digits=14, decimal_places=4)
    unit = models.CharField("单位", max_length=10, blank=True)
    valid_from = models.DateField("起效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    source = models.CharField("依据", max_length=120, blank=True)

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参数"
        ordering = ["key", "area_code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "key", "valid_from"],
                name="parameter_once_per_day",
                violation_error_message="同一参数同一天只能有一个数值。",
            ),
            models.CheckConstraint(
                name="parameter_term_runs_forward",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="失效日期不得早于起效日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.plain_value}"

    @property
    def plain_value(self) -> str:
        """The value as it is written: no zeros behind the point, its unit after it."""
        return f"{self.value.normalize():f}{self.unit}"
