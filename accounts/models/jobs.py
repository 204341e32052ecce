"""Jobs are rows: the row is the truth, the queue only wakes a worker."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.wording import act_name

if TYPE_CHECKING:
    from accounts.models.people import User


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: "User") -> Self:
        """A job is shown to the person who asked for it."""
        return self.filter(requested_by=user)

    def to_take_up(self, *, now: datetime) -> Self:
        """Give the jobs never begun, and those whose worker let the lease run out."""
        return self.filter(
            Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=now)
        )


class Job(models.Model):
    """One long piece of work, done once whatever the queue does."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未成功"

    kind = models.CharField("类别", max_length=40)
    key = models.CharField("标识", max_length=120, help_text="同类同标识只做一次")
    payload = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=8, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("进度（%）", default=0)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    result = models.JSONField("结果", default=dict, blank=True)
    error = models.CharField("原因", max_length=300, blank=True)
    url = models.CharField("完成后前往", max_length=200, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="提交人",
    )
    created_at = models.DateTimeField("提交时间", default=timezone.now)
    lease_until = models.DateTimeField("占用至", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="job_once")]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_to_take_up")]

    def __str__(self) -> str:
        return f"{act_name(self.kind)} {self.key}"
