"""A document's way from state to state: asked for by the old state, told in steps and trail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services import words
from accounts.services.notices import notify
from accounts.services.trail import record
from reports.models import Bulletin, BulletinStep

NOTICE_LENGTH, OPINION_LENGTH, REASON_LENGTH = 200, 500, 200


def locked(bulletin: Bulletin) -> Bulletin:
    """Give the document as it stands, held against everybody else until this act is done."""
    rows = Bulletin.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=bulletin.pk)


def require_state(held: Bulletin, *states: str) -> None:
    """Refuse an act that the document's present state does not allow."""
    if held.state not in states:
        raise wrong_state(held)


def refuse_unread(held: Bulletin, *, seen: int | None) -> None:
    """Refuse an act on another edition than the one that was read; None where that is not said."""
    if seen is not None and seen != held.edition:
        raise RuleBroken(
            "本文件已退回修改并重新送审，请看过新稿后再办理。", code="another_edition"
        )


def wrong_state(held: Bulletin) -> RuleBroken:
    """Give the refusal of an act that another was faster with."""
    return RuleBroken(
        f"{held.title}现为“{held.get_state_display()}”，不能进行此项操作，请刷新页面后再办理。",
        code="wrong_state",
    )


def move(
    *,
    bulletin: Bulletin,
    came_from: Iterable[str],
    to: str,
    act: str,
    by: User,
    at: datetime,
    opinion: str = "",
    **fields: Any,
) -> None:
    """Move a document to a state if it stands in one of the states given, and write it down.

    An edition other than the one `bulletin` was read in is another text: it is not moved. `fields`
    are set in the same update. Raises RuleBroken "wrong_state".
    """
    rows = Bulletin.objects.filter(
        pk=bulletin.pk, state__in=list(came_from), edition=bulletin.edition
    )
    if not rows.update(state=to, **fields):
        bulletin.refresh_from_db()
        raise wrong_state(bulletin)
    bulletin.refresh_from_db()
    write_down(bulletin=bulletin, act=act, by=by, at=at, opinion=opinion)
    record(by=by, action=f"bulletin_{act}", about=bulletin, number=bulletin.number, state=to)


def write_down(
    *, bulletin: Bulletin, act: str, by: User | None, at: datetime, opinion: str = ""
) -> None:
    """Add a line to the document's way."""
    BulletinStep.objects.create(
        bulletin=bulletin, act=act, by=by, at=at, opinion=opinion.strip()[:OPINION_LENGTH]
    )


def refuse_own(held: Bulletin, *, by: User, act: str) -> None:
    """Refuse whoever sent the document to review: nobody reviews or signs his own work."""
    if held.submitted_by_id == by.pk:
        raise RuleBroken(
            f"本稿由您送审，不得由您{act}，请由本单位其他人员办理。", code="own_document"
        )


def required(text: str, *, what: str, longest: int = OPINION_LENGTH) -> str:
    """Give the words without blanks at the ends. Raises RuleBroken where there are none."""
    return words.required(text, what=what, longest=longest, code="no_reason")


def tell(
    people: Iterable[User],
    *,
    bulletin: Bulletin,
    event: str,
    text: str,
    at: datetime,
    page: str = "bulletin_detail",
) -> None:
    """Tell people about the document, once for each event of each edition; `page` leads there."""
    notify(
        recipients=people,
        key=f"bulletin_{event} {bulletin.pk} {bulletin.edition}",
        text=text[:NOTICE_LENGTH],
        url=reverse(f"reports:{page}", args=[bulletin.pk]),
        at=at,
    )
