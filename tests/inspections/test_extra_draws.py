"""Extra draws: numbered, chained, from what is left, with a reason; their units join the round."""

import pytest

from accounts.errors import RuleBroken
from households.models import Household
from inspections.draw import parse_rule
from inspections.models import Assignment, ClosedTownship, Draw, DrawnUnit, Round
from inspections.proof_pack import read_pack
from inspections.selectors.chain import county_links
from inspections.selectors.cockpit import drawn_tree
from inspections.selectors.draw_records import draw_record
from inspections.selectors.draws import next_reserve, proof_pack, replays, taken
from inspections.selectors.extra_frames import Counts
from inspections.services.assignments import assign_round
from inspections.services.draws import annul_draw, enter_seed, seal_draw
from inspections.services.extra_draws import seal_extra
from inspections.services.replacements import replace_unit
from inspections.verify_draw_standalone import differences
from tests.inspections.draw_cast import (
    SEED,
    annulled,
    make_drawn,
    make_extra,
    make_inspectors,
    make_office,
    make_sealed,
    sealing,
)
from tests.make import COUNTY, JULY, make_checklist, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def main():
    return make_drawn()


def codes(draw: Draw, stage: str) -> set[str]:
    return set(draw.units.filter(stage=stage).values_list("subject_code", flat=True))


def test_an_extra_draw_takes_the_next_number_and_the_result_before_it(main):
    extra = make_extra(main)
    assert (extra.draw_id, extra.number, extra.kind) == (f"{COUNTY}-2016-07/2", 2, "extra")
    assert (extra.previous, extra.reason) == (main.result_sha, "群众反映")
    assert parse_rule(extra.rule)["reason"] == "群众反映"


def test_more_households_of_a_drawn_village_are_ones_not_drawn_before(main):
    extra = make_extra(main)
    assert len(codes(extra, "household")) == 2
    assert codes(extra, "household") & codes(main, "household") == set()
    assert codes(extra, "township") | codes(extra, "village") == set()
    assert replays(extra)


def test_more_villages_of_a_drawn_township_bring_their_households(main):
    township = main.units.filter(stage="township").first().subject_code
    extra = make_extra(main, "village", places=[township], counts=Counts(1, 1, 3))
    (village,) = codes(extra, "village")
    assert village.startswith(township)
    assert village not in codes(main, "village")
    assert len(codes(extra, "household")) == 3


def test_more_townships_are_ones_not_drawn_before(main):
    extra = make_extra(main, "township", places=[], counts=Counts(1, 1, 4))
    assert len(codes(extra, "township")) == 1
    assert codes(extra, "township") & codes(main, "township") == set()
    assert len(codes(extra, "household")) == 4


def test_the_pack_of_an_extra_draw_is_verified_independently(main):
    extra = make_extra(main)
    assert differences(read_pack(proof_pack(extra)), extra.seal)[0] == []


def test_the_record_of_an_extra_draw_shows_where_it_drew(main):
    page = draw_record(make_extra(main))
    assert [len(v.households) for t in page.townships for v in t.villages] == [2]
    assert (page.title, page.shortfalls) == ("2016年7月专项督查加抽记录", ())
    assert ("加抽原因", "群众反映") in page.rule_lines


def test_a_reserve_that_an_extra_draw_took_replaces_nobody_and_the_pack_says_so(main):
    extra = make_extra(main, counts=Counts(1, 1, 1))
    village = main.units.filter(stage="village").first().subject_code
    unit = main.units.filter(stage="household", parent_code=village).first()
    reserve = replace_unit(drawn_unit=unit, reason="away", by=make_office())
    assert reserve.subject_code not in codes(extra, "household")
    assert {unit for unit, _ in taken(main)} == codes(extra, "household")
    assert differences(read_pack(proof_pack(main)))[0] == []
    assert next_reserve(extra, stage="household", parent=village) is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"places": []}, "nothing_to_draw"),
        ({"places": [f"{COUNTY}199201"]}, "nothing_to_draw"),
        ({"counts": Counts(1, 1, 0)}, "below_minimum"),
        ({"level": "township", "places": []}, None),
    ],
)
def test_an_extra_draw_needs_a_drawn_place_and_a_number(main, given, code):
    if code is None:
        assert make_extra(main, given["level"], places=[]).kind == "extra"
        return
    with pytest.raises(RuleBroken) as refusal:
        make_extra(main, **given)
    assert refusal.value.code == code


