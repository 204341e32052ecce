import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, UnitAlias
from projects.models import AnnualTarget, Programme
from projects.services import TargetRow, load_programmes, set_targets
from tests.make import COUNTY, make_unit

pytestmark = pytest.mark.django_db


def test_set_targets_sets_and_changes_a_place_s_target(office):
    set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 1000, 3000)], by=office)
    set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 1000, 3073)], by=office)

    target = AnnualTarget.objects.get()
    assert (target.villages, target.persons) == (4, 3073)
    assert AuditEvent.objects.filter(action="set_target", actor=office).count() == 2


@pytest.mark.parametrize(
    ("year", "persons", "code"), [(1999, 1, "target_year"), (2016, -1, "target_negative")]
)
def test_set_targets_refuses_odd_years_and_negative_numbers(year, persons, code):
    with pytest.raises(RuleBroken) as refusal:
        set_targets(year=year, rows=[TargetRow(COUNTY, 0, 0, persons)], by=None)
    assert (refusal.value.code, AnnualTarget.objects.count()) == (code, 0)


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


def test_load_programmes_refuses_a_unit_nobody_knows():
    with pytest.raises(RuleBroken, match="农业产业的牵头单位“区林业局”不在单位名录中"):
        load_programmes(area_code=COUNTY, year=2016, rows=rows("区林业局"), by=None)
    assert not Programme.objects.exists()
