"""Whose turn a problem is: the responsible unit's or the others', near its day, without a plan."""

from datetime import date, timedelta

from django.db.models import Q

from accounts.models import User
from inspections.models import Problem

State = Problem.State
SOON_DAYS = 3
IN_HAND = (State.ORDERED, State.ACKNOWLEDGED, State.RECTIFYING)
"""Where the responsible unit has to act; 已报结 and 复核通过 wait for others."""


def own(user: User) -> Q:
    """The problems the user's unit answers for."""
    return Q(responsible_unit=user.unit_id or 0)


def of_others(user: User) -> Q:
    """The problems another unit answers for: what the user may judge, verify and close."""
    return ~own(user)


def due_soon(on: date) -> Q:
    """The problems a unit has in hand whose day is today or within three days."""
    return Q(state__in=IN_HAND, due_on__range=(on, on + timedelta(days=SOON_DAYS)))


def late_in_hand(on: date) -> Q:
    """The problems a unit has in hand whose day is past."""
    return Q(state__in=IN_HAND, due_on__lt=on)


def unplanned() -> Q:
    """The signed-for problems to be rectified by a day that have no plan yet, as `lacks_plan`."""
    is_made = Q(state=State.RECTIFYING) & ~Q(planned_measure="")
    in_hand = Q(state__in=[State.ACKNOWLEDGED, State.RECTIFYING])
    return Q(in_hand & ~is_made, track=Problem.Track.FIX_BY_DATE)
