"""What is watched: key households flagged by rule, conflicts to decide, platform differences."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import clock
from accounts.fields import SealedTextField
from accounts.scope import ScopedQuerySet
from households.models.batches import RegisterBatch
from households.models.register import Household

if TYPE_CHECKING:
    from accounts.models import User


class ConcernFlag(models.Model):
    """A household that is borderline (边缘户) or of one of the ten key kinds, and why."""

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="flags", verbose_name="户"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    code = models.CharField("类别", max_length=4, help_text="K00 边缘户，K01—K10 重点户")
    working = models.CharField("计算过程", max_length=300)
    flagged_on = models.DateField("标记日期")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点户标记"
        ordering = ["area_code", "household", "code"]
        indexes = [models.Index(fields=["code", "area_code"], name="flag_by_code")]
        constraints = [
            models.UniqueConstraint(fields=["household", "code"], name="flag_once_per_code")
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.code}"


class ConflictQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        """Give the conflicts nobody has decided yet."""
        return self.filter(decided_at=None)

    def visible_to(self, user: "User") -> Self:
        """Add to the area: only those who may see the households concerned."""
        rows = super().visible_to(user)
        return rows if user.has_perm("households.view_household") else rows.none()


class RegisterConflict(models.Model):
    """Two records that cannot both be right; a person decides, and the reason stays."""

    class Kind(models.TextChoices):
        SAME_IDENTITY = "same_identity", "同一证件号码在两户"
        SAME_NUMBER = "same_number", "同一户编号不同的人"
        NEAR_MATCH = "near_match", "同村姓名相近"
        MOVED = "moved", "成员换户"

    class Decision(models.TextChoices):
        KEEP_REGISTER = "keep_register", "以登记册为准"
        TAKE_FILE = "take_file", "以文件为准"
        DIFFERENT = "different", "确属不同的人，两者都保留"
        SEND_BACK = "send_back", "退回核实"

    area_code = models.CharField("区划", max_length=12, db_index=True)
    kind = models.CharField("类别", max_length=16, choices=Kind)
    key = models.CharField("标识", max_length=80, help_text="同一冲突只登记一次")
    batch = models.ForeignKey(
        RegisterBatch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conflicts",
        verbose_name="导入",
    )
    here_no = models.CharField("登记册户编号", max_length=24)
    there_no = models.CharField("另一方户编号", max_length=24)
    person_no = models.CharField("人编号", max_length=26, blank=True)
    found = SealedTextField("发现情况", max_length=300)
    found_at = models.DateTimeField("发现时间", default=clock.now)
    decision = models.CharField("处理", max_length=16, choices=Decision, blank=True)
    explanation = models.CharField("处理说明", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "底册冲突"
        ordering = ["-id"]
        permissions = [("decide_conflict", "处理底册冲突")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="conflict_once"),
            models.CheckConstraint(
                name="conflict_decided_is_explained",
                condition=Q(decided_at=None, decision="")
                | (Q(decided_at__isnull=False) & ~Q(decision="") & ~Q(explanation="")),
                violation_error_message="处理须写明结论和说明。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.here_no}"


class ConflictNote(models.Model):
    """One line of a conflict's record: a township's explanation, or a decision and why."""

    conflict = models.ForeignKey(
        RegisterConflict, on_delete=models.CASCADE, related_name="notes", verbose_name="冲突"
    )
    decision = models.CharField(
        "处理",
        max_length=16,
        choices=RegisterConflict.Decision,
        blank=True,
        help_text="留空为情况说明",
    )
    text = models.CharField("说明", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="填写人"
    )
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "冲突记录"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_decision_display() or "情况说明"


class PlatformLine(models.Model):
    """One household of an extract of the 六有 platform, as uploaded."""

    batch = models.ForeignKey(
        RegisterBatch, on_delete=models.CASCADE, related_name="lines", verbose_name="导入"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    household_no = models.CharField("户编号", max_length=24)
    measure = models.CharField("四个一批", max_length=12, choices=Household.Measure)
    person_count = models.PositiveSmallIntegerField("人数")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "平台名单"
        ordering = ["batch", "household_no", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "household_no", "measure"], name="platform_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_no} {self.measure}"


class PlatformDifference(models.Model):
    """Where register and platform disagree about a household's measure; the township explains."""

    class Kind(models.TextChoices):
        ONLY_REGISTER = "only_register", "平台无"
        ONLY_PLATFORM = "only_platform", "登记册无"
        PERSONS = "persons", "人数不同"

    batch = models.ForeignKey(
        RegisterBatch, on_delete=models.CASCADE, related_name="differences", verbose_name="导入"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    household_no = models.CharField("户编号", max_length=24)
    measure = models.CharField("四个一批", max_length=12, choices=Household.Measure)
    kind = models.CharField("差异", max_length=16, choices=Kind)
    here_persons = models.PositiveSmallIntegerField("登记册人数", default=0)
    there_persons = models.PositiveSmallIntegerField("平台人数", default=0)
    explanation = models.CharField("说明", max_length=200, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="说明人",
    )
    explained_at = models.DateTimeField("说明时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "平台比对差异"
        ordering = ["area_code", "household_no", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "household_no", "measure"], name="platform_difference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_no} {self.get_kind_display()}"
