"""编号 and 撤回: numbers run without gaps, are given once, and stay with their reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from households.models import Area
from reports.composing import facts_of
from reports.kinds import kind_of
from reports.models import Bulletin, BulletinStep, DocumentNumber
from reports.selectors.offices import holders, readers_of
from reports.services.assembling import remake_letter
from reports.services.publishing import refuse_hidden, refuse_lapsed
from reports.services.steps import REASON_LENGTH, locked, move, require_state, required, tell

State, Act = Bulletin.State, BulletinStep.Act


@transaction.atomic
def number_bulletin(*, bulletin: Bulletin, by: User, at: datetime | None = None) -> Bulletin:
    """Give a signed document the next number of its series and year; the letter bears it.

    The county is held meanwhile, so two documents at once get two numbers in turn. A 专报 counts
    its issues through the years as well (总第×期). Raises RuleBroken while an unannounced round
    would become known, and where a document it was written from was withdrawn.
    """
    Area.objects.select_for_update().get(code=bulletin.area_code)
    at = at or clock.now()
    held = locked(bulletin)
    require_state(held, State.SIGNED)
    refuse_hidden(held)
    refuse_lapsed(held)
    if held.issued_on is None:
        raise RuleBroken("签发时没有成文日期，请退回后重新签发。", code="no_day")
    year, serial = held.issued_on.year, _next_serial(held, held.issued_on.year)
    line = {"area_code": held.area_code, "series": held.series, "year": year, "serial": serial}
    move(
        bulletin=held,
        came_from=[State.SIGNED],
        to=State.NUMBERED,
        act=Act.NUMBERED,
        by=by,
        at=at,
        year=year,
        serial=serial,
        total_serial=_next_total(held),
    )
    DocumentNumber.objects.create(bulletin=held, given_by=by, given_at=at, **line)
    remake_letter(held)
    people = [person for person in holders(held.area_code, "issue_bulletin") if person != by]
    tell(people, bulletin=held, event="issue", text=f"待印发：{held.number} {held.title}", at=at)
    return held


def _next_serial(held: Bulletin, year: int) -> int:
    given = DocumentNumber.objects.filter(area_code=held.area_code, series=held.series, year=year)
    return (given.aggregate(last=Max("serial"))["last"] or 0) + 1


def _next_total(held: Bulletin) -> int | None:
    """Give the next 总第×期 of a report; None for what is numbered 〔year〕×号."""
    if not kind_of(held.kind).masthead(facts_of(held)).report:
        return None
    numbered = Bulletin.objects.filter(area_code=held.area_code, series=held.series)
    return (numbered.aggregate(last=Max("total_serial"))["last"] or 0) + 1


@transaction.atomic
def withdraw_bulletin(
    *, bulletin: Bulletin, by: User, reason: str, at: datetime | None = None
) -> Bulletin:
    """Take back a numbered or issued document (撤回); its number stays and says why.

    Its term can be drafted again. Whoever it was sent to is told.
    """
    at = at or clock.now()
    held = locked(bulletin)
    require_state(held, State.NUMBERED, State.ISSUED)
    words = required(reason, what="撤回原因", longest=REASON_LENGTH)
    was_issued = held.state == State.ISSUED
    move(
        bulletin=held,
        came_from=[held.state],
        to=State.WITHDRAWN,
        act=Act.WITHDRAWN,
        by=by,
        at=at,
        opinion=words,
        withdrawn_reason=words,
    )
    withdrawn = DocumentNumber.objects.filter(bulletin=held)
    withdrawn.update(state=DocumentNumber.State.WITHDRAWN, reason=words)
    office = holders(held.area_code, "issue_bulletin")
    people = readers_of(held) if was_issued else [person for person in office if person != by]
    text = f"{held.number}已撤回：{held.title}。原因：{words}"
    page = "reading_detail" if was_issued else "bulletin_detail"  # readers find it in 阅文 only
    tell(people, bulletin=held, event="withdrawn", text=text, at=at, page=page)
    return held
