"""A small county to draw from: two poor villages in each of three townships, by bulk."""

from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import Role, User
from households.models import Area, Household
from inspections.models import Draw, Round
from inspections.selectors.extra_frames import Counts
from inspections.selectors.inspectors import TeamPlan
from inspections.services.draws import annul_draw, enter_seed, propose_annulment, seal_draw
from inspections.services.extra_draws import seal_extra
from inspections.services.inspector_draws import seal_inspectors
from inspections.services.sealing import Sealing
from tests.make import COUNTY, make_area, make_round, make_user

SEED = "31415926535897932384"
SEALED_AT = datetime(2016, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DRAWN_AT = datetime(2016, 7, 5, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def make_county(*, townships: int = 3, households: int = 6) -> list[Area]:
    """Make the register of a county and give its villages."""
    villages = [
        make_area(f"{COUNTY}{100 + number}{200 + village}", is_poor=True)
        for number in range(1, townships + 1)
        for village in (1, 2)
    ]
    for village in villages:
        make_households(village, households)
    return villages


def make_households(village: Area, count: int, **fields: object) -> None:
    """Fill a village with poor households 0001, 0002 …"""
    Household.objects.bulk_create(
        Household(
            household_no=f"{village.code}{number:04}",
            area_code=village.code,
            village=village,
            head_name="李四",
            person_count=3,
            attribute=Household.Attribute.ORDINARY,
            cause=Household.Cause.ILLNESS,
            **fields,
        )
        for number in range(1, count + 1)
    )


def make_office() -> User:
    """The supervision office that seals and draws."""
    return make_user(Role.SUPERVISION_OFFICE, name="王科长")


def make_sealed(round_: Round | None = None, **options: object) -> Draw:
    """Seal the July draw of the small county."""
    if not Household.objects.exists():
        make_county()
    return seal_draw(round=round_ or make_round(), by=make_office(), at=SEALED_AT, **options)


def make_drawn(round_: Round | None = None) -> Draw:
    """Draw the July draw of the small county."""
    return enter_seed(draw=make_sealed(round_), seed=SEED, by=make_office(), at=DRAWN_AT)


def make_inspectors(*places: str) -> list[User]:
    """Inspectors of the county, one for each given place of his account."""
    return [
        make_user(Role.INSPECTOR, name=f"督查员{number}", area_code=place)
        for number, place in enumerate(places, 1)
    ]


def sealing(**options: object) -> Sealing:
    """How the further draws of the tests are sealed."""
    return Sealing(by=make_office(), **options)


def make_seated(draw: Draw, inspectors: int = 4) -> Draw:
    """Draw two inspectors for each of the two drawn townships of a draw."""
    make_inspectors(*[COUNTY] * inspectors)
    towns = draw.units.filter(stage="township").order_by("pk")
    teams = [TeamPlan(f"第{n}组", 2, (unit.subject_code,)) for n, unit in enumerate(towns, 1)]
    sealed = seal_inspectors(round=draw.round, teams=teams, sealing=sealing())
    return enter_seed(draw=sealed, seed=SEED, by=make_office())


def make_extra(draw: Draw, level: str = "household", **given: object) -> Draw:
    """Draw two more households in the first drawn village of a draw, or what is asked."""
    village = draw.units.filter(stage="village").first().subject_code
    asked = {"places": [village], "counts": Counts(1, 1, 2)} | given
    sealed = seal_extra(
        round=draw.round, level=level, reason="群众反映", sealing=sealing(), **asked
    )
    return enter_seed(draw=sealed, seed=SEED[::-1], by=make_office())


def annulled(draw: Draw, reason: str = "有误") -> Draw:
    """Have one person of the office propose and another confirm that a draw is annulled."""
    propose_annulment(draw=draw, reason=reason, by=make_office())
    return annul_draw(draw=draw, by=make_office())
