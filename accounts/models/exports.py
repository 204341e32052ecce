"""What people take out of the system, and how they like their lists."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from accounts import clock

if TYPE_CHECKING:
    from accounts.models.people import User


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: "User") -> Self:
        """An export is for the person who asked for it: it shows what he may see."""
        return self.filter(requested_by=user)


class Export(models.Model):
    """One list taken out as a workbook: who, which filter, how many rows, under which serial."""

    serial = models.CharField("导出编号", max_length=20, unique=True)
    list_name = models.CharField("清单", max_length=40)
    query = models.CharField("筛选条件", max_length=2000, blank=True)
    columns = models.JSONField("列", default=list)
    rows = models.PositiveIntegerField("行数", default=0)
    file = models.FileField("文件", upload_to="exports/%Y/%m/", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="导出人",
    )
    requested_at = models.DateTimeField("导出时间", default=clock.now)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导出记录"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.serial


class ListChoice(models.Model):
    """Which columns of a list a person has chosen, in order."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="用户"
    )
    list_name = models.CharField("清单", max_length=40)
    columns = models.JSONField("列", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "列选择"
        constraints = [
            models.UniqueConstraint(fields=["user", "list_name"], name="list_choice_once")
        ]

    def __str__(self) -> str:
        return self.list_name
