"""Setting up 大安区: places, units, people, plan, register and scheme, through the services."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Sum

from accounts.errors import RuleBroken
from accounts.models import Role, Unit, User
from households.models import Area, HelperPairing, Household, Posting, RegisterBatch
from households.services.places import load_areas, read_areas_file, set_poor_village
from households.services.postings import set_posting
from inspections.models import Scheme
from inspections.scheme_files import read_scheme
from inspections.services.escalation_steps import load_escalation_steps
from inspections.services.problem_sources import load_problem_sources, read_sources_file
from inspections.services.schemes import load_scheme
from projects.services import TargetRow, load_programmes, set_targets
from reports.demo.chance import happens, pick
from reports.demo.moments import COUNTY
from reports.demo.people import official
from reports.demo.people_of_daan import DEPARTMENTS, account, make_accounts, make_units
from reports.demo.register import (
    EXIT_VILLAGES,
    PLAN_YEAR,
    Place,
    poor_villages,
    write_register,
)
from reports.demo.uploads import take_in

AREAS = settings.BASE_DIR / "households" / "data" / "areas-510304.csv"
SCHEMES = settings.BASE_DIR / "inspections" / "schemes"
SINCE = date(2015, 8, 1)
LOADED_ON = date(2016, 5, 30)
UNFILLED = {"agro_technician": 8, "village_work_team": 4}  # of a hundred posts


def make_district(*, register: Path) -> Area:
    """Set the county up; the register is written to a workbook and imported like any other."""
    load_areas(rows=read_areas_file(path=AREAS))
    load_problem_sources(rows=read_sources_file())
    county = Area.objects.get(code=COUNTY)
    units = make_units(county)
    make_accounts(county, units)
    poverty_office = User.objects.get(username="fupin")
    villages = places_with_register()
    fill_posts(villages, mark_poor_villages(villages, poverty_office), units, poverty_office)
    write_register(register, villages=villages, helping_units=list(DEPARTMENTS))
    take_in(
        register, kind=RegisterBatch.Kind.REGISTER, by=poverty_office, on=LOADED_ON, since=SINCE
    )
    set_plan(poverty_office)
    load_escalation_steps()
    scheme = load_schemes(User.objects.get(username="mudu"))
    load_programmes(
        area_code=COUNTY,
        year=PLAN_YEAR,
        rows=scheme.options["programmes"],
        by=poverty_office,
    )
    make_helper_account()
    return county


def places_with_register() -> list[Place]:
    """Give the villages under a village committee: there the poor households live."""
    villages = Area.objects.villages().within(COUNTY).filter(name__endswith="村委会")
    return [
        Place(village.code, village.name, village.parent.name)
        for village in villages.select_related("parent")
        if village.parent
    ]


def mark_poor_villages(villages: list[Place], by: User) -> set[str]:
    """Mark the 24 poor villages, the first four of them to leave the list in 2016."""
    codes = [place.code for place in poor_villages(villages)]
    for rank, code in enumerate(codes):
        set_poor_village(
            village=Area.objects.get(code=code),
            is_poor=True,
            planned_exit_year=PLAN_YEAR if rank < EXIT_VILLAGES else PLAN_YEAR + 1,
            by=by,
        )
    return set(codes)


def fill_posts(villages: list[Place], poor: set[str], units: dict[str, Unit], by: User) -> None:
    """Fill the five posts of each poor village and pair the others; a few posts stay empty."""
    for place in villages:
        five = [post.value for post in Posting.FIVE]
        posts = five if place.code in poor else [Posting.Post.PAIRED_UNIT.value]
        village = Area.objects.get(code=place.code)
        helping = units[pick(DEPARTMENTS, "helps", place.code)]
        for post in posts:
            if happens(UNFILLED.get(post, 0), post, place.code):
                continue
            is_unit = post in {Posting.Post.HELPING_UNIT, Posting.Post.PAIRED_UNIT}
            set_posting(
                village=village,
                post=post,
                person_name="" if is_unit else official(f"{post}{place.code}"),
                unit=units["区农业局"] if post == Posting.Post.AGRO_TECHNICIAN else helping,
                starts_on=SINCE,
                by=by,
            )


def set_plan(by: User) -> None:
    """Set the annual targets: each township what its register plans, the county their sum."""
    exits = Area.objects.villages().within(COUNTY).filter(planned_exit_year=PLAN_YEAR)
    rows = []
    for place in [*Area.objects.townships().within(COUNTY), Area.objects.get(code=COUNTY)]:
        planned = Household.objects.within(place.code).planned_for(PLAN_YEAR)
        sums = planned.aggregate(households=Count("pk"), persons=Sum("person_count"))
        rows.append(
            TargetRow(
                area_code=place.code,
                villages=exits.within(place.code).count(),
                households=sums["households"],
                persons=sums["persons"] or 0,
            )
        )
    set_targets(year=PLAN_YEAR, rows=rows, by=by)


def load_schemes(by: User) -> Scheme:
    """Load the schemes the product ships; gives the one of the monthly inspections."""
    for name in ("walk", "checks", "monthly"):
        data, complaints = read_scheme(SCHEMES / name)
        if data is None:
            raise RuleBroken(f"随附的督查方案有误：{complaints[0]}", code="demo_scheme")
        scheme = load_scheme(data=data, area_code=COUNTY, by=by)
    return scheme


def make_helper_account() -> None:
    """Give one helper of a poor village an account for his own households."""
    pairing = HelperPairing.objects.within(COUNTY).order_by("pk").first()
    if pairing is None:
        return
    user = account("bangfu", Role.HELPER, None, area_code=pairing.area_code)
    user.name = pairing.name
    user.save(update_fields=["name"])
    own = HelperPairing.objects.filter(area_code=pairing.area_code, name=pairing.name)
    own.update(user=user)


def make_village_account(code: str) -> None:
    """Give a village an account and a unit of its own."""
    village = Area.objects.get(code=code)
    unit, _ = Unit.objects.get_or_create(
        area_code=code, name=village.name, defaults={"kind": Unit.Kind.VILLAGE}
    )
    account("cun", Role.VILLAGE_OFFICER, unit, area_code=code)
