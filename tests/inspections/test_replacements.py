"""A drawn household is replaced by the next reserve of its village, and no other."""

from datetime import date

import pytest
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Role
from households.models import Household
from inspections.models import Assignment
from inspections.proof_pack import read_pack
from inspections.selectors.draw_records import draw_record
from inspections.selectors.draws import next_reserve, proof_pack, ranked_lines
from inspections.selectors.progress import own_draft
from inspections.sent import Sent
from inspections.services.opening import open_visit
from inspections.services.replacements import replace_unit
from inspections.services.saving import keep_answers
from inspections.services.submitting import submit_visit
from inspections.services.visit_photos import hold_draft
from inspections.verify_draw_standalone import differences
from tests.inspections.draw_cast import make_county, make_drawn, make_office
from tests.make import NOW, make_assignment, make_question, make_team, make_user, make_visit

pytestmark = pytest.mark.django_db


def first_household(draw):
    return draw.units.filter(stage="household").first()


def test_replace_unit_takes_the_next_reserve_of_the_village():
    draw = make_drawn()
    unit = first_household(draw)
    ranked = [line.unit_id for line in ranked_lines(draw) if line.parent_id == unit.parent_code]

    reserve = replace_unit(drawn_unit=unit, reason="away", by=make_office(), at=NOW)

    assert (reserve.subject_code, reserve.is_reserve) == (ranked[4], True)
    assert (unit.replaced_by, unit.replace_reason, unit.replaced_at) == (reserve, "away", NOW)
    assert next_reserve(draw, stage="household", parent=unit.parent_code).unit_id == ranked[5]


def test_replace_unit_may_replace_a_reserve_in_turn_until_none_is_left():
    draw, by = make_drawn(), make_office()
    unit = first_household(draw)
    for _ in range(2):
        unit = replace_unit(drawn_unit=unit, reason="refused", by=by)

    with pytest.raises(RuleBroken, match="没有替补户"):
        replace_unit(drawn_unit=unit, reason="refused", by=by)

    assert differences(read_pack(proof_pack(draw)))[0] == []


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [
        ("leader", "", "reason_not_listed"),
        ("", "", "reason_not_listed"),
        ("other", " ", "no_note"),
    ],
)
def test_replace_unit_refuses_a_reason_outside_the_list(reason, note, code):
    unit = first_household(make_drawn())

    with pytest.raises(RuleBroken) as refusal:
        replace_unit(drawn_unit=unit, reason=reason, note=note, by=make_office())

    assert refusal.value.code == code


def test_replace_unit_refuses_townships_and_villages():
    with pytest.raises(RuleBroken, match="乡镇和村不得替补"):
        replace_unit(drawn_unit=make_drawn().units.first(), reason="away", by=make_office())


def test_replace_unit_refuses_a_household_already_replaced():
    unit, by = first_household(make_drawn()), make_office()
    replace_unit(drawn_unit=unit, reason="away", by=by)

    with pytest.raises(RuleBroken, match="已被替补"):
        replace_unit(drawn_unit=unit, reason="away", by=by)

    assert unit.draw.units.filter(is_reserve=True).count() == 1


def assigned(unit, *members):
    return make_assignment(
        team=make_team(unit.draw.round, *members),
        drawn_unit=unit,
        subject_kind="household",
        subject_code=unit.subject_code,
        subject_name=unit.subject_name,
        area_code=unit.area_code,
    )


def test_assignment_of_the_replaced_household_goes_over_to_the_reserve():
    unit = first_household(make_drawn())
    given = assigned(unit)

    reserve = replace_unit(drawn_unit=unit, reason="moved", by=make_office())

    standing = Assignment.objects.active().get()
    assert (standing.drawn_unit, standing.team) == (reserve, given.team)
    assert standing.subject_name == reserve.subject_name


def test_replace_unit_refuses_once_the_checklist_is_submitted():
    unit = first_household(make_drawn())
    make_visit(assigned(unit), state="submitted", visited_on=NOW.date(), submitted_at=NOW)

    with pytest.raises(RuleBroken, match="督查表已提交"):
        replace_unit(drawn_unit=unit, reason="moved", by=make_office())


def test_draw_record_shows_whom_a_reserve_stands_in_for():
    make_county(townships=2)
    draw = make_drawn()
    unit = first_household(draw)
    reserve = replace_unit(drawn_unit=unit, reason="deceased", by=make_office())

    rows = [row for t in draw_record(draw).townships for v in t.villages for row in v.households]

    found = {row.household_no: (row.stands_in_for, row.reason) for row in rows}
    assert found[reserve.subject_code] == (unit.subject_name, "去世")
    assert unit.subject_code not in found


def test_the_form_of_a_household_given_up_takes_nothing_more():
    unit = first_household(make_drawn())
    by = make_user(Role.INSPECTOR)
    given = assigned(unit, by)
    make_question("H101_home", levels="H", fail_if="")
    visit = make_visit(given)
    replace_unit(drawn_unit=unit, reason="away", by=make_office())

    acts = (
        lambda: keep_answers(visit=visit, sent=Sent({"H101_home": "yes"}, 0, base={}), by=by),
        lambda: hold_draft(visit),
        lambda: submit_visit(visit=visit, by=by, on=NOW.date(), at=NOW),
        lambda: open_visit(assignment=make_assignment(withdrawn=True, team=given.team), by=by),
    )
    for act in acts:
        with pytest.raises(RuleBroken, match="该对象已替补") as refusal, transaction.atomic():
            act()
        assert refusal.value.code == "withdrawn"
    visit.refresh_from_db()
    assert (visit.version, visit.answers.count()) == (0, 0)
    visit.assignment.refresh_from_db()
    assert not own_draft(visit, by)


def test_the_owner_who_helps_the_reserve_steps_aside():
    draw = make_drawn()
    unit = first_household(draw)
    line = next_reserve(draw, stage="household", parent=unit.parent_code)
    helper, other = make_user(Role.INSPECTOR), make_user(Role.INSPECTOR)
    household = Household.objects.get(household_no=line.unit_id)
    household.helpers.create(area_code=unit.area_code, user=helper, starts_on=date(2016, 1, 1))
    given = assigned(unit, helper, other)
    Assignment.objects.filter(pk=given.pk).update(owner=helper)

    replace_unit(drawn_unit=unit, reason="away", by=make_office(), at=NOW)

    assert Assignment.objects.active().get().owner == other
