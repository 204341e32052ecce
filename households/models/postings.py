"""Who helps: the five posts of a village (五个一) and the helper of a household. Dated, kept."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.fields import SealedTextField
from accounts.models import Unit
from accounts.scope import ScopedQuerySet
from households.models.places import Area
from households.models.register import Household, source_batch


class TermQuerySet(ScopedQuerySet):
    def serving_on(self, day: date) -> Self:
        """Give those in post on a day; both ends belong to the term."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__gte=day) | Q(ends_on=None))


def term_runs_forward(name: str) -> models.CheckConstraint:
    """Give the rule that a term does not end before it starts."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        violation_error_message="结束日期不得早于开始日期。",
    )


class Posting(models.Model):
    """One of the five posts of a poor village, or the paired unit of another village."""

    class Post(models.TextChoices):
        LIAISON_LEADER = "liaison_leader", "联系领导"
        HELPING_UNIT = "helping_unit", "帮扶单位"
        WORK_TEAM = "village_work_team", "驻村工作组"
        FIRST_SECRETARY = "first_secretary", "第一书记"
        AGRO_TECHNICIAN = "agro_technician", "农技员"
        PAIRED_UNIT = "paired_unit", "结对帮扶单位"

    FIVE = (
        Post.LIAISON_LEADER,
        Post.HELPING_UNIT,
        Post.WORK_TEAM,
        Post.FIRST_SECRETARY,
        Post.AGRO_TECHNICIAN,
    )

    area_code = models.CharField("区划", max_length=12, db_index=True)
    village = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="postings", verbose_name="村"
    )
    post = models.CharField("岗位", max_length=20, choices=Post)
    person_name = models.CharField("姓名", max_length=40, blank=True)
    title = models.CharField("职务", max_length=40, blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="单位",
    )
    phone = SealedTextField("联系电话", max_length=40, blank=True)
    starts_on = models.DateField("到岗日期")
    ends_on = models.DateField("离岗日期", null=True, blank=True)
    source = source_batch()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "五个一"
        ordering = ["area_code", "post", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "post"],
                condition=Q(ends_on=None),
                name="posting_one_in_post",
                violation_error_message="该岗位已有在岗人员，请先登记离岗日期。",
            ),
            term_runs_forward("posting_term_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.person_name}"


class HelperPairing(models.Model):
    """The assigned helper (帮扶责任人) of a household."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="helpers", verbose_name="户"
    )
    name = models.CharField("帮扶责任人", max_length=40)
    unit_name = models.CharField("帮扶责任人单位", max_length=60, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="账号",
    )
    starts_on = models.DateField("结对日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    source = source_batch()

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶结对"
        ordering = ["area_code", "household", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ends_on=None),
                name="household_one_helper",
                violation_error_message="该户已有帮扶责任人，请先结束原结对。",
            ),
            term_runs_forward("pairing_term_runs_forward"),
        ]

    def __str__(self) -> str:
        return self.name


class PostingSighting(models.Model):
    """Whether the holder of a post was in place when a visitor came. Source: plan 000 §5."""

    area_code = models.CharField("区划", max_length=12, db_index=True)
    posting = models.ForeignKey(
        Posting, on_delete=models.CASCADE, related_name="sightings", verbose_name="岗位"
    )
    seen_on = models.DateField("走访日期")
    present = models.BooleanField("在岗")
    noted_in = models.CharField("来源", max_length=60, help_text="如督查表的编号")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "在岗情况"
        ordering = ["-seen_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "noted_in"], name="sighting_once_a_visit")
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.seen_on}"