def test_an_extra_draw_is_refused_without_reason_before_the_draw_and_in_a_closed_township(main):
    village = main.units.filter(stage="village").first().subject_code
    asked = {"level": "household", "places": [village], "counts": Counts(), "sealing": sealing()}
    with pytest.raises(RuleBroken, match="写明原因"):
        seal_extra(round=main.round, reason=" ", **asked)
    ClosedTownship.objects.create(round=main.round, area_code=village[:9], closed_at=main.drawn_at)
    with pytest.raises(RuleBroken, match="已办结"):
        seal_extra(round=main.round, reason="补", **asked)
    Round.objects.update(state="planned")
    with pytest.raises(RuleBroken, match="以后、办结以前"):
        seal_extra(round=main.round, reason="补", **asked)


def test_nothing_is_drawn_where_nothing_is_left(main):
    make_extra(main)
    with pytest.raises(RuleBroken, match="没有未抽中的户"):
        make_extra(main)


def test_in_the_field_the_teams_get_the_new_units_at_once(main):
    make_checklist(main.round.scheme)
    people = make_inspectors(COUNTY)
    team = {"name": "第一组", "leader": people[0], "members": people}
    assign_round(round=main.round, by=make_office(), teams=[team], on=JULY)
    extra = make_extra(main)
    assert Assignment.objects.filter(drawn_unit__draw=extra, team__name="第一组").count() == 2
    with pytest.raises(RuleBroken, match="已分派"):
        annulled(extra)


def test_a_county_seals_one_draw_at_a_time():
    make_sealed()
    with pytest.raises(RuleBroken, match="尚未录入种子"):
        seal_draw(round=make_round(period=JULY.replace(month=8)), by=None)


def test_the_main_draw_is_not_annulled_while_an_extra_one_stands(main):
    extra = make_extra(main)
    with pytest.raises(RuleBroken, match="先作废"):
        annulled(main)
    main.refresh_from_db()
    annulled(extra)
    annul_draw(draw=main, by=make_office())
    assert set(Draw.objects.values_list("state", flat=True)) == {"annulled"}


def test_the_chain_holds_over_extra_and_annulled_draws(main):
    extra = make_extra(main)
    annulled(extra)
    again = make_extra(main)
    assert (again.number, again.previous) == (3, extra.result_sha)
    assert [link.wrong for link in county_links(COUNTY)] == ["", "", ""]


def test_a_second_seed_is_refused_for_an_extra_draw_too(main):
    extra = make_extra(main)
    with pytest.raises(RuleBroken, match="不得重抽"):
        enter_seed(draw=extra, seed=SEED, by=make_office())


def test_a_change_of_the_register_after_the_seal_does_not_enter(main):
    village = main.units.filter(stage="village").first().subject_code
    sealed = seal_extra(
        round=main.round, level="household", places=[village], counts=Counts(1, 1, 1),
        reason="补", sealing=sealing(),
    )  # fmt: skip
    Household.objects.all().delete()
    assert enter_seed(draw=sealed, seed=SEED, by=make_office()).units.count() == 1
    assert DrawnUnit.objects.filter(draw=sealed).get().stage == "household"


def test_the_rounds_tree_shows_where_an_extra_draw_drew(main):
    tree = drawn_tree(make_extra(main), make_office())
    assert [len(village.below) for place in tree for village in place.below] == [2]
