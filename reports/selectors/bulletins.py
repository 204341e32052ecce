"""Which county and months a reader has, and a month's facts: frozen once issued."""

from datetime import date

from accounts.models import User
from accounts.scope import NOWHERE
from households.models import Area
from inspections.models import Round
from reports.facts import MonthFacts
from reports.facts_json import from_json
from reports.ledgers import LEDGERS
from reports.models import Bulletin, BulletinFile
from reports.selectors.months import SCHEME, month_facts


def county_of(user: User) -> str:
    """Give the user's county; for a user of all counties the first; "" for one of none."""
    if user.area_code == NOWHERE:
        return ""
    if user.area_code:
        return user.area_code[:6]
    first = Area.objects.counties().order_by("code").values_list("code", flat=True).first()
    return first or ""


def months_of(county: str) -> list[date]:
    """Give the months of a county that have a monthly round, the newest first."""
    rounds = Round.objects.filter(area_code=county, scheme__code=SCHEME)
    return list(rounds.order_by("-period").values_list("period", flat=True))


def facts_of_month(*, county: str, period: date, on: date) -> MonthFacts:
    """Give a month's facts: those of the issued bulletin, else as they stand on the day.

    Raises RuleBroken when the month has no round.
    """
    issued = Bulletin.objects.filter(
        area_code=county, period=period, state=Bulletin.State.ISSUED
    ).first()
    if issued is not None:
        return from_json(issued.facts)
    return month_facts(county=county, period=period, on=on)


def may_open(*, file: BulletinFile, user: User) -> bool:
    """Tell whether the user may open the file: a ledger needs that ledger's own right."""
    rights = {ledger.slug: f"reports.{ledger.permission}" for ledger in LEDGERS}
    return file.kind not in rights or user.has_perm(rights[file.kind])
