"""Showing one identity number in full: with the right, a reason, and a trace."""

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.models import Member

MIN_REASON = 5
MAX_REASON = 100


@transaction.atomic
def unmask_identity(*, member: Member, reason: str, by: User) -> str:
    """Give one person's identity number in full and write down who asked and why."""
    if not by.has_perm("households.unmask_identity"):
        raise RuleBroken("您无权查看完整证件号码。", code="no_permission")
    reason = reason.strip()
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise RuleBroken(
            f"请写明查看事由（{MIN_REASON}至{MAX_REASON}字）。", code="reason_missing"
        )
    record(by=by, action="unmask_identity", about=member, reason=reason)
    return member.identity_number
