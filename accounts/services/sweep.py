"""Taking up what nobody works on: jobs never begun, and jobs whose worker died."""

from datetime import datetime, timedelta

from accounts.models import Job
from accounts.services.jobs import MAX_ATTEMPTS

GRACE = timedelta(seconds=30)  # a job this new has its message in the queue already


def jobs_left_behind(*, now: datetime) -> list[tuple[str, int]]:
    """Give kind and id of each job to send again, the oldest first."""
    left = Job.objects.to_take_up(now=now).filter(created_at__lt=now - GRACE)
    return list(left.order_by("pk").values_list("kind", "pk"))


def park_exhausted(*, now: datetime) -> int:
    """Fail the jobs that took their worker with them every time; give how many."""
    exhausted = Job.objects.to_take_up(now=now).filter(attempts__gte=MAX_ATTEMPTS)
    return exhausted.update(
        state=Job.State.FAILED,
        error="多次中断，已停止重试，请联系管理员查看日志。",
        finished_at=now,
        lease_until=None,
    )
