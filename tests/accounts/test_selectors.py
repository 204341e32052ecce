from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Parameter
from accounts.selectors import parameter

pytestmark = pytest.mark.django_db
VILLAGE = "510304105201"


def standard(area_code: str, value: int, valid_from: date = date(2016, 1, 1), **fields) -> None:
    """Keep a poverty line."""
    Parameter.objects.create(
        area_code=area_code, key="poverty_line", value=value, valid_from=valid_from, **fields
    )


def ask(area_code: str = VILLAGE, on: date = date(2016, 7, 31)) -> Decimal | None:
    """Ask for the poverty line."""
    return parameter(key="poverty_line", area_code=area_code, on=on)


def test_the_most_specific_place_wins():
    standard("", 3000)
    standard("510304", 3100)
    assert (ask(), ask("360722")) == (Decimal(3100), Decimal(3000))


def test_the_latest_begun_of_one_place_wins():
    standard("510304", 3100)
    standard("510304", 3200, valid_from=date(2016, 6, 1))
    assert ask() == Decimal(3200)


def test_both_ends_belong_to_the_term():
    standard("510304", 3100, valid_to=date(2016, 7, 31))
    assert (ask(), ask(on=date(2016, 8, 1))) == (Decimal(3100), None)


def test_the_default_stands_where_there_is_none():
    asked = parameter(
        key="ncms_rate", area_code=VILLAGE, on=date(2016, 7, 31), default=Decimal("0.95")
    )
    assert asked == Decimal("0.95")
