"""What is true of a household in one year: income by source, assurances, policies, its exit."""

from decimal import Decimal
from itertools import pairwise

from django.db import models
from django.db.models import F, Q

from accounts.scope import ScopedQuerySet
from households.models.places import Area
from households.models.register import Household, by_place, source_batch


def yuan(label: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """Give a column for an amount in 元 that may be unknown."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


class HouseholdIncome(models.Model):
    """Income of one year in 元: net per person, and the sources it comes from where known.

    总收入 = 工资性 + 经营性 + 财产性 + 转移性；纯收入 = 总收入 − 生产经营支出；
    人均纯收入 = 纯收入 ÷ 家庭人口. Source: domain §2.2.1.
    """

    household = models.ForeignKey(
        Household,
        on_delete=models.CASCADE,
        related_name="incomes",
        db_index=False,
        verbose_name="户",
    )
    area_code = models.CharField("区划", max_length=12)
    year = models.PositiveSmallIntegerField("年度")
    net_income_pc = models.DecimalField("人均纯收入（元）", max_digits=12, decimal_places=2)
    wages = yuan("工资性收入（元）")
    business = yuan("生产经营性收入（元）")
    property_income = yuan("财产性收入（元）")
    transfers = yuan("转移性收入（元）")
    costs = yuan("生产经营支出（元）")
    rigid_expenses = yuan("刚性支出（元）")
    person_count = models.PositiveSmallIntegerField("计算人口", null=True, blank=True)
    source = source_batch()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭收入"
        ordering = ["household", "year"]
        indexes = [by_place("income_by_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year"],
                name="income_once_a_year",
                violation_error_message="该户该年度已有收入。",
            ),
            models.CheckConstraint(
                name="income_loss_has_costs",
                condition=Q(net_income_pc__gte=0) | Q(costs__gt=0),
                violation_error_message="人均纯收入为负须填生产经营支出。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"


class HouseholdYear(models.Model):
    """A household as it stood in one year: class, measures, assurances, house, work, policies."""

    class Grade(models.TextChoices):
        A = "A", "A级"
        B = "B", "B级"
        C = "C", "C级"
        D = "D", "D级"

    class Structure(models.TextChoices):
        EARTH = "earth", "土坯"
        WOOD = "wood", "砖木"
        BRICK = "brick", "砖混"
        FRAME = "frame", "框架"
        OTHER = "other", "其他"

    FOUND_OUT = (
        *("food", "clothing", "schooling", "medical", "housing", "water", "house_grade"),
        *("house_structure", "only_house", "near_hazard", "industry", "employment", "setback"),
        *("lacks_drive", "relapse_risk", "policies_received"),
    )

    household = models.ForeignKey(
        Household,
        on_delete=models.CASCADE,
        related_name="years",
        db_index=False,
        verbose_name="户",
    )
    area_code = models.CharField("区划", max_length=12)
    year = models.PositiveSmallIntegerField("年度")
    person_count = models.PositiveSmallIntegerField("人数")
    attribute = models.CharField(
        "贫困户属性", max_length=16, choices=Household.Attribute, blank=True
    )
    cause = models.CharField("主要致贫原因", max_length=12, choices=Household.Cause, blank=True)
    further_causes = models.JSONField("其他致贫原因", default=list, blank=True)
    measure = models.CharField("四个一批", max_length=12, choices=Household.Measure, blank=True)
    further_measures = models.JSONField("兼有批次", default=list, blank=True)
    status = models.CharField("脱贫状态", max_length=20, choices=Household.Status)
    food = models.BooleanField("不愁吃", null=True, blank=True)
    clothing = models.BooleanField("不愁穿", null=True, blank=True)
    schooling = models.BooleanField("义务教育有保障", null=True, blank=True)
    medical = models.BooleanField("基本医疗有保障", null=True, blank=True)
    housing = models.BooleanField("住房安全有保障", null=True, blank=True)
    water = models.BooleanField("饮水安全有保障", null=True, blank=True)
    house_grade = models.CharField("房屋等级", max_length=1, choices=Grade, blank=True)
    house_structure = models.CharField("房屋结构", max_length=8, choices=Structure, blank=True)
    only_house = models.BooleanField("唯一住房", null=True, blank=True)
    near_hazard = models.BooleanField("居住在灾害隐患点（附近）", null=True, blank=True)
    industry = models.BooleanField("有产业覆盖", null=True, blank=True)
    employment = models.BooleanField("有就业覆盖", null=True, blank=True)
    setback = models.CharField("产业投资失败或就业不稳定", max_length=60, blank=True)
    lacks_drive = models.BooleanField("自身发展动力不足", null=True, blank=True)
    relapse_risk = models.BooleanField("有致贫返贫风险", null=True, blank=True)
    policies_due = models.JSONField("应享政策", default=list, blank=True)
    policies_received = models.JSONField("已享政策", default=list, blank=True)
    closed_at = models.DateTimeField("封存时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度情况"
        ordering = ["household", "-year"]
        indexes = [by_place("household_year_by_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year"],
                name="household_year_once",
                violation_error_message="该户该年度已有记录。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"

    @property
    def says_something(self) -> bool:
        """Whether anything was found out about the year, beyond the household's class."""
        return any(getattr(self, name) not in (None, "", []) for name in self.FOUND_OUT)


def _in_order(*steps: str) -> Q:
    """Say that each step has a date only after the step before it, and not an earlier one."""
    rule = Q()
    for before, after in pairwise(steps):
        rule &= Q(**{after: None}) | Q(**{f"{after}__gte": F(before)})
    return rule


class ExitProcedure(models.Model):
    """The steps by which a household leaves poverty in a year, and the papers of its archive.

    评议 → 核实 → 认可 → 公示 → 公告 → 标注. Source: domain §2.5, plan 000 §4(1).
    """

    STEPS = (
        "reviewed_on",
        "verified_on",
        "agreed_on",
        "publicised_on",
        "announced_on",
        "marked_on",
    )

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="exits", verbose_name="户"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("退出年度")
    reviewed_on = models.DateField("民主评议", null=True, blank=True)
    verified_on = models.DateField("入户核实", null=True, blank=True)
    agreed_on = models.DateField("农户认可", null=True, blank=True)
    publicised_on = models.DateField("公示", null=True, blank=True)
    announced_on = models.DateField("公告", null=True, blank=True)
    marked_on = models.DateField("系统标注", null=True, blank=True)
    papers = models.JSONField("已归档资料", default=list, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退出程序"
        ordering = ["area_code", "household", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "year"],
                name="exit_once_a_year",
                violation_error_message="该户该年度已有退出程序。",
            ),
            models.CheckConstraint(
                name="exit_steps_in_order",
                condition=_in_order(
                    "reviewed_on",
                    "verified_on",
                    "agreed_on",
                    "publicised_on",
                    "announced_on",
                    "marked_on",
                ),
                violation_error_message="退出程序应按评议、核实、认可、公示、公告、标注的次序进行。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.year}"


class VillageIndicator(models.Model):
    """One exit indicator of a village in a year (贫困村退出指标); None is not yet looked at."""

    village = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="indicators", verbose_name="村"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    year = models.PositiveSmallIntegerField("年度")
    code = models.CharField("指标", max_length=20)
    met = models.BooleanField("达标", null=True, blank=True)
    numerator = models.PositiveIntegerField("分子", null=True, blank=True)
    denominator = models.PositiveIntegerField("分母", null=True, blank=True)
    note = models.CharField("说明", max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "贫困村退出指标"
        ordering = ["area_code", "year", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "year", "code"], name="indicator_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.year} {self.code}"
