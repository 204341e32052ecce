"""Double random: teams' seats drawn from the inspectors, conflicts stepping aside on record."""

import json
from datetime import date

import pytest

from accounts.errors import RuleBroken
from households.models import HelperPairing, Household
from inspections.draw import parse_rule
from inspections.models import Team
from inspections.proof_pack import read_pack
from inspections.selectors.draw_records import draw_record
from inspections.selectors.draws import proof_pack, replays, seating_of
from inspections.selectors.inspectors import TeamPlan
from inspections.services.draws import enter_seed
from inspections.services.inspector_draws import seal_inspectors
from inspections.verify_draw_standalone import differences
from tests.inspections.draw_cast import (
    SEED,
    annulled,
    make_drawn,
    make_inspectors,
    make_office,
    make_seated,
    sealing,
)
from tests.make import COUNTY, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def main():
    return make_drawn()


def towns(main) -> list[str]:
    units = main.units.filter(stage="township").order_by("pk")
    return list(units.values_list("subject_code", flat=True))


def seal(main, *teams: TeamPlan, **options):
    return seal_inspectors(round=main.round, teams=teams, sealing=sealing(), **options)


def test_the_seats_make_the_teams_and_the_first_leads(main):
    draw = make_seated(main)
    teams = list(Team.objects.order_by("pk"))
    assert [(team.name, team.members.count(), team.drawn_by) for team in teams] == [
        ("第1组", 2, draw),
        ("第2组", 2, draw),
    ]
    seats = seating_of(draw).seats
    assert [team.leader_id for team in teams] == [int(who) for _, n, who in seats if n == 1]
    assert [team.places for team in teams] == [[code] for code in towns(main)]
    assert (draw.draw_id, replays(draw)) == (f"{COUNTY}-2016-07/2", True)


def test_somebody_moved_into_a_drawn_team_shows(main):
    draw = make_seated(main, inspectors=5)
    team = Team.objects.first()
    left = next(pk for pk in range(1, 10**6) if f"{pk:06d}\t" in draw.pool and
                not Team.objects.filter(members=pk).exists())  # fmt: skip
    team.members.add(left)
    assert not replays(draw)


def test_own_township_own_unit_and_own_helped_household_step_aside_on_record(main):
    here, there = towns(main)
    people = make_inspectors(COUNTY, COUNTY, COUNTY, here, COUNTY)
    by_unit, helper, alike = people[0], people[1], people[2]
    by_unit.unit = make_unit("某镇人民政府", area_code=here)
    by_unit.save()
    village = main.units.filter(stage="village", parent_code=here).get().subject_code
    household = Household.objects.filter(area_code=village).first()
    other = Household.objects.filter(area_code=village).last()
    since = {"area_code": village, "starts_on": date(2016, 1, 1)}
    HelperPairing.objects.create(household=household, name=helper.name, user=helper, **since)
    HelperPairing.objects.create(household=other, name=alike.name, **since)
    draw = seal(main, TeamPlan("甲", 1, (here,)), TeamPlan("乙", 3, (there,)))
    conflicts = {who: why for team, who, why in parse_rule(draw.rule)["conflicts"]}
    assert conflicts == {
        f"{people[0].pk:06d}": "本人单位所在乡镇",
        f"{people[1].pk:06d}": f"本人结对帮扶户所在村（{village}）",
        f"{people[2].pk:06d}": f"本人结对帮扶户所在村（{village}）",
        f"{people[3].pk:06d}": "本人所属乡镇",
    }
    drawn = enter_seed(draw=draw, seed=SEED, by=make_office())
    assert Team.objects.get(name="甲").leader == people[4]
    passed = draw_record(drawn).seating.passed_over
    assert {one.conflict for one in passed} <= set(conflicts.values())


def test_the_pack_verifies_and_an_exchanged_seat_is_found(main):
    draw = make_seated(main)
    files = read_pack(proof_pack(draw))
    assert differences(files, draw.seal)[0] == []
    result = json.loads(files["result.json"])
    result["seats"][0][2], result["seats"][1][2] = result["seats"][1][2], result["seats"][0][2]
    wrong = differences(files | {"result.json": json.dumps(result)})[0]
    assert [line.split("：")[0] for line in wrong] == ["席位和回避"]


def test_who_takes_no_part_is_named_with_the_reason(main):
    people = make_inspectors(COUNTY, COUNTY, COUNTY)
    absent = {people[0].pk: "外出培训"}
    plans = (TeamPlan("甲", 1, (towns(main)[0],)), TeamPlan("乙", 1, (towns(main)[1],)))
    draw = seal(main, *plans, left_out=absent)
    assert len(draw.pool.splitlines()) == 2
    assert draw_record(draw).left_out == ((people[0].name, "外出培训"),)
    with pytest.raises(RuleBroken, match="逐个写明原因"):
        seal(main, *plans, left_out={people[0].pk: " "})


def test_each_drawn_township_has_one_team_with_people_enough(main):
    here, there = towns(main)
    make_inspectors(COUNTY, here)
    refused = [
        ((), "至少组成一个"),
        ((TeamPlan("甲", 1, (here,)),), "须由一个督查组负责"),
        ((TeamPlan("甲", 1, (here, there)), TeamPlan("乙", 1, (there,))), "须由一个督查组负责"),
        ((TeamPlan("甲", 1, (here,)), TeamPlan("甲", 1, (there,))), "不得重名"),
        ((TeamPlan("甲", 1, (here, there, f"{COUNTY}999")),), "不是本期抽中的乡镇"),
        ((TeamPlan("甲", 0, (here, there)),), "不少于1人"),
        ((TeamPlan("甲", 3, (here, there)),), "少于席位3个"),
        ((TeamPlan("甲", 2, (here, there)),), "除去须回避的人员后不足2人"),
    ]
    for plans, words in refused:
        with pytest.raises(RuleBroken, match=words):
            seal(main, *plans)


def test_inspectors_are_drawn_once_and_before_the_work_is_handed_out(main):
    draw = make_seated(main)
    with pytest.raises(RuleBroken, match="已有督查组"):
        seal(main, TeamPlan("丙", 1, tuple(towns(main))))
    annulled(draw)
    assert not Team.objects.exists()
    main.round.refresh_from_db()
    type(main.round).objects.update(state="field")
    with pytest.raises(RuleBroken, match="分派任务以前"):
        seal(main, TeamPlan("丙", 1, tuple(towns(main))))
