"""The audit trail: one row for each act, written in the act's own transaction."""

from django.conf import settings
from django.db import models

from accounts import clock
from accounts.scope import ScopedQuerySet
from accounts.wording import act_name, kind_name


class AuditEvent(models.Model):
    """Who did what to which record. Rows are added, never changed; no personal data inside."""

    at = models.DateTimeField("时间", default=clock.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="操作人",
    )
    action = models.CharField("动作", max_length=40, db_index=True)
    object_kind = models.CharField("对象类别", max_length=40)
    object_id = models.CharField("对象编号", max_length=40)
    area_code = models.CharField("区划", max_length=12, blank=True, db_index=True)
    detail = models.JSONField("说明", default=dict, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作留痕"
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_kind", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{act_name(self.action)} {kind_name(self.object_kind)} {self.object_id}"
