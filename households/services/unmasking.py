"""Showing one person's number in full: with the right, a reason, and a trace."""

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.models import Household, Member

MIN_REASON = 5
MAX_REASON = 100
RIGHT = "households.unmask_identity"
LABELS = {"phone": "联系电话", "bank_account": "银行账号"}  # of a household, one at a time


@transaction.atomic
def unmask_identity(*, member: Member, reason: str, by: User) -> str:
    """Give one person's identity number in full and write down who asked and why.

    Raises RuleBroken "no_permission", "reason_missing".
    """
    reason = _allowed(by, reason, "证件号码")
    record(by=by, action="unmask_identity", about=member, reason=reason)
    return member.identity_number


@transaction.atomic
def unmask_number(*, household: Household, field: str, reason: str, by: User) -> str:
    """Give one household's telephone (`phone`) or `bank_account` in full, with the same trace.

    Raises RuleBroken "no_permission", "reason_missing"; KeyError for another field.
    """
    reason = _allowed(by, reason, LABELS[field])
    record(by=by, action=f"unmask_{field}", about=household, reason=reason)
    return str(getattr(household, field))


def _allowed(by: User, reason: str, label: str) -> str:
    """Give the reason without blanks around it; raises RuleBroken where it may not be shown."""
    if not by.has_perm(RIGHT):
        raise RuleBroken(f"您无权查看完整{label}。", code="no_permission")
    reason = reason.strip()
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise RuleBroken(
            f"请写明查看事由（{MIN_REASON}至{MAX_REASON}字）。", code="reason_missing"
        )
    return reason
