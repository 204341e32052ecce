"""Seal, seed, result, annulment, replacement and the record of a draw."""

from datetime import timedelta

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Role
from households.models import Household
from inspections.draw import FIRST_PREVIOUS, commitment, parse_rule
from inspections.models import Draw, DrawnUnit
from inspections.proof_pack import read_pack
from inspections.selectors.draw_records import draw_record
from inspections.selectors.draws import proof_pack, replays
from inspections.services.draws import (
    Witness,
    annul_draw,
    draw_to_seed,
    drop_annulment,
    enter_seed,
    propose_annulment,
    seal_draw,
)
from inspections.verify_draw_standalone import differences
from tests.inspections.draw_cast import (
    DRAWN_AT,
    SEALED_AT,
    SEED,
    annulled,
    make_county,
    make_drawn,
    make_office,
    make_sealed,
)
from tests.make import COUNTY, make_round, make_user

pytestmark = pytest.mark.django_db


def test_seal_draw_freezes_pool_and_rule_before_any_seed():
    draw = make_sealed()

    assert (draw.draw_id, draw.number, draw.previous) == (f"{COUNTY}-2016-07/1", 1, FIRST_PREVIOUS)
    assert (draw.state, draw.round.state, draw.seed) == ("sealed", "sealed", "")
    assert len(draw.pool.splitlines()) == 3 + 6 + 36
    assert parse_rule(draw.rule)["households_per_village"] == 4
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["seal_draw"]


def test_seal_draw_is_not_moved_by_a_later_change_of_the_register():
    draw = make_sealed()
    Household.objects.all().delete()

    drawn = enter_seed(draw=draw, seed=SEED, by=make_office())

    assert drawn.units.filter(stage="household").count() == 8
    assert replays(drawn)


def test_seal_draw_refuses_a_second_seal():
    draw = make_sealed()

    with pytest.raises(RuleBroken, match="不得重封"):
        seal_draw(round=draw.round, by=make_office())


def test_seal_draw_refuses_an_empty_register():
    round_ = make_round()

    with pytest.raises(RuleBroken, match="没有可抽的乡镇"):
        seal_draw(round=round_, by=None)

    round_.refresh_from_db()
    assert round_.state == "planned"


def test_seal_draw_refuses_a_household_number_that_cannot_be_hashed():
    make_county()
    row = Household.objects.first()
    Household.objects.filter(pk=row.pk).update(household_no="户 1")

    with pytest.raises(RuleBroken, match="名单第"):
        seal_draw(round=make_round(), by=None)


def test_seed_before_the_seal_is_refused():
    with pytest.raises(RuleBroken, match="尚未封存，不得录入种子"):
        draw_to_seed(round=make_round())


def test_seed_older_than_the_seal_is_refused():
    draw = make_sealed()

    with pytest.raises(RuleBroken, match="封签公布之后"):
        enter_seed(draw=draw, seed=SEED, by=None, at=SEALED_AT - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("seed", "reason"),
    [("1" * 19, "19位"), ("1" * 19 + "a", "0至9"), ("１" * 20, "0至9"), ("", "0位")],
)
def test_enter_seed_refuses_short_and_non_digit_seeds(seed, reason):
    draw = make_sealed()

    with pytest.raises(RuleBroken, match=reason):
        enter_seed(draw=draw, seed=seed, by=None)

    draw.refresh_from_db()
    assert (draw.state, DrawnUnit.objects.count()) == ("sealed", 0)


def test_enter_seed_draws_two_townships_a_village_each_and_four_households():
    draw = make_drawn()

    counts = {stage: draw.units.filter(stage=stage).count() for stage in ("township", "village")}
    assert counts == {"township": 2, "village": 2}
    assert draw.units.filter(stage="household").count() == 8
    assert (draw.state, draw.round.state, draw.seed) == ("drawn", "drawn", SEED)
    assert replays(draw)


def test_drawn_households_bear_a_masked_name_and_their_village():
    unit = make_drawn().units.filter(stage="household").first()

    assert unit.subject_name == f"李某某（户{unit.subject_code[-4:]}）"
    assert (unit.area_code, unit.subject_kind) == (unit.parent_code, "household")


def test_enter_seed_refuses_a_second_main_draw():
    draw = make_drawn()

    with pytest.raises(RuleBroken, match="不得重抽"):
        enter_seed(draw=draw, seed=SEED[::-1], by=make_office())
    with pytest.raises(RuleBroken, match="不得重抽"):
        draw_to_seed(round=draw.round)

    draw.refresh_from_db()
    assert draw.seed == SEED


def test_enter_seed_refuses_a_record_that_no_longer_fits_its_seal():
    draw = make_sealed()
    Draw.objects.filter(pk=draw.pk).update(
        pool=draw.pool.replace("household\t", "household\t9", 1)
    )
    draw.refresh_from_db()

    with pytest.raises(RuleBroken):
        enter_seed(draw=draw, seed=SEED, by=None)


