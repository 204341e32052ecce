"""A place, and the places above and below it that a person may see."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from accounts.scope import COUNTY, TOWNSHIP, VILLAGE
from households.models import Area
from reports.selectors.bulletins import county_of

LEVELS = {COUNTY: "county", TOWNSHIP: "township", VILLAGE: "village"}
BELOW = {COUNTY: TOWNSHIP, TOWNSHIP: VILLAGE}
OWN_ROW = {COUNTY: ("区级部门", "county"), TOWNSHIP: ("镇本级", "township")}


@dataclass(frozen=True)
class Place:
    """A place the user may see, those above it that he may see, and those right below it."""

    code: str
    name: str
    parents: tuple[tuple[str, str], ...]
    below: tuple[tuple[str, str], ...]

    @property
    def level(self) -> str:
        """county, township or village."""
        return LEVELS[len(self.code)]

    def rows(self, found: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Give the places below, and by their codes those found that the register lacks."""
        known = dict(self.below)
        lost = sorted(code for code in found if len(code) == self.digits and code not in known)
        return (*self.below, *((code, code) for code in lost))

    @property
    def digits(self) -> int:
        """How many digits the places below have; a village's own for a village."""
        return BELOW.get(len(self.code), VILLAGE)


def own_place(user: User) -> str:
    """Give the code a person's board begins at: his area, else his (first) county; "" for none."""
    return user.area_code if len(user.area_code) in LEVELS else county_of(user)


def place_of(code: str, user: User) -> Place | None:
    """Give a place with its neighbours, one query; None where it is not there or not his."""
    if len(code) not in LEVELS:
        return None
    seen = Area.objects.visible_to(user)
    above = [code[:digits] for digits in LEVELS if digits < len(code)]
    wanted = seen.filter(code__in=[*above, code])
    if len(code) in BELOW:
        wanted = wanted | seen.filter(parent=code)
    names = dict(wanted.order_by("code").values_list("code", "short_name"))
    if code not in names:
        return None
    return Place(
        code=code,
        name=names[code],
        parents=tuple((one, names[one]) for one in above if one in names),
        below=tuple((one, name) for one, name in names.items() if len(one) > len(code)),
    )
