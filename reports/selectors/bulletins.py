"""Which county, months and files of a bulletin a reader has."""

from datetime import date

from accounts.models import User
from accounts.scope import NOWHERE
from households.models import Area
from inspections.models import Round
from reports.ledgers.month import LEDGERS
from reports.models import BulletinFile
from reports.selectors.months import SCHEME


def county_of(user: User) -> str:
    """Give the user's county; for a user of all counties the first; "" for one of none."""
    if user.area_code == NOWHERE:
        return ""
    if user.area_code:
        return user.area_code[:6]
    first = Area.objects.counties().order_by("code").values_list("code", flat=True).first()
    return first or ""


def months_of(county: str, *, user: User) -> list[date]:
    """Give the months of a county that have a monthly round the user sees, the newest first.

    A month whose round is hidden from him (暗访) is not offered: it would tell of the round.
    """
    rounds = Round.objects.visible_to(user).filter(area_code=county, scheme__code=SCHEME)
    return list(rounds.order_by("-period").values_list("period", flat=True))


def may_open(*, file: BulletinFile, user: User) -> bool:
    """Tell whether the user may open the file: a ledger needs that ledger's own right."""
    rights = {ledger.slug: f"reports.{ledger.permission}" for ledger in LEDGERS}
    return file.kind not in rights or user.has_perm(rights[file.kind])
