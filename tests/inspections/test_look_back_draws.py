"""回头看 by lot: the list is sealed before the seed, anybody replays it, inspectors in turn."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import LookBack, LookBackDraw, Problem
from inspections.selectors.look_backs import Pick, drawn_numbers, replays, round_id
from inspections.services.look_back_draws import hold_look_back_draw, seal_look_back_draw
from inspections.services.look_backs import choose_look_backs
from tests.inspections.look_cast import (
    BY_AUGUST,
    LATER,
    SEED,
    chosen,
    make_closed,
    make_inspector,
)
from tests.inspections.problem_cast import code_of
from tests.make import COUNTY, make_problem, make_unit

pytestmark = pytest.mark.django_db
JULY = Pick(date(2016, 7, 1), date(2016, 7, 31))


@pytest.fixture
def problems(roles) -> list[Problem]:
    return [make_closed() for _ in range(5)]


def seal(office, **given: Any) -> LookBackDraw:
    asked = {"area_code": COUNTY, "pick": JULY, "take": 3, "at": LATER} | given
    return seal_look_back_draw(by=office, **asked)


def hold(draw, office, *inspectors, **given: Any) -> list[LookBack]:
    asked = {"seed": SEED, "due_on": BY_AUGUST, "at": LATER + timedelta(hours=1)} | given
    return hold_look_back_draw(draw=draw, inspectors=inspectors, by=office, **asked)


def test_the_list_holds_the_closed_of_the_conditions_and_is_sealed(office, problems):
    make_problem()
    make_closed(closed_on=date(2016, 6, 30), due_on=date(2016, 6, 30))
    chosen(problems[0], make_inspector("刘组长"), office)
    severe = make_closed(severity="severe")

    draw = seal(office)

    assert draw.frame.splitlines() == [one.number for one in [*problems[1:], severe]]
    assert (str(draw), draw.seed, len(draw.seal)) == ("回头看〔2016〕1号", "", 64)
    assert code_of(lambda: seal(office)) == "another_waiting"
    hold(draw, office, make_inspector("赵组长"))
    narrow = seal(office, pick=Pick(JULY.closed_from, JULY.closed_to, "ordinary"), take=1)
    assert (str(narrow), severe.number in narrow.frame) == ("回头看〔2016〕2号", False)


def test_the_same_list_and_seed_give_the_same_problems_by_hand(office, problems):
    draw = seal(office)
    made = hold(draw, office, make_inspector("刘组长"))

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    key = sha(f"draw/1|{COUNTY}-2016-lookback/1|{SEED}")
    numbers = [problem.number for problem in problems]
    by_hand = sorted(numbers, key=lambda number: sha(f"{key}|problem|{number}|1"))[:3]
    assert round_id(draw) == f"{COUNTY}-2016-lookback/1"
    assert [one.problem.number for one in made] == drawn_numbers(draw) == by_hand
    assert replays(draw)


def test_a_list_changed_after_the_seal_is_not_drawn_and_does_not_replay(office, problems):
    draw = seal(office)
    frame = draw.frame.replace(problems[0].number, make_closed().number)
    LookBackDraw.objects.update(frame=frame)
    draw.refresh_from_db()
    assert code_of(lambda: hold(draw, office, make_inspector("刘组长"))) == "seal_broken"
    LookBackDraw.objects.update(frame="\n".join(one.number for one in problems))
    draw.refresh_from_db()
    hold(draw, office, make_inspector("刘组长"))
    assert replays(draw)
    LookBackDraw.objects.update(seed=SEED[::-1])
    draw.refresh_from_db()
    assert not replays(draw)


def test_inspectors_go_in_turn_and_never_to_their_own_unit(office, problems):
    own = make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    first, second = make_inspector("甲"), make_inspector("乙", "区水务局")
    at_home = make_inspector("本镇人")
    at_home.unit = own
    at_home.save()

    made = hold(seal(office, take=4), office, first, at_home, second)

    assert [one.inspector.name for one in made] == ["甲", "乙", "甲", "乙"]


def test_when_everybody_is_of_the_unit_nothing_is_drawn(office, problems, liaison):
    draw = seal(office)
    assert code_of(lambda: hold(draw, office, liaison)) == "no_inspector_fits"
    assert code_of(lambda: hold(draw, office)) == "no_inspectors"
    draw.refresh_from_db()
    assert (draw.seed, LookBack.objects.exists()) == ("", False)


@pytest.mark.parametrize("seed", ["123", "1" * 19 + "x", "1" * 65])
def test_a_seed_the_monthly_draw_refuses_is_refused(office, problems, seed):
    draw, going = seal(office), make_inspector("刘组长")
    assert code_of(lambda: hold(draw, office, going, seed=seed)) == "seed_refused"


def test_a_seed_is_made_after_the_seal_and_entered_once(office, problems):
    draw, going = seal(office), make_inspector("刘组长")
    before = LATER - timedelta(minutes=1)
    assert code_of(lambda: hold(draw, office, going, at=before)) == "seed_before_seal"
    hold(draw, office, going, seed=f" {SEED} ")
    assert (draw.seed, draw.drawn_by) == (SEED, office)
    assert code_of(lambda: hold(draw, office, going)) == "already_drawn"
    assert LookBack.objects.count() == 3


def test_what_stands_in_a_sealed_list_is_not_chosen_by_hand(office, problems):
    seal(office)
    given = {"reason": "反映", "due_on": BY_AUGUST, "inspector": make_inspector("刘组长")}
    refused = code_of(
        lambda: choose_look_backs(problems=problems[:1], by=office, at=LATER, **given)
    )
    assert refused == "in_sealed_draw"


def test_a_list_needs_problems_and_a_number_that_fits(office, problems):
    assert code_of(lambda: seal(office, take=0)) == "take_out_of_range"
    assert code_of(lambda: seal(office, take=6)) == "take_out_of_range"
    backwards = Pick(JULY.closed_to, JULY.closed_from)
    assert code_of(lambda: seal(office, pick=backwards)) == "days_reversed"
    nobody = Pick(date(2016, 1, 1), date(2016, 1, 2))
    assert code_of(lambda: seal(office, pick=nobody)) == "empty_frame"
