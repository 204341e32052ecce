"""Whatever anybody tries in whatever order, a problem only goes where its states allow."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role, User
from inspections.models import Problem
from tests.inspections.problem_cast import NOON
from tests.inspections.problem_machine import BY_API, BY_SERVICES, FULL, REFUSALS, Life
from tests.make import COUNTY, make_problem, make_unit, make_user

pytestmark = pytest.mark.django_db
STATE = Problem.State
PEOPLE = ("office", "verifier", "villager", "liaison", "outsider", "inspector")

# half of the acts are what is next, so that a life gets somewhere; the others are anybody's try
TRY = st.tuples(st.sampled_from(tuple(BY_SERVICES)), st.sampled_from(PEOPLE), st.integers(0, FULL))
NEXT = st.tuples(st.just("on"), st.just("office"), st.sampled_from((FULL, FULL, FULL, 3, 1, 0)))
KIND = {"severity": Problem.Severity.values, "track": Problem.Track.values}
KINDS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in KIND.items()})
QUICK = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


def lives(most: int) -> st.SearchStrategy:
    return st.lists(st.one_of(NEXT, TRY), min_size=5, max_size=most)


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DEMO_TODAY = tmp_path, NOON.date()


@pytest.fixture
def people(office, verifier, liaison, outsider, inspector) -> dict[str, User]:
    """The whole cast, and a village officer whose problems may go up to the township."""
    area = f"{COUNTY}105201"
    unit = make_unit("新店村", area_code=area, kind="village")
    villager = make_user(Role.VILLAGE_OFFICER, area_code=area, unit=unit)
    cast = (office, verifier, villager, liaison, outsider, inspector)
    return dict(zip(PEOPLE, cast, strict=True))


def make_life(people, acts, **kind) -> Life:
    unit = people["villager"].unit
    problem = make_problem(area_code=unit.area_code, responsible_unit=unit, **kind)
    return Life(problem, people, acts, REFUSALS)


def never_off_the_path(life: Life, acts) -> None:
    seen = [STATE.FOUND, *(life.live(*act) for act in acts)]
    assert all(new == old or new in Problem.NEXT[old] for old, new in pairwise(seen))


@settings(max_examples=20, **QUICK)
@given(kind=KINDS, acts=lives(45))
def test_no_sequence_of_acts_leaves_the_path(people, kind, acts):
    never_off_the_path(make_life(people, BY_SERVICES, **kind), acts)


@settings(max_examples=8, **QUICK)
@given(kind=KINDS, acts=lives(25))
def test_no_sequence_of_calls_leaves_the_path(people, kind, acts):
    never_off_the_path(make_life(people, BY_API, **kind), acts)


@pytest.mark.parametrize("acts", [BY_SERVICES, BY_API], ids=["services", "api"])
def test_the_straight_path_leads_to_the_close_and_round_again(people, acts):
    life = make_life(people, acts, severity="severe")
    seen = [life.live("on", "office", FULL) for _ in range(8)]
    assert seen == [*list(STATE)[1:-1], STATE.CONFIRMED]