def test_enter_seed_asks_every_witness_for_the_secret_he_committed_to():
    witness = Witness("纪委", commitment(f"{COUNTY}-2016-07/1", "桂花"))
    draw = make_sealed(witnesses=[witness])

    with pytest.raises(RuleBroken, match="不符"):
        enter_seed(draw=draw, seed=SEED, reveals=["菊花"], by=None)
    drawn = enter_seed(draw=draw, seed=SEED, reveals=["桂花"], by=None)

    assert drawn.seed == f"{SEED}+桂花"
    assert replays(drawn)


def test_next_draw_of_the_county_names_the_result_before_it():
    first = make_drawn()

    second = make_sealed(make_round(period=first.round.period.replace(month=8)))

    assert (second.previous, second.draw_id) == (first.result_sha, f"{COUNTY}-2016-08/1")


def test_annulled_draw_stays_on_record_and_the_next_takes_the_next_number():
    first = annulled(make_drawn(), "名单有误")
    second = make_sealed(first.round)

    assert (first.state, first.annul_reason) == ("annulled", "名单有误")
    assert (second.number, second.draw_id) == (2, f"{COUNTY}-2016-07/2")
    assert second.previous == first.result_sha


def test_annulling_is_refused_without_reason_and_in_the_field():
    draw = make_drawn()
    with pytest.raises(RuleBroken, match="写明原因"):
        annulled(draw, " ")
    type(draw.round).objects.update(state="field")
    with pytest.raises(RuleBroken, match="已分派"):
        annulled(draw)


def test_annulling_takes_two_people():
    draw, office, other = make_drawn(), make_office(), make_office()
    with pytest.raises(RuleBroken, match="先提请"):
        annul_draw(draw=draw, by=office)
    with pytest.raises(RuleBroken, match="由目督办提请"):
        propose_annulment(draw=draw, reason="有误", by=make_user(Role.POVERTY_OFFICE))
    propose_annulment(draw=draw, reason="有误", by=office)
    assert other.notices.get().url == f"/inspections/draws/{draw.pk}/annul/"
    with pytest.raises(RuleBroken, match="已有人提请"):
        propose_annulment(draw=draw, reason="再提", by=other)
    with pytest.raises(RuleBroken, match="以外的人"):
        annul_draw(draw=draw, by=office)
    assert annul_draw(draw=draw, by=other).annulled_by == other
    with pytest.raises(RuleBroken, match="已经作废"):
        annul_draw(draw=draw, by=other)


def test_a_dropped_proposal_leaves_the_draw_standing():
    draw = propose_annulment(draw=make_drawn(), reason="有误", by=make_office())
    dropped = drop_annulment(draw=draw, by=make_office())
    assert (dropped.state, dropped.annul_proposal) == ("drawn", "")
    with pytest.raises(RuleBroken, match="先提请"):
        annul_draw(draw=draw, by=make_office())


@pytest.mark.parametrize("field", ["pool", "rule", "seed", "result"])
def test_replays_notices_a_changed_record(field):
    draw = make_drawn()
    assert replays(draw)

    setattr(draw, field, getattr(draw, field).replace("1", "2", 1))

    assert not replays(draw)


def test_proof_pack_of_a_stored_draw_is_verified_independently():
    draw = make_drawn()

    files = read_pack(proof_pack(draw))

    assert differences(files, draw.seal)[0] == []
    assert '"sealed_at": "2016-07-05T09:00:00+08:00"' in files["seal.json"]
    assert proof_pack(draw) == proof_pack(Draw.objects.get(pk=draw.pk))


def test_draw_record_shows_who_was_drawn_under_which_seal():
    draw = make_drawn()

    page = draw_record(draw)

    assert (page.title, page.county) == ("2016年7月专项督查抽签记录", "大安区")
    assert (page.seal, page.result_sha, page.drawn_at) == (draw.seal, draw.result_sha, DRAWN_AT)
    assert page.pool_counts == (("乡镇", 3), ("村", 6), ("户", 36))
    assert [len(v.households) for t in page.townships for v in t.villages] == [4, 4]
    assert (page.replays, page.sealed_by) == (True, "王科长")


def test_draw_record_of_a_sealed_draw_names_no_unit_yet():
    page = draw_record(make_sealed())

    assert (page.townships, page.seed, page.replays) == ((), "", False)


@pytest.mark.parametrize("households", [4, 30])
def test_draw_record_asks_the_same_queries_for_any_register(households, django_assert_num_queries):
    make_county(households=households)
    draw = Draw.objects.select_related("round", "sealed_by", "drawn_by").get(pk=make_drawn().pk)

    with django_assert_num_queries(3):
        draw_record(draw)


def test_shortfall_of_a_small_village_is_on_record():
    make_county(households=3)

    page = draw_record(make_drawn())

    assert [line.split("：")[1] for line in page.shortfalls] == ["应抽4户，只有3户"] * 2
