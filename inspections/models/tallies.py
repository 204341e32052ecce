"""The month's roll-up (township × item × period), kept as forms are accepted."""

from typing import TYPE_CHECKING, Self

from django.db import models

from inspections.models.rounds import Round
from inspections.models.subjects import FieldworkQuerySet
from inspections.models.visits import Visit

if TYPE_CHECKING:
    from accounts.models import User


class ItemTallyQuerySet(FieldworkQuerySet):
    def carried_by(self, user: "User") -> Self:
        return self.filter(round__in=Round.objects.carried_by(user).values("pk"))

    def concerning_unit(self, user: "User") -> Self:
        """Give nothing: a department's own forms are not told apart here."""
        return self.none()


class ItemTally(models.Model):
    """How often an item was asked in a township and failed; one line a form until folded.

    A line of a form has its visit; folding adds the lines of many forms into one without a
    visit. What is read is the sum of both.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    period = models.DateField("期次")
    area_code = models.CharField("区划", max_length=12, help_text="乡镇9位；部门为区县6位")
    item = models.CharField("条目", max_length=12)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    asked = models.PositiveIntegerField("问过")
    given = models.PositiveIntegerField("作答")
    failed = models.PositiveIntegerField("不合格")
    not_applicable = models.PositiveIntegerField("不适用")
    unchecked = models.PositiveIntegerField("未查")

    objects = ItemTallyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "条目汇总"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "area_code", "item"],
                condition=models.Q(visit=None),
                name="item_tally_folded_once",
            ),
            models.UniqueConstraint(
                fields=["visit", "item"],
                condition=models.Q(visit__isnull=False),
                name="item_tally_once_per_visit",
            ),
        ]
        indexes = [models.Index(fields=["period", "area_code"], name="item_tally_by_month")]

    def __str__(self) -> str:
        return f"{self.period:%Y-%m} {self.area_code} {self.item}"
