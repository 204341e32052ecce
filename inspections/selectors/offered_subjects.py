"""What a person may enter a problem about: places, departments, households of his own area."""

from accounts.masking import household_label, may_search
from accounts.models import Role, Unit, User
from accounts.scope import COUNTY, TOWNSHIP
from households.identity import normal_text, plain_name
from households.models import Area, Household

Grouped = list[tuple[str, list[tuple[str, str]]]]
MOST = 6  # households named where one was meant


def places_on_offer(user: User) -> Grouped:
    """Give the townships and villages of the user's area, each township with its villages."""
    areas = Area.objects.visible_to(user).exclude(level=Area.Level.COUNTY).order_by("code")
    names: dict[str, str] = {}
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in areas.values_list("code", "short_name"):
        names[code] = name
        groups.setdefault(code[:TOWNSHIP], []).append((code, name))
    return [(names.get(code, "本村"), options) for code, options in groups.items()]


def departments_on_offer(user: User) -> list[tuple[str, str]]:
    """Give the county's own units by number; nobody but the county's people is offered them."""
    if len(user.area_code) > COUNTY or user.has_role(Role.DEPARTMENT):
        return []
    units = Unit.objects.filter(area_code=user.area_code[:COUNTY]).order_by("kind", "name")
    return [(str(number), name) for number, name in units.values_list("pk", "name")]


def units_on_offer(user: User) -> list[tuple[str, str]]:
    """Give the units that may answer for a problem: those of the user's county."""
    units = Unit.objects.within(user.area_code[:COUNTY]).order_by("area_code", "kind", "name")
    return [(str(number), name) for number, name in units.values_list("pk", "name")]


def households_called(user: User, word: str, *, place: str) -> list[Household]:
    """Give the households of the user's area by number, or by householder where he may search.

    `place` narrows to a township or village; its beginning of the code is enough.
    """
    rows = Household.objects.visible_to(user).within(place)
    number = normal_text(word)
    if number.isascii():
        return list(rows.filter(household_no=number)[:MOST])
    if not may_search(user, "name"):
        return []
    return list(rows.filter(head_name=plain_name(word)).order_by("household_no")[:MOST])


def several(households: list[Household]) -> str:
    """Name the households one was looked for among, masked, with their whole numbers."""
    words = (
        f"{household_label(one.head_name, one.household_no)}编号{one.household_no}"
        for one in households
    )
    return "；".join(words)
