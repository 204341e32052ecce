"""印发 and 归档: the document sealed with its facts and files, sent out, put away."""

from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from reports.composing import document_of
from reports.models import Bulletin, BulletinStep
from reports.seals import seal_of
from reports.search import search_text_of
from reports.selectors.seals import file_lines, head_of
from reports.services.publishing import refuse_hidden, refuse_lapsed
from reports.services.receipts import send_out
from reports.services.steps import locked, move, require_state

State, Act = Bulletin.State, BulletinStep.Act


@transaction.atomic
def issue_bulletin(*, bulletin: Bulletin, by: User, at: datetime | None = None) -> Bulletin:
    """Print and send a numbered document (印发): a closed book from now on.

    The files it was numbered with are sealed together with its facts and text; every unit of its
    distribution list is to sign for it. Raises RuleBroken while an unannounced round would become
    known, or where a stored file is no longer what was made.
    """
    at = at or clock.now()
    held = locked(bulletin)
    require_state(held, State.NUMBERED)
    refuse_hidden(held)
    refuse_lapsed(held)
    if lost := [line.name for line in file_lines(held) if not line.holds]:
        raise RuleBroken(
            f"{'、'.join(lost)}与编号时不符，请撤回后重新汇总。", code="files_changed"
        )
    files = held.files.values_list("kind", "sha256")
    seal = seal_of(
        head=head_of(held), facts_sha=held.facts_sha, passages=held.passages, files=files
    )
    move(
        bulletin=held,
        came_from=[State.NUMBERED],
        to=State.ISSUED,
        act=Act.ISSUED,
        by=by,
        at=at,
        issued_by=by,
        issued_at=at,
        seal=seal,
        search_text=search_text_of(document_of(held)),
    )
    send_out(held, at=at)
    return held


@transaction.atomic
def archive_bulletin(
    *, bulletin: Bulletin, by: User, reason: str = "", at: datetime | None = None
) -> Bulletin:
    """Put an issued document away (归档) once every unit signed for it, or with a reason."""
    held = locked(bulletin)
    require_state(held, State.ISSUED)
    waiting = held.receipts.filter(received_at=None).count()
    if waiting and not reason.strip():
        raise RuleBroken(f"还有{waiting}个单位未签收，归档须说明原因。", code="not_received")
    move(
        bulletin=held,
        came_from=[State.ISSUED],
        to=State.ARCHIVED,
        act=Act.ARCHIVED,
        by=by,
        at=at or clock.now(),
        opinion=reason,
    )
    return held
