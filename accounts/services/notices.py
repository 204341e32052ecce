"""Telling people, once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, Q

from accounts import clock
from accounts.models import Notice, User


def notify(
    *, recipients: Iterable[User], key: str, text: str, url: str = "", at: datetime | None = None
) -> int:
    """Send one notice to each person; a person who has the key already is not told again.

    `at` is the moment of what is told, otherwise now. Gives the number of people addressed.
    """
    at = at or clock.now()
    notices = [
        Notice(recipient=person, key=key, text=text, url=url, created_at=at)
        for person in set(recipients)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def mark_read(*, user: User, now: datetime, notice_id: int | None = None) -> int:
    """Mark one of the user's notices read, or all of them; gives how many changed."""
    notices = Notice.objects.visible_to(user).unread()
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    return notices.update(read_at=now)


def read_on_page(*, user: User, addresses: Collection[str], now: datetime) -> int:
    """Mark read what led to the page the user has open; gives how many stay unread.

    One query, and one more where something is marked.
    """
    unread, here = Notice.objects.visible_to(user).unread(), Q(url__in=addresses)
    told = unread.order_by().aggregate(all=Count("pk"), here=Count("pk", filter=here))
    if told["here"]:
        unread.filter(here).update(read_at=now)
    return int(told["all"] - told["here"])
