"""Rounds (期次): one month's inspection of one county under one scheme."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Role
from accounts.scope import COUNTY
from inspections.models.schemes import Scheme
from inspections.models.subjects import FieldworkQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class RoundQuerySet(FieldworkQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Let a township see its county's rounds, an inspector his own; 暗访 only when done."""
        if not user.is_active:
            return self.none()
        county = self.filter(area_code=user.area_code[:COUNTY]) if user.area_code else self.all()
        if user.has_role(Role.INSPECTOR):
            return county.carried_by(user)
        if user.is_inspected:
            return county.exclude(Round.HIDDEN)
        return county

    def hidden(self) -> Self:
        """Give the unannounced rounds (暗访) that are not done."""
        return self.filter(Round.HIDDEN)

    def carried_by(self, user: "User") -> Self:
        return self.filter(teams__members=user).distinct()


class Round(models.Model):
    """A month's inspection: planned, sealed, drawn, in the field, done."""

    class State(models.TextChoices):
        PLANNED = "planned", "待封存"
        SEALED = "sealed", "已封存"
        DRAWN = "drawn", "已抽签"
        FIELD = "field", "督查中"
        DONE = "done", "已完成"

    class Mode(models.TextChoices):
        RANDOM = "random", "随机抽查"
        JOINT = "joint", "联合督查"
        ANNOUNCED = "announced", "明察"
        UNANNOUNCED = "unannounced", "暗访"

    class Strength(models.TextChoices):
        BLOCK = "block", "不改正不能提交"
        EXPLAIN = "explain", "写明原因可以提交"
        IGNORE = "ignore", "不检查"

    class DepartmentForms(models.TextChoices):
        TEAM = "team", "督查组填写"
        OWN = "own", "部门自报，督查组审核"

    class Population(models.TextChoices):
        """Whose villages and whose households are drawn from; blank as the scheme says."""

        SCHEME = "", "按方案规定"
        VILLAGES_PLANNED = "villages_planned", "有贫困村的乡镇，抽贫困户和当年计划脱贫户"
        VILLAGES_POOR = "villages_poor", "有贫困村的乡镇，只抽尚未脱贫户"
        HOUSEHOLDS_PLANNED = "households_planned", "有贫困户的乡镇，抽贫困户和当年计划脱贫户"
        HOUSEHOLDS_POOR = "households_poor", "有贫困户的乡镇，只抽尚未脱贫户"

    HIDDEN = Q(mode="unannounced") & ~Q(state="done")  # from the inspected

    METHODS = [
        ("random_check", "随机抽查"),
        ("site_view", "实地查看"),
        ("documents", "查阅资料"),
        ("hearing", "听取汇报"),
        ("bulletin", "定期通报"),
    ]

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="rounds", verbose_name="方案"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    period = models.DateField("期次", help_text="当月1日")
    title = models.CharField("名称", max_length=100)
    mode = models.CharField("组织形式", max_length=12, choices=Mode, default=Mode.RANDOM)
    methods = models.JSONField("督查方式", default=list)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    townships = models.PositiveSmallIntegerField("抽取乡镇", default=2)
    villages_per_township = models.PositiveSmallIntegerField("每乡镇抽村", default=1)
    households_per_village = models.PositiveSmallIntegerField("每村抽户", default=4)
    population = models.CharField(
        "抽签范围",
        max_length=20,
        choices=Population,
        blank=True,
        default=Population.SCHEME,
        help_text="有贫困村的乡镇只抽贫困村；没有贫困村的乡镇抽有贫困户的村",
    )
    strengths = models.JSONField(
        "校验强度", default=dict, blank=True, help_text="{检查项.constraint|warning: 强度}"
    )
    department_forms = models.CharField(
        "部门督查表", max_length=8, choices=DepartmentForms, default=DepartmentForms.TEAM
    )
    rotation_months = models.PositiveSmallIntegerField(
        "轮查月数", default=12, help_text="超过此月数未查的乡镇优先"
    )
    state = models.CharField("状态", max_length=8, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    shortfall_reason = models.CharField("未达最低抽查数说明", max_length=200, blank=True)
    closed_on = models.DateField("完成日期", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查期次"
        ordering = ["-period", "area_code"]
        permissions = [
            ("plan_round", "制定期次"),
            ("close_round", "完成期次"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "scheme", "period"],
                name="round_once_a_month",
                violation_error_message="该月已有督查期次。",
            ),
            models.CheckConstraint(
                name="round_period_is_first_of_month",
                condition=Q(period__day=1),
                violation_error_message="期次应为当月1日。",
            ),
            models.CheckConstraint(
                name="round_runs_forward",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="结束日期不得早于开始日期。",
            ),
            models.CheckConstraint(
                name="round_done_is_dated",
                condition=Q(state="done", closed_on__isnull=False)
                | (~Q(state="done") & Q(closed_on__isnull=True)),
                violation_error_message="完成须有日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period_text(self) -> str:
        """The month as the office writes it: 2016年7月."""
        return f"{self.period.year}年{self.period.month}月"

    @property
    def population_rule(self) -> "Round.Population":
        """The rule the draw follows: the round's own, else what the scheme's options say."""
        if self.population:
            return Round.Population(self.population)
        villages = self.scheme.options.get("population") == "poor_villages"
        poor = self.scheme.options.get("households") == "still_poor"
        head, tail = "villages" if villages else "households", "poor" if poor else "planned"
        return Round.Population(f"{head}_{tail}")

    @property
    def poor_villages_only(self) -> bool:
        """Whether a township without a poor village is left out of the draw."""
        return self.population_rule.startswith("villages")

    @property
    def still_poor_only(self) -> bool:
        """Whether the households planned to leave poverty this year are left out."""
        return self.population_rule.endswith("_poor")


class Exclusion(models.Model):
    """A unit left out of the draw, with the reason."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="exclusions", verbose_name="期次"
    )
    unit_code = models.CharField("编号", max_length=24)
    unit_name = models.CharField("名称", max_length=60)
    reason = models.CharField("原因", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "不参加抽签"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit_code"], name="exclusion_once")
        ]

    def __str__(self) -> str:
        return self.unit_name


class ClosedTownship(models.Model):
    """A township whose forms of a round are all accepted: nothing there moves any more."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="closed_townships", verbose_name="期次"
    )
    area_code = models.CharField("乡镇", max_length=12)
    closed_at = models.DateTimeField("办结时间")

    objects = FieldworkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "乡镇办结"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "area_code"], name="township_closed_once_per_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.area_code}"


class Team(models.Model):
    """An inspection team (督查组) of a round."""

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="teams", verbose_name="期次"
    )
    name = models.CharField("组名", max_length=30)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="组长"
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name="成员"
    )
    places = models.JSONField("督查乡镇", default=list, blank=True, help_text="[区划代码, …]")
    drawn_by = models.ForeignKey(
        "inspections.Draw",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="teams",
        verbose_name="产生成员的抽签",
    )

    class Meta:
        verbose_name = verbose_name_plural = "督查组"
        ordering = ["round", "name"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """A person's word to keep the discipline of a round and to step aside where he is involved.

    Given once a round, before the first form is opened. Source: plan 000 §5 (严守工作纪律).
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="declarations", verbose_name="期次"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="承诺人"
    )
    at = models.DateTimeField("承诺时间")

    class Meta:
        verbose_name = verbose_name_plural = "督查纪律承诺"
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="declaration_once_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.person}"
