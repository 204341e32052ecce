"""The annual plan: targets, special programmes, pledges and plan documents."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from accounts import clock
from accounts.models import Unit
from accounts.scope import ScopedQuerySet


class AnnualTarget(models.Model):
    """What a county, township or village must achieve in a year: villages off the list, people."""

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


class PledgeQuerySet(ScopedQuerySet):
    def signed(self) -> Self:
        return self.exclude(signed_on=None)

    def unsigned(self) -> Self:
        return self.filter(signed_on=None)

    def overdue(self, *, on: date) -> Self:
        """Give what should have been signed before this day and is not."""
        return self.unsigned().filter(due_on__lt=on)

    def of_tier(self, digits: int) -> Self:
        """Give those signed by townships (9 digits) or villages (12)."""
        return self.annotate(digits=Length("area_code")).filter(digits=digits)


class Pledge(models.Model):
    """A responsibility pledge (责任书) of a year between one tier and the next below it."""

    area_code = models.CharField("签订方区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("应签日期")
    signed_on = models.DateField("签订日期", null=True, blank=True)
    signer = models.CharField("签订人职务", max_length=40, blank=True)
    file = models.FileField("责任书", upload_to="pledges/%Y/", blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任书"
        ordering = ["-year", "area_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year"],
                name="pledge_once_a_year",
                violation_error_message="该区划该年度已有责任书。",
            ),
            models.CheckConstraint(
                name="pledge_signed_by_somebody",
                condition=Q(signed_on=None) | ~Q(signer=""),
                violation_error_message="已签订的责任书须写明签订人职务。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.year}"


class PlanDocumentQuerySet(ScopedQuerySet):
    def current(self) -> Self:
        """Give the documents in force: a newer one has not replaced them."""
        return self.filter(replaced_by=None)


class PlanDocument(models.Model):
    """A plan on paper: 乡乡有规划、村村有方案. Households have theirs in the register."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=100)
    dated_on = models.DateField("成文日期")
    file = models.FileField("文件", upload_to="plans/%Y/")
    sha256 = models.CharField("文件指纹", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", default=clock.now)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="被替换为",
    )

    objects = PlanDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "规划方案"
        ordering = ["-year", "area_code", "-id"]
        constraints = [
            models.CheckConstraint(
                name="plan_document_not_its_own_heir",
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                violation_error_message="文件不能替换自己。",
            )
        ]

    def __str__(self) -> str:
        return self.title
