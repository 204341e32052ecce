"""The short way to one's own form lets nobody in whom the gate would not."""

import pytest

from accounts.models import Role
from inspections.models import Visit
from inspections.selectors.drafts import own_form
from tests.make import COUNTY, make_assignment, make_round, make_team, make_user, make_visit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "roles",
    [[Role.INSPECTOR], [Role.SUPERVISION_OFFICE], [Role.INSPECTOR, Role.DEPARTMENT], []],
)
def test_the_short_way_leads_where_the_gate_does(roles):
    user = make_user(*roles)
    round_ = make_round(mode="unannounced", strengths={"A1.warning": "ignore"})
    team, code = make_team(round_, user), f"{COUNTY}105"
    own = make_visit(make_assignment(team=team, area_code=code, round=round_))
    other = make_visit(make_assignment(team=make_team(round_), round=round_))

    for area in ("", COUNTY, f"{COUNTY}105", "510311", "-"):
        user.area_code = area
        found = own_form(own.pk, user)
        seen = set(Visit.objects.visible_to(user).values_list("pk", flat=True))
        assert found is None or found.pk in seen
        assert roles != [Role.INSPECTOR] or (found is not None) == (own.pk in seen)
        assert own_form(other.pk, user) is None


def test_the_form_is_whole_and_its_round_known(inspector):
    round_ = make_round(strengths={"A1.warning": "ignore"})
    own = make_visit(make_assignment(team=make_team(round_, inspector), round=round_))
    found = own_form(own.pk, inspector)
    assert (found, found.rows, found.started_at) == (own, {}, own.started_at)
    assert (found.round.strengths, found.round.title) == (round_.strengths, round_.title)


@pytest.mark.parametrize("number", [0, -1, 2**70])
def test_a_number_no_form_can_have_is_no_form(inspector, number):
    assert own_form(number, inspector) is None
