"""The units of 大安区 and the accounts of those who work there; all persons are invented."""

from django.contrib.auth.models import Group

from accounts.models import Role, Unit, UnitAlias, User
from households.models import Area
from reports.demo.people import official

PASSWORD = "Daan-2016-demo"  # noqa: S105 -- of a demonstration on one machine
OFFICES = ("区委区政府目督办", "区委组织部", "区直机关党委", "区纪委")
DEPARTMENTS = (
    "区扶贫移民办", "区发展和改革局", "区农业局", "区经济和信息化局", "区旅游局",
    "区商务局", "区国土资源局", "区科学技术局", "区住房和城乡建设局", "区教育局",
    "区人力资源和社会保障局", "区卫生和计划生育局", "区文化广电新闻出版局", "区民政局", "区财政局",
    "区林业局", "区交通运输局", "区水务局", "区残联",
)  # fmt: skip
ALIASES = {"区直机关党委": ("区直机关工委",)}
# username, role, unit; the first of each role is shown when the demo is ready, and shenhe
COUNTY_ACCOUNTS = (
    ("admin", Role.ADMIN, "区委区政府目督办"),
    ("mudu", Role.SUPERVISION_OFFICE, "区委区政府目督办"),
    ("shenhe", Role.SUPERVISION_OFFICE, "区委区政府目督办"),
    ("fupin", Role.POVERTY_OFFICE, "区扶贫移民办"),
    ("zuzhi", Role.ORGANISATION_DEPT, "区委组织部"),
    ("jiguan", Role.ORGANS_COMMITTEE, "区直机关党委"),
    ("ducha1", Role.INSPECTOR, "区委区政府目督办"),
    ("ducha2", Role.INSPECTOR, "区扶贫移民办"),
    ("ducha3", Role.INSPECTOR, "区委组织部"),
    ("ducha4", Role.INSPECTOR, "区直机关党委"),
    ("ducha5", Role.INSPECTOR, "区农业局"),
    ("ducha6", Role.INSPECTOR, "区民政局"),
    ("lingdao", Role.LEADER, "区委区政府目督办"),
    ("jiwei", Role.DISCIPLINE, "区纪委"),
)

REVIEWER = "shenhe"  # reviews and signs what mudu drafts
NAMES = {REVIEWER: "刘主任"}


def make_units(county: Area) -> dict[str, Unit]:
    """Make the county's units with their other names and its townships'; give them by name."""
    rows = [(name, Unit.Kind.OFFICE, county.code) for name in OFFICES]
    rows += [(name, Unit.Kind.DEPARTMENT, county.code) for name in DEPARTMENTS]
    townships = Area.objects.townships().within(county.code)
    rows += [(town.short_name, Unit.Kind.TOWNSHIP, town.code) for town in townships]
    units = {
        name: Unit.objects.get_or_create(area_code=code, name=name, defaults={"kind": kind})[0]
        for name, kind, code in rows
    }
    for name, others in ALIASES.items():
        for other in others:
            UnitAlias.objects.get_or_create(
                area_code=county.code, name=other, defaults={"unit": units[name]}
            )
    return units


def make_accounts(county: Area, units: dict[str, Unit]) -> None:
    """Make the county's accounts, one for each department and one for each township."""
    for username, role, unit in COUNTY_ACCOUNTS:
        in_settings = role in {Role.ADMIN, Role.DISCIPLINE}
        account(username, role, units[unit], area_code=county.code, is_staff=in_settings)
    for place, name in enumerate(DEPARTMENTS, start=1):
        account(f"bumen{place:02}", Role.DEPARTMENT, units[name], area_code=county.code)
    for town in Area.objects.townships().within(county.code):
        account(
            f"xz{town.code[6:]}",
            Role.TOWNSHIP_OFFICER,
            units[town.short_name],
            area_code=town.code,
        )


def account(username: str, role: Role, unit: Unit | None, *, area_code: str, **more: bool) -> User:
    """Make an account with the demo's password and one role, unless it is there."""
    user, created = User.objects.get_or_create(
        username=username,
        defaults={
            "name": NAMES.get(username) or official(username),
            "area_code": area_code,
            "unit": unit,
            **more,
        },
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=role.label))
    return user
