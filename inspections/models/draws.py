"""Draws (抽签): the frozen pool and rule, their seal, the public seed, the result. draw/1."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scope import ScopedQuerySet
from inspections.models.rounds import Round
from inspections.models.subjects import FieldworkQuerySet, Subject

if TYPE_CHECKING:
    from accounts.models import User


class DrawQuerySet(FieldworkQuerySet):
    def visible_to(self, user: "User") -> Self:
        """A draw is seen by whoever sees its round."""
        return self.filter(round__in=Round.objects.visible_to(user))


class Draw(models.Model):
    """One draw of a round. The seal is made before the seed and is never reopened."""

    class State(models.TextChoices):
        SEALED = "sealed", "已封存，待公布种子"
        DRAWN = "drawn", "已抽签"
        ANNULLED = "annulled", "已作废"

    class Kind(models.TextChoices):
        MAIN = "main", "月度抽签"
        EXTRA = "extra", "加抽"
        INSPECTORS = "inspectors", "督查人员抽签"

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="draws", verbose_name="期次"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind, default=Kind.MAIN)
    reason = models.CharField("加抽原因", max_length=200, blank=True)
    area_code = models.CharField("区划", max_length=12, db_index=True)
    number = models.PositiveSmallIntegerField("签次", help_text="主签为1")
    draw_id = models.CharField("签号", max_length=40, unique=True)
    previous = models.CharField("上一签结果", max_length=64)
    pool = models.TextField("名单")
    rule = models.TextField("规则")
    pool_sha = models.CharField("名单指纹", max_length=64)
    rule_sha = models.CharField("规则指纹", max_length=64)
    seal = models.CharField("封签", max_length=64)
    sealed_at = models.DateTimeField("封存时间")
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField("状态", max_length=8, choices=State, default=State.SEALED)
    seed = models.TextField("种子", blank=True)
    drawn_at = models.DateTimeField("抽签时间", null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    result = models.TextField("结果", blank=True)
    result_sha = models.CharField("结果指纹", max_length=64, blank=True)
    shortfalls = models.JSONField("不足", default=list)
    annul_proposal = models.CharField("作废提请", max_length=200, blank=True)
    annul_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提请人",
    )
    annul_reason = models.CharField("作废原因", max_length=200, blank=True)
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认作废人",
    )

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽签"
        ordering = ["-sealed_at"]
        permissions = [
            ("seal_draw", "封存抽签名单"),
            ("enter_seed", "录入种子"),
            ("annul_draw", "作废抽签"),
            ("replace_unit", "替补"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="draw_number_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=~Q(state="annulled") & Q(kind="main"),
                name="draw_one_in_force",
                violation_error_message="本期已有有效抽签，不得重抽。",
            ),
            models.CheckConstraint(
                name="draw_seed_makes_result",
                condition=Q(seed="", result_sha="") | (~Q(seed="") & ~Q(result_sha="")),
                violation_error_message="有种子才有结果。",
            ),
            models.CheckConstraint(
                name="draw_extra_has_reason",
                condition=~Q(kind="extra") | ~Q(reason=""),
                violation_error_message="加抽须写明原因。",
            ),
            models.CheckConstraint(
                name="draw_annulled_by_two",
                condition=~Q(annulled_by=models.F("annul_proposed_by")),
                violation_error_message="作废须由提请人以外的人确认。",
            ),
        ]

    def __str__(self) -> str:
        return self.draw_id


class DrawnUnitQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Give the units inside the user's area, of the draws the user sees."""
        return super().visible_to(user).filter(draw__in=Draw.objects.visible_to(user))


class DrawnUnit(Subject):
    """A chosen unit, or the reserve that took its place."""

    class Reason(models.TextChoices):
        AWAY = "away", "外出"
        REFUSED = "refused", "拒访"
        DECEASED = "deceased", "去世"
        MOVED = "moved", "搬迁"
        OTHER = "other", "其他"

    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, related_name="units", verbose_name="抽签"
    )
    stage = models.CharField("级", max_length=12)
    parent_code = models.CharField("上级编号", max_length=24)
    position = models.PositiveIntegerField("名次")
    ticket = models.CharField("签值", max_length=64)
    is_reserve = models.BooleanField("替补", default=False)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    replace_reason = models.CharField("替补原因", max_length=10, choices=Reason, blank=True)
    replace_note = models.CharField("替补说明", max_length=100, blank=True)
    replaced_at = models.DateTimeField("替补时间", null=True, blank=True)
    replaced_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DrawnUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽中单位"
        ordering = ["draw", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "stage", "subject_code"], name="drawn_unit_once"
            ),
            models.CheckConstraint(
                name="drawn_unit_replaced_with_reason",
                condition=Q(replaced_by=None, replace_reason="")
                | (Q(replaced_by__isnull=False) & ~Q(replace_reason="")),
                violation_error_message="替补须有原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.subject_name
