"""The monthly draw prepared by the calendar; the seed is still entered by a person."""

from datetime import date

from accounts.models import User
from inspections.models import Round
from inspections.services.draws import seal_draw
from inspections.services.rounds import current_scheme, plan_round, scheme_number


def prepare_monthly_draw(*, county: str, period: date, on: date, by: User | None = None) -> Round:
    """Plan the month's round if there is none, and seal it from the scheme's draw day on.

    ``county`` is the six-digit code, ``on`` the day it is.  Doing it twice does it once.  A draw
    that a person annulled is left to a person.  Raises RuleBroken without a scheme.
    """
    scheme = current_scheme(county=county)
    found = Round.objects.filter(area_code=county, scheme__code=scheme.code, period=period).first()
    planned = found or plan_round(scheme=scheme, period=period, by=by)
    day = period.replace(day=scheme_number(planned.scheme, "draw_day"))
    if on >= day and planned.state == Round.State.PLANNED and not planned.draws.exists():
        seal_draw(round=planned, by=by)
    planned.refresh_from_db()
    return planned
