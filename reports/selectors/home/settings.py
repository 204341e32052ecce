"""What waits for the administrator: accounts locked or never used, work that failed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum

from accounts.models import Job, User
from reports.selectors.home.waiting import Waiting

PEOPLE, JOBS = "admin:accounts_user_changelist", "admin:accounts_job_changelist"


def waiting(user: User, *, at: datetime) -> Iterator[Waiting]:
    """Give what the administrator should look after; four queries."""
    if not looks_after(user):
        return
    locked = locked_out(at)
    query = f"id__in={','.join(map(str, locked))}"
    if locked:
        yield Waiting("登录被锁定的账号", len(locked), PEOPLE, query, "red", act="查看")
    unused = User.objects.filter(is_active=True, last_login=None).count()
    query = "is_active__exact=1&last_login__isnull=True"
    yield Waiting("从未登录的账号", unused, PEOPLE, query, "orange", act="通知启用")
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    yield Waiting("未成功的后台任务", failed, JOBS, "state__exact=failed", "red", act="查看原因")


def looks_after(user: User) -> bool:
    """Whether the user keeps accounts and the installation."""
    return user.is_staff and user.has_perm("accounts.change_user")


def locked_out(at: datetime) -> list[int]:
    """Give the accounts that failed too often just now (AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME)."""
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tries = AccessAttempt.objects.filter(attempt_time__gte=since).order_by().values("username")
    failed = tries.annotate(failures=Sum("failures_since_start"))
    names = failed.filter(failures__gte=settings.AXES_FAILURE_LIMIT).values("username")
    return list(
        User.objects.filter(username__in=names).order_by("pk").values_list("pk", flat=True)
    )
