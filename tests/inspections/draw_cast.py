"""A small county to draw from: two poor villages in each of three townships, by bulk."""

from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import Role, User
from households.models import Area, Household
from inspections.models import Draw, Round
from inspections.services.draws import enter_seed, seal_draw
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
