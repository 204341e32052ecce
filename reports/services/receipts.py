"""签收: who an issued document is sent to, who signed for it, who is reminded."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.notices import notify
from accounts.services.trail import record
from reports.models import Bulletin, Receipt
from reports.selectors.offices import people_of, readers_of, sent_to
from reports.services.steps import NOTICE_LENGTH, locked

RECEIVE = "receive_bulletin"


def send_out(bulletin: Bulletin, *, at: datetime) -> list[Receipt]:
    """Ask every unit of the distribution list for its signature; tell whoever may read it.

    Part of 印发, inside its transaction. Gives the receipts made. Source: domain §3.2 (签收).
    """
    units = list(sent_to(bulletin))
    made = Receipt.objects.bulk_create(
        Receipt(bulletin=bulletin, unit=unit, sent_at=at) for unit in units
    )
    numbers = {unit.pk for unit in units}
    readers = readers_of(bulletin)
    asked = [person for person in readers if person.unit_id in numbers]
    others = [person for person in readers if person.unit_id not in numbers]
    text = f"{bulletin.number}已印发：{bulletin.title}"
    page = reverse("reports:reading_detail", args=[bulletin.pk])
    key = f"bulletin_issued {bulletin.pk} {bulletin.edition}"
    for people, words in ((asked, f"{text}。请签收。"), (others, text)):
        notify(recipients=people, key=key, text=words[:NOTICE_LENGTH], url=page, at=at)
    return made


@transaction.atomic
def receive(bulletin: Bulletin, *, by: User, at: datetime | None = None) -> Receipt:
    """Sign for a document on behalf of one's own unit (签收), once for each unit.

    Raises RuleBroken for whoever has no unit, a unit it was not sent to, a second signature, and
    a document that is not in force.
    """
    at = at or clock.now()
    held = locked(bulletin)
    if not held.is_sealed:
        raise RuleBroken("文件尚未印发或已撤回，不能签收。", code="not_issued")
    mine = held.receipts.filter(unit=by.unit_id).select_related("unit", "received_by").first()
    if mine is None:
        raise RuleBroken("本文件未发至您所在单位，不需签收。", code="not_sent")
    waiting = Receipt.objects.filter(pk=mine.pk, received_at=None)
    if not waiting.update(received_by=by, received_at=at):
        raise RuleBroken(
            f"{mine.unit}已由{mine.received_by}签收，不需重复签收。", code="already_received"
        )
    mine.refresh_from_db()
    record(by=by, action="receive_bulletin", about=held, unit=str(mine.unit))
    return mine


@transaction.atomic
def remind(bulletin: Bulletin, *, by: User, at: datetime | None = None) -> list[Unit]:
    """Remind the units that have not signed for a document (催签); gives those reminded.

    Their people get one notice a day, however often this is asked for. Raises RuleBroken where
    every unit has signed, or nobody there could.
    """
    at = at or clock.now()
    held = locked(bulletin)
    if not held.is_sealed:
        raise RuleBroken("文件尚未印发或已撤回，不能催签。", code="not_issued")
    waiting = held.receipts.filter(received_at=None).select_related("unit")
    units = [receipt.unit for receipt in waiting]
    if not units:
        raise RuleBroken("各单位均已签收，不需催签。", code="all_received")
    asked = people_of(units, RECEIVE)
    people = [person for person in asked if not (held.is_internal and person.is_inspected)]
    notify(
        recipients=people,
        key=f"bulletin_remind {held.pk} {localtime(at):%Y%m%d}",
        text=f"请签收{held.number}：{held.title}"[:NOTICE_LENGTH],
        url=reverse("reports:reading_detail", args=[held.pk]),
        at=at,
    )
    reached = {person.unit_id for person in people}
    record(by=by, action="remind_bulletin", about=held, units=len(units), people=len(people))
    return [unit for unit in units if unit.pk in reached]
