import pytest

from accounts.errors import RuleBroken
from accounts.models import UnitAlias
from projects.models import Programme
from projects.services import load_programmes
from tests.make import COUNTY, make_unit

pytestmark = pytest.mark.django_db


def rows(lead_unit="区农业局", *, supplement=""):
    return [{"code": "C02", "name": "农业产业", "lead_unit": lead_unit, "supplement": supplement}]


def test_load_programmes_again_changes_nothing():
    make_unit("区农业局")
    load_programmes(area_code=COUNTY, year=2016, rows=rows(supplement="yes"), by=None)
    before = list(Programme.objects.values())

    load_programmes(area_code=COUNTY, year=2016, rows=rows(supplement=True), by=None)

    assert list(Programme.objects.values()) == before
    assert before[0]["is_supplement"] is True


def test_load_programmes_knows_a_unit_by_its_other_name():
    unit = make_unit("区直机关党委")
    UnitAlias.objects.create(unit=unit, area_code=COUNTY, name="区直机关工委")

    (programme,) = load_programmes(
        area_code=COUNTY, year=2016, rows=rows("区直机关工委", supplement="no"), by=None
    )

    assert (programme.lead_unit, programme.is_supplement) == (unit, False)


@pytest.mark.parametrize("area_code", [f"{COUNTY}105", "510311"])
def test_load_programmes_refuses_a_unit_the_county_does_not_have(area_code):
    make_unit("区林业局", area_code=area_code)
    with pytest.raises(RuleBroken, match="农业产业的牵头单位“区林业局”不在单位名录中"):
        load_programmes(area_code=COUNTY, year=2016, rows=rows("区林业局"), by=None)
    assert not Programme.objects.exists()
