"""How strictly a round takes each check of its checklists: block, explain, ignore."""

from collections.abc import Mapping

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import Round
from inspections.selectors.round_checks import check_lines, may_set_strengths


@transaction.atomic
def set_strengths(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    strengths: Mapping[str, str],
    by: User,
) -> Round:
    """Keep the strengths that differ from the checklist's own, by `NAME.constraint|warning`.

    Checks that are not named go back to their usual strength. Raises RuleBroken once a form of
    the round was handed in, and for a check or a strength that does not exist.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if not may_set_strengths(locked):
        raise RuleBroken("本期已有督查表提交，校验强度不能再改。", code="forms_submitted")
    usual = {line.key: line.usual for line in check_lines(locked)}
    if strange := sorted(set(strengths) - set(usual)):
        raise RuleBroken(f"检查表没有这些校验：{'、'.join(strange)}。", code="no_such_check")
    if set(strengths.values()) - set(Round.Strength.values):
        raise RuleBroken("校验强度只能是不能提交、写明原因、不检查三种。", code="no_such_strength")
    kept = {key: strength for key, strength in strengths.items() if strength != usual[key]}
    before, locked.strengths = locked.strengths, kept
    locked.save(update_fields=["strengths"])
    changed = sorted(key for key in {*before, *kept} if before.get(key) != kept.get(key))
    record(by=by, action="set_strengths", about=locked, changed=changed)
    round.refresh_from_db()
    return round
