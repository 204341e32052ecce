"""What the frame has that the last draw's had not: shown at the freeze, kept on the record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from households.models import BatchDifference, Household, RegisterBatch
from inspections.draw_changes import Change, pool_changes
from inspections.selectors.frame_changes import changes_at_freeze, changes_of
from inspections.selectors.frames import round_frame
from inspections.services.draws import enter_seed, seal_draw
from tests.inspections.draw_cast import DRAWN_AT, SEED, make_county, make_drawn
from tests.make import COUNTY, JULY, make_round

AUGUST = JULY.replace(month=8)


def test_units_come_go_and_move_and_a_new_tier_is_no_change():
    before = ["township\tT\tC\t1\t1", "household\tA\tV\t1\t1", "household\tB\tV\t1\t1"]
    now = ["township\tT\tC\t0\t1", "household\tA\tW\t1\t1", "household\tD\tV\t1\t1"]
    assert [(one.unit_id, one.act) for one in pool_changes(before, now)] == [
        ("A", "moved"),
        ("B", "removed"),
        ("D", "added"),
    ]
    assert pool_changes(before, now)[0] == Change("household", "A", "V", "W")


@pytest.fixture
def changed(db):
    """July drawn; then a household comes, one goes and one moves by an upload."""
    villages = make_county()
    main = make_drawn()
    gone, moved, *_ = Household.objects.filter(village=villages[0]).order_by("household_no")
    gone_no, moved_no = gone.household_no, moved.household_no
    gone.delete()
    Household.objects.filter(pk=moved.pk).update(village=villages[1], area_code=villages[1].code)
    new = Household.objects.filter(village=villages[2]).first()
    Household.objects.filter(pk=new.pk).update(household_no=f"{villages[2].code}0099")
    batch = RegisterBatch.objects.create(
        area_code=COUNTY, file_name="七月.xlsx", state="applied",
        applied_at=DRAWN_AT + timedelta(days=3),
    )  # fmt: skip
    BatchDifference.objects.create(
        batch=batch, area_code=COUNTY, act="change", subject="household", key=moved_no,
        household_no=moved_no,
    )  # fmt: skip
    return main, gone_no, moved_no


def test_the_freeze_shows_counts_names_and_which_upload_did_it(changed):
    main, gone, moved = changed
    found = changes_at_freeze(COUNTY, round_frame(make_round(period=AUGUST)).units)
    assert found.since == main
    assert [row[1:] for row in found.townships] == [(0, 1, 1), (1, 1, 0)]
    told = {row.name[-5:-1]: (row.act, row.told) for row in found.rows}
    assert told[gone[-4:]] == ("减少", "")
    assert told[moved[-4:]] == ("变动", "07-08 09:30 系统导入《七月.xlsx》")
    assert all("李四" not in row.name for row in found.rows)


def test_the_record_keeps_them_and_what_comes_later_does_not_enter(changed):
    round_ = make_round(period=AUGUST)
    draw = seal_draw(round=round_, by=None)
    at_seal = changes_of(draw).townships
    Household.objects.all().delete()
    enter_seed(draw=draw, seed=SEED, by=None)
    assert changes_of(draw).townships == at_seal


@pytest.mark.django_db
def test_the_first_draw_has_nothing_to_compare(client, office):
    make_county()
    client.force_login(office)
    page = client.get(reverse("inspections:draw_seal", args=[make_round().pk]))
    assert "第一次抽签" in page.content.decode()
