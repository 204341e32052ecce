"""Notices (站内消息): the record that somebody was told."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from accounts import clock

if TYPE_CHECKING:
    from accounts.models.people import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: "User") -> Self:
        """A notice is its recipient's alone."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """A message to one person; the key makes sure that it is sent once."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notices",
        verbose_name="收件人",
    )
    key = models.CharField("消息标识", max_length=120)
    text = models.CharField("内容", max_length=200)
    url = models.CharField("链接", max_length=200, blank=True)
    created_at = models.DateTimeField("时间", default=clock.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "站内消息"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notice_sent_once"),
        ]

    def __str__(self) -> str:
        return self.text
