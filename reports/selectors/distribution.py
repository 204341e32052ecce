"""发文范围: a county's lists, its default, and the units each reaches."""

from django.db.models import QuerySet

from accounts.models import Unit, User
from accounts.scope import COUNTY
from reports.models import Bulletin, DistributionList

SHIPPED = "各乡镇和区级部门"
"""The name of the list proposed to a county that has none; its words are plan 000's."""


def default_of(county: str) -> DistributionList | None:
    """Give the county's default list, if it has one."""
    rows = DistributionList.objects.filter(area_code=county[:COUNTY], is_default=True)
    return rows.first()


def addressed(draft: Bulletin) -> Bulletin:
    """Give a new draft its county's default list; without one its kind's own wording holds."""
    chosen = None if draft.kind in Bulletin.INTERNAL else default_of(draft.area_code)
    if chosen is not None:
        draft.distribution = chosen
        draft.addressees, draft.copies = chosen.addressees, chosen.copies
    return draft


def lists_of(user: User) -> "QuerySet[DistributionList]":
    """Give the lists of the user's county with the units named in them."""
    return DistributionList.objects.within(user.area_code[:COUNTY]).prefetch_related("units")


def kinds_told(row: DistributionList) -> list[str]:
    """Give the kinds of units of a list in Chinese."""
    words = dict(Unit.Kind.choices)
    return [str(words[kind]) for kind in row.unit_kinds if kind in words]
