"""Submitting under a client's key: a late repeat never seals an edition it did not mean."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Visit, VisitSave
from inspections.services.submitting import submit_visit

SUBMIT = "submit"
KEPT_DAYS = 30


def submit_once(*, visit: Visit, by: User, on: date, at: datetime, key: str = "") -> Visit:
    """Seal a form as submit_visit does; a repeat of the key gives the form as it stands now.

    Without it, a repeat that comes after the leader has returned the form would seal it again.
    Raises RuleBroken as submit_visit does, and "key_reused" for the key of a save.
    """
    if not key:
        return submit_visit(visit=visit, by=by, on=on, at=at)
    try:
        with transaction.atomic():
            VisitSave.objects.create(visit=visit, key=key, sha256=SUBMIT, version=visit.version)
            return submit_visit(visit=visit, by=by, on=on, at=at)
    except IntegrityError:
        before = VisitSave.objects.filter(visit=visit, key=key).first()
        if before is None:
            raise
    if before.sha256 != SUBMIT:
        raise RuleBroken("同一标识已用于保存，请换一个标识再提交。", code="key_reused")
    visit.refresh_from_db()
    return visit


def forget_keys(*, at: datetime) -> int:
    """Drop the keys of forms accepted long ago; how many keys were dropped.

    A repeat that comes later still finds the form sealed and changes nothing. Until then a
    returned form needs its keys, and an accepted one its answer to a repeat that was held up.
    """
    kept_for = timedelta(days=KEPT_DAYS)
    old = Visit.objects.accepted().filter(accepted_at__lt=at - kept_for)
    return VisitSave.objects.filter(visit__in=old.values("pk")).delete()[0]
