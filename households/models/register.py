"""The register (底册): poor households, their people, their incomes by year."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q

from accounts.fields import SealedTextField, SearchKeyField
from accounts.models import Role
from accounts.scope import ScopedQuerySet
from households.models.places import Area

if TYPE_CHECKING:
    from accounts.models import User


def source_batch() -> "models.ForeignKey[Any, Any]":
    """Give the key to the upload that brought a row; rows made by hand have none.

    No index: only taking an upload back asks for it, and that may read the table. No constraint
    in the database: docs/decisions/0010.
    """
    return models.ForeignKey(
        "households.RegisterBatch",
        on_delete=models.PROTECT,
        db_index=False,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="来自导入",
    )


def by_place(name: str) -> models.Index:
    """Give the index by which the rows of a place and of the places in it are found.

    Declared here and not by `db_index`, which on PostgreSQL would make a second one to order by.
    """
    return models.Index(fields=["area_code"], name=name, opclasses=["varchar_pattern_ops"])


class HouseholdQuerySet(ScopedQuerySet):
    def registered(self) -> Self:
        """Give the registered poor households (建档立卡户); others are kept to be watched."""
        return self.filter(registered=True)

    def visible_to(self, user: "User") -> Self:
        """Add to the area: no personal data for administrators, own households for helpers."""
        if not user.is_active:
            return self.none()
        if user.has_role(Role.HELPER):
            return super().visible_to(user).filter(helpers__user=user, helpers__ends_on=None)
        if not user.has_perm("households.view_household"):
            return self.none()
        return super().visible_to(user)

    def counted_for(self, user: "User") -> Self:
        """Give the households of the user's area for sums only, which hold no personal data.

        Whoever may open the list gets what the list shows, so that sums and lists agree.
        """
        if user.has_role(Role.HELPER) or user.has_perm("households.view_household"):
            return self.visible_to(user)
        return super().visible_to(user)

    def still_poor(self) -> Self:
        return self.registered().filter(
            status__in=[Household.Status.POOR, Household.Status.RELAPSED]
        )

    def planned_for(self, year: int) -> Self:
        """Give the households that the annual plan takes out of poverty in a year."""
        return self.filter(planned_exit_year=year)


class Household(models.Model):
    """A household of the register: registered poor (建档立卡), or watched outside it."""

    class Attribute(models.TextChoices):
        ORDINARY = "ordinary", "一般贫困户"
        ALLOWANCE = "allowance", "低保户"
        DESTITUTE = "destitute", "五保户"
        ALLOWANCE_POOR = "allowance_poor", "低保贫困户"

    class Cause(models.TextChoices):
        ILLNESS = "illness", "因病"
        DISABILITY = "disability", "因残"
        SCHOOLING = "schooling", "因学"
        DISASTER = "disaster", "因灾"
        LAND = "land", "缺土地"
        WATER = "water", "缺水"
        SKILL = "skill", "缺技术"
        LABOUR = "labour", "缺劳力"
        FUNDS = "funds", "缺资金"
        TRANSPORT = "transport", "交通条件落后"
        DRIVE = "drive", "自身发展动力不足"
        OTHER = "other", "其它"

    class Measure(models.TextChoices):
        INDUSTRY = "industry", "生产和就业发展"
        RELOCATION = "relocation", "移民搬迁安置"
        ALLOWANCE = "allowance", "低保政策兜底"
        MEDICAL = "medical", "医疗救助扶持"

    class Status(models.TextChoices):
        POOR = "poor", "未脱贫"
        EXITED_SUPPORTED = "exited_supported", "脱贫享受政策"
        EXITED_UNSUPPORTED = "exited_unsupported", "脱贫不享受政策"
        RELAPSED = "relapsed", "返贫"

    class Watch(models.TextChoices):
        UNSTABLE = "unstable", "脱贫不稳定户"
        BORDERLINE = "borderline", "边缘易致贫户"

    household_no = models.CharField("户编号", max_length=24, unique=True)
    registered = models.BooleanField("建档立卡", default=True)
    area_code = models.CharField("区划", max_length=12)
    village = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        related_name="households",
        db_index=False,
        verbose_name="村",
    )
    group_name = models.CharField("自然村（组）", max_length=40, blank=True)
    head_name = models.CharField("户主", max_length=40)
    person_count = models.PositiveSmallIntegerField("人数")
    attribute = models.CharField("贫困户属性", max_length=16, choices=Attribute, blank=True)
    cause = models.CharField("主要致贫原因", max_length=12, choices=Cause, blank=True)
    further_causes = models.JSONField("其他致贫原因", default=list, blank=True)
    measure = models.CharField(
        "四个一批", max_length=12, choices=Measure, blank=True, help_text="主要批次"
    )
    further_measures = models.JSONField("兼有批次", default=list, blank=True)
    status = models.CharField("脱贫状态", max_length=20, choices=Status, default=Status.POOR)
    planned_exit_year = models.PositiveSmallIntegerField("计划脱贫年度", null=True, blank=True)
    unsafe_house = models.BooleanField("危房户", null=True, blank=True)
    safe_water = models.BooleanField("饮水安全", null=True, blank=True)
    phone = SealedTextField("联系电话", max_length=40, blank=True)
    phone_key = SearchKeyField("电话索引", of="phone")
    bank_account = SealedTextField("银行账号", max_length=30, blank=True)
    registered_on = models.DateField("首次识别时间", null=True, blank=True)
    watch = models.CharField("监测对象类型", max_length=12, choices=Watch, blank=True)
    risk_found_on = models.DateField("风险识别时间", null=True, blank=True)
    risk_cleared_on = models.DateField("风险消除时间", null=True, blank=True)
    source = source_batch()

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "贫困户"
        ordering = ["area_code", "household_no"]
        indexes = [
            models.Index(fields=["area_code", "household_no"], name="household_in_order"),
            models.Index(fields=["planned_exit_year", "area_code"], name="household_by_plan"),
            models.Index(fields=["village"], name="household_by_village"),
            models.Index(fields=["phone_key"], name="household_by_phone"),
            by_place("household_by_place"),
            models.Index(
                fields=["head_name"], name="household_by_head", opclasses=["varchar_pattern_ops"]
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="household_stands_in_its_village",
                condition=Q(area_code=F("village")),
                violation_error_message="户的区划代码应为所在村的代码。",
            ),
            models.CheckConstraint(
                name="household_has_people",
                condition=Q(person_count__gte=1),
                violation_error_message="户内人数至少为1。",
            ),
            models.CheckConstraint(
                name="household_registered_has_attribute",
                condition=Q(registered=False) | ~Q(attribute="") & ~Q(cause=""),
                violation_error_message="建档立卡户须有贫困户属性和主要致贫原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.household_no


class MemberQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Add to the area what holds for households: a helper sees his own, others by right."""
        if not user.is_active:
            return self.none()
        if user.has_role(Role.HELPER):
            own = {"household__helpers__user": user, "household__helpers__ends_on": None}
            return super().visible_to(user).filter(**own)
        if not user.has_perm("households.view_member"):
            return self.none()
        return super().visible_to(user)


