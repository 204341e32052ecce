import csv

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from households.models import Area
from households.place_names import bare_name, short_name, township_name
from households.services.places import DATA, load_areas, read_areas_file, set_poor_village

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("和平村委会", "和平村"),
        ("和平村村民委员会", "和平村"),
        ("李楼村民委员会", "李楼村"),
        ("金胜社区居委会", "金胜社区"),
        ("金胜社区居民委员会", "金胜社区"),
        ("何家场居委会", "何家场社区"),
        ("积石镇城东社区", "积石镇城东社区"),
        ("大塘埠镇", "大塘埠镇"),
    ],
)
def test_short_name_takes_the_committee_off(name, short):
    assert short_name(name) == short


def test_bare_and_township_names_leave_the_kind_out():
    assert (bare_name("李楼村委会"), bare_name("村")) == ("李楼", "村")
    assert township_name("大安街道办事处") == "大安街道"


def test_load_areas_loads_the_fifteen_townships_and_121_villages_of_the_district():
    rows = read_areas_file(path=DATA / "areas-510304.csv")
    assert load_areas(rows=rows) == 137

    levels = [
        Area.objects.filter(level=level).count() for level in ("county", "township", "village")
    ]
    assert levels == [1, 15, 121]
    assert str(Area.objects.get(code="510304001")) == "大安街道"


def test_load_areas_again_changes_nothing_and_keeps_poor_villages():
    rows = read_areas_file(path=DATA / "areas-510304.csv")
    load_areas(rows=rows)
    village = Area.objects.villages().first()
    set_poor_village(village=village, is_poor=True, planned_exit_year=2016, by=None)
    before = list(Area.objects.values())

    load_areas(rows=rows)

    assert list(Area.objects.values()) == before


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"code": "51030", "name": "x", "level": "county", "parent": ""}, "area_code"),
        ({"code": "510304101", "name": "x", "level": "village", "parent": "510304"}, "area_code"),
        ({"code": "510304101", "name": "x", "level": "township", "parent": "510305"}, "area_code"),
        (
            {"code": "510304101", "name": "x", "level": "township", "parent": "510304"},
            "area_orphan",
        ),
    ],
)
def test_load_areas_refuses_codes_that_do_not_fit(row, code):
    with pytest.raises(RuleBroken) as refusal:
        load_areas(rows=[row])
    assert (refusal.value.code, Area.objects.count()) == (code, 0)


@pytest.mark.parametrize("path", sorted(DATA.glob("areas-*.csv")), ids=lambda path: path.stem)
def test_every_shipped_file_loads(path):
    with path.open(encoding="utf-8") as file:
        lines = sum(1 for _ in csv.DictReader(file))
    assert load_areas(rows=read_areas_file(path=path)) == lines


def test_a_file_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("代码,名称\n1,2\n")
    with pytest.raises(RuleBroken, match="四列"):
        read_areas_file(path=path)
    with pytest.raises(RuleBroken, match="读不了"):
        read_areas_file(path=tmp_path / "none.csv")


def test_set_poor_village_writes_the_trail(areas):
    village = Area.objects.get(code="510304105201")
    set_poor_village(village=village, is_poor=True, planned_exit_year=2016, by=None)

    assert AuditEvent.objects.get().action == "set_poor_village"
    set_poor_village(village=village, is_poor=False, planned_exit_year=2016, by=None)
    assert village.planned_exit_year is None
