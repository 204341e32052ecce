"""Two tables of its own for saving; the product's register and people, read as they are."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models


class Person(AbstractBaseUser):
    """The product's user, known by his session."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=30)

    USERNAME_FIELD = "username"

    class Meta:
        managed = False
        db_table = "accounts_user"


class Area(models.Model):
    """A place of the register."""

    code = models.CharField(max_length=12, primary_key=True)
    short_name = models.CharField(max_length=30)
    level = models.CharField(max_length=10)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        managed = False
        db_table = "households_area"

    def __str__(self) -> str:
        return self.short_name


class Household(models.Model):
    """A household of the register with what the list shows."""

    ATTRIBUTES: ClassVar = [
        ("ordinary", "一般贫困户"),
        ("allowance", "低保户"),
        ("destitute", "五保户"),
        ("allowance_poor", "低保贫困户"),
    ]
    CAUSES: ClassVar = [
        ("illness", "因病"),
        ("disability", "因残"),
        ("schooling", "因学"),
        ("disaster", "因灾"),
        ("land", "缺土地"),
        ("water", "缺水"),
        ("skill", "缺技术"),
        ("labour", "缺劳力"),
        ("funds", "缺资金"),
        ("transport", "交通条件落后"),
        ("drive", "自身发展动力不足"),
        ("other", "其它"),
    ]
    MEASURES: ClassVar = [
        ("industry", "生产和就业发展"),
        ("relocation", "移民搬迁安置"),
        ("allowance", "低保政策兜底"),
        ("medical", "医疗救助扶持"),
    ]
    STATUSES: ClassVar = [
        ("poor", "未脱贫"),
        ("exited_supported", "脱贫享受政策"),
        ("exited_unsupported", "脱贫不享受政策"),
        ("relapsed", "返贫"),
    ]

    household_no = models.CharField(max_length=24)
    area_code = models.CharField(max_length=12)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    head_name = models.CharField(max_length=30)
    person_count = models.PositiveSmallIntegerField()
    attribute = models.CharField(max_length=20, choices=ATTRIBUTES)
    cause = models.CharField(max_length=20, choices=CAUSES)
    measure = models.CharField(max_length=20, choices=MEASURES)
    status = models.CharField(max_length=20, choices=STATUSES)
    planned_exit_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "households_household"
        ordering: ClassVar = ["area_code", "household_no"]

    def __str__(self) -> str:
        return self.household_no


class Helper(models.Model):
    """Who helps a household."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="helpers")
    name = models.CharField(max_length=30)
    ends_on = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "households_helperpairing"

    def __str__(self) -> str:
        return self.name


class PlainVisit(models.Model):
    """A form with its version."""

    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)


class PlainAnswer(models.Model):
    """One answer of a form."""

    visit = models.ForeignKey(PlainVisit, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    status = models.CharField(max_length=16, default="given")
    value = models.JSONField(null=True)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "question"], name="plain_answer_once")
        ]

    def __str__(self) -> str:
        return self.question


def make_tables(visits: list[int]) -> None:
    """Make the two tables and one form for each number."""
    with connection.schema_editor() as editor:
        editor.execute("DROP TABLE IF EXISTS plain_plainanswer, plain_plainvisit")
        for model in (PlainVisit, PlainAnswer):
            editor.create_model(model)
    PlainVisit.objects.bulk_create(PlainVisit(pk=pk) for pk in visits)
