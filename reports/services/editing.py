"""Editing the text of a draft beside its facts."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from reports.composing import facts_of, passages_of
from reports.drafting.editing import Edit, clashes, edited
from reports.models import Bulletin, BulletinStep
from reports.passages import KeptPassage, write_passages
from reports.services.assembling import remake_letter
from reports.services.blockers import called


@transaction.atomic
def edit_text(*, bulletin: Bulletin, edits: Sequence[Edit], by: User, at: datetime) -> Bulletin:
    """Put what was typed into the draft's text and make its letter anew.

    Raises RuleBroken where the document is no draft any more, nothing differs, or a passage
    that was typed in was changed by another meanwhile: nothing is kept then.
    """
    held = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if held.state != Bulletin.State.DRAFT:
        raise RuleBroken(
            f"该文件{held.get_state_display()}，退回起草后才能修改正文。", code="not_a_draft"
        )
    kept = passages_of(held, facts_of(held))
    if clash := clashes(kept, edits):
        raise RuleBroken(_clashing(held, kept, clash), code="edited_meanwhile")
    text = edited(kept, edits)
    changed = _changed(kept, text)
    if not changed:
        raise RuleBroken("没有改动。", code="no_change")
    held.passages = write_passages(text)
    held.save(update_fields=["passages"])  # the row is locked and was read as a draft above
    BulletinStep.objects.create(
        bulletin=held, act=BulletinStep.Act.EDITED, opinion=_told(changed, text), by=by, at=at
    )
    record(by=by, action="edit_bulletin", about=held, passages=changed)
    remake_letter(held)
    return held


def _changed(before: Sequence[KeptPassage], after: Sequence[KeptPassage]) -> list[str]:
    """Give the keys of the passages that differ, came or went."""
    old = {passage.key: passage for passage in before}
    new = {passage.key: passage for passage in after}
    return [key for key in {**old, **new} if old.get(key) != new.get(key)]


def _told(keys: Sequence[str], text: Sequence[KeptPassage]) -> str:
    named = [f"“{called(passage)}”" for passage in text if passage.key in keys]
    return f"{len(keys)}段：{'、'.join(named)}"[:500]


def _clashing(held: Bulletin, kept: Sequence[KeptPassage], clash: Sequence[Edit]) -> str:
    """Say which passages another changed, who, and what to do."""
    last = held.steps.select_related("by").filter(act=BulletinStep.Act.EDITED).last()
    who = last.by if last else None
    by_key = {passage.key: passage for passage in kept}
    named = "、".join(
        f"“{called(by_key[edit.key])}”" if edit.key in by_key else f"“{edit.text[:12]}…”"
        for edit in clash
    )
    return (
        f"{named}段在您打开本页后被{who or '他人'}改过，没有保存。您写的还在本页，"
        "现在的文字列在该段下面；核对后再保存，该段以您写的为准。"
    )