class Member(models.Model):
    """A person of a household. The identity number is shown masked: see accounts.masking."""

    HEAD = "户主"

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="members", verbose_name="户"
    )
    area_code = models.CharField("区划", max_length=12, db_index=True)
    person_no = models.CharField("人编号", max_length=26, unique=True)
    name = models.CharField("姓名", max_length=40)
    identity_number = SealedTextField("证件号码", max_length=22)
    identity_key = SearchKeyField("证件号码索引", of="identity_number")
    relation = models.CharField("与户主关系", max_length=20)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    education = models.CharField("文化程度", max_length=20, blank=True)
    schooling = models.CharField("在校生状况", max_length=20, blank=True)
    health = SealedTextField("健康状况", max_length=20, blank=True)
    health_key = SearchKeyField("健康状况索引", of="health")
    labour = models.CharField("劳动技能", max_length=20, blank=True)
    work_months = models.PositiveSmallIntegerField("务工时间（月）", null=True, blank=True)
    insured = models.BooleanField("参加大病保险", null=True, blank=True)
    marriage = models.CharField("婚姻状况", max_length=10, blank=True)
    identified_on = models.DateField("人员识别时间", null=True, blank=True)
    source = source_batch()

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭成员"
        ordering = ["household", "person_no"]
        permissions = [("unmask_identity", "查看完整证件号码")]
        indexes = [
            models.Index(fields=["name"], name="member_by_name", opclasses=["varchar_pattern_ops"])
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_key"],
                name="member_identity_once",
                violation_error_message="该证件号码已登记。",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="户主"),
                name="member_one_head_per_household",
                violation_error_message="一户只能有一名户主。",
            ),
        ]

    def __str__(self) -> str:
        return self.person_no
