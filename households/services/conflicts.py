"""Conflicts of the register: explained by a township, decided by the office, kept for ever."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.scope import TOWNSHIP
from accounts.services.notices import notify
from accounts.services.trail import record
from households.models import ConflictNote, RegisterConflict

Decision = RegisterConflict.Decision
Kind = RegisterConflict.Kind
SETTLED = frozenset((Decision.KEEP_REGISTER, Decision.TAKE_FILE, Decision.DIFFERENT))
NOTICE_LENGTH = 200
MIN_WORDS = 4  # characters: enough to say something


def choices_for(conflict: RegisterConflict) -> tuple[RegisterConflict.Decision, ...]:
    """Give the decisions a conflict can have.

    One identity number or one household number cannot stand twice in a register, so that “both
    stay” is for near-matches only; what names a file needs one. An identity number cannot go over
    to another 人编号: a person who moved is uploaded under his own, which is a move.
    """
    if conflict.kind == Kind.NEAR_MATCH:
        keep = (Decision.KEEP_REGISTER,) if conflict.batch_id else ()
        return (Decision.DIFFERENT, *keep, Decision.SEND_BACK)
    files_own = bool(conflict.batch_id) and conflict.kind != Kind.SAME_IDENTITY
    take = (Decision.TAKE_FILE,) if files_own else ()
    return (Decision.KEEP_REGISTER, *take, Decision.SEND_BACK)


@transaction.atomic
def decide_conflict(
    *, conflict: RegisterConflict, decision: str, explanation: str, by: User, at: datetime
) -> RegisterConflict:
    """Settle a conflict with a reason; one that was sent back can be settled later.

    Nothing is written to the register here: the next check of a file obeys the decision
    (households.services.importing.register_conflicts). Sending back tells the township.
    Raises RuleBroken for a decision this kind cannot have and for a settled conflict.
    """
    if decision not in choices_for(conflict):
        raise RuleBroken("这类冲突不能这样处理。", code="decision_not_possible")
    explanation = _enough(explanation)
    open_ones = RegisterConflict.objects.filter(
        pk=conflict.pk, decision__in=("", Decision.SEND_BACK)
    )
    if not open_ones.update(
        decision=decision, explanation=explanation, decided_by=by, decided_at=at
    ):
        raise RuleBroken("这条冲突已经处理过。", code="conflict_decided")
    conflict.refresh_from_db()
    ConflictNote.objects.create(
        conflict=conflict, decision=decision, text=explanation, by=by, at=at
    )
    record(by=by, action="decide_conflict", about=conflict, decision=decision)
    if decision == Decision.SEND_BACK:
        _tell_township(conflict, at)
    return conflict


@transaction.atomic
def explain_conflict(
    *, conflict: RegisterConflict, text: str, by: User, at: datetime
) -> ConflictNote:
    """Add what somebody knows about a conflict that is not settled; raises RuleBroken else."""
    text = _enough(text)
    held = RegisterConflict.objects.select_for_update().get(pk=conflict.pk)
    if held.decision in SETTLED:
        raise RuleBroken("这条冲突已经处理，不再补充说明。", code="conflict_decided")
    note = ConflictNote.objects.create(conflict=held, text=text, by=by, at=at)
    record(by=by, action="explain_conflict", about=held)
    return note


def _enough(words: str) -> str:
    if len(words.strip()) < MIN_WORDS:
        raise RuleBroken(f"请写明说明（至少{MIN_WORDS}字）。", code="words_missing")
    return words.strip()


def _tell_township(conflict: RegisterConflict, at: datetime) -> None:
    """Tell the township's officers what was sent back to them, each time anew."""
    township = conflict.area_code[:TOWNSHIP]
    officers = User.objects.filter(
        is_active=True, area_code=township, groups__name=Role.TOWNSHIP_OFFICER.label
    )
    text = f"底册冲突退回核实：{conflict.get_kind_display()}，户编号{conflict.here_no}。"
    notify(
        recipients=officers,
        key=f"conflict:{conflict.pk}:{at:%Y%m%d%H%M%S}",
        text=text[:NOTICE_LENGTH],
        url=reverse("households:conflict_detail", args=[conflict.pk]),
        at=at,
    )
