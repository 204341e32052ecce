"""A township's month closes by itself once every form there is accepted; nothing moves after."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Length
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.scope import COUNTY, TOWNSHIP
from accounts.services.notices import notify
from accounts.services.trail import record
from households.models import Area
from inspections.models import ClosedTownship, Round, Visit


def offices_of(round_: Round) -> list[User]:
    """Give the people of 目督办 who answer for a round's county."""
    people = User.objects.filter(groups__name=Role.SUPERVISION_OFFICE.label, is_active=True)
    near = people.alias(digits=Length("area_code")).filter(digits__lte=COUNTY)
    return [person for person in near if round_.area_code.startswith(person.area_code)]


def hold_round(round_id: int) -> Round:
    """Take the round's row for the rest of the transaction: its forms are judged one by one."""
    return Round.objects.select_for_update(no_key=True).get(pk=round_id)


def refuse_closed(round: Round, area_code: str) -> None:  # noqa: A002 -- the record's own name
    """Refuse to move anything in a township whose month is closed; call it in a transaction.

    A county's code stands for departments, which have no township to close. Raises RuleBroken
    "township_closed".
    """
    if len(area_code) < TOWNSHIP:
        return
    hold_round(round.pk)
    closed = ClosedTownship.objects.filter(round=round, area_code=area_code[:TOWNSHIP])
    if closed.exists():
        raise RuleBroken("该乡镇本期已办结，不能再变动。", code="township_closed")


@transaction.atomic
def close_township(
    *,
    round: Round,  # noqa: A002 -- the record's own name
    area_code: str,
    by: User,
    at: datetime,
) -> ClosedTownship | None:
    """Close a township's month if every form there is accepted; None if it is not, or is closed.

    Two who accept the last two forms at once wait for each other, so that one of them closes.
    """
    if len(area_code) < TOWNSHIP:
        return None
    township = area_code[:TOWNSHIP]
    hold_round(round.pk)
    standing = round.assignments.active().filter(area_code__startswith=township)
    left = standing.exclude(visit__state=Visit.State.ACCEPTED)
    if left.exists() or not standing.exists():
        return None
    closed, is_new = ClosedTownship.objects.get_or_create(
        round=round, area_code=township, defaults={"closed_at": at}
    )
    if not is_new:
        return None
    record(by=by, action="close_township", about=closed, round=round.pk)
    name = Area.objects.filter(code=township).values_list("short_name", flat=True).first()
    notify(
        recipients=offices_of(round),
        key=f"township-closed-{round.pk}-{township}",
        text=f"{name or township}{round.period_text}督查表已全部审核，本期办结。",
        url=reverse("inspections:round_completeness", args=[round.pk]),
        at=at,
    )
    return closed
