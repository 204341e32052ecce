"""The month's roll-up: kept as forms are accepted, folded and rebuilt to the same sums."""

import threading
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Role
from inspections.models import ItemTally, Visit
from inspections.selectors.tallies import item_tallies
from inspections.services.reviews import accept_visit, return_visit
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from inspections.services.tallies import fold_tallies, rebuild_tallies
from tests.make import (
    COUNTY,
    JULY,
    NOW,
    make_area,
    make_assignment,
    make_question,
    make_round,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

DAY = date(2016, 7, 12)
CHOICES = ["yes", "no", {"status": "unchecked"}, {"status": "not_applicable", "reason": "无"}]


def make_forms(by, count):
    """Make submitted forms of two townships with any mix of answers to three items."""
    for name in ("A101_a", "A101_b", "A102_a", "A103_a"):
        make_question(name, required=name != "A103_a")
    round_ = make_round(state="field")
    team = make_team(round_, by)
    forms = []
    for number in range(count):
        code = f"{COUNTY}{105 + number % 2}"
        make_area(code)
        make_unit(f"镇{code}", area_code=code, kind="township")
        assignment = make_assignment(
            team=team, subject_code=f"{code}{number}", area_code=code, round=round_
        )
        visit = make_visit(assignment)
        fill(visit, by, number)
        forms.append(submit_visit(visit=visit, by=by, on=DAY, at=NOW))
    return forms


def fill(visit, by, number):
    names = ["A101_a", "A101_b", "A102_a"] + ["A103_a"] * (number % 2)
    answers = {name: CHOICES[(number * 3 + place * 5) % 4] for place, name in enumerate(names)}
    save_answers(visit=visit, answers=answers, version=visit.version, by=by)


@pytest.mark.django_db
def test_the_roll_up_is_the_same_kept_folded_and_rebuilt(inspector, office):
    forms = make_forms(inspector, 8)
    for number, visit in enumerate(forms[:6]):
        if number % 3 == 0:
            return_visit(visit=visit, remark="请核实", by=office, at=NOW)
            fill(visit, inspector, number + 1)
            submit_visit(visit=visit, by=inspector, on=DAY, at=NOW)
        accept_visit(visit=visit, by=office, at=NOW)
        if number == 3:
            assert fold_tallies(batch=4) == 4

    kept = item_tallies(COUNTY, JULY)
    while fold_tallies(batch=5):
        pass
    folded = item_tallies(COUNTY, JULY)
    call_command("rebuild_tallies", month="2016-07")

    assert sum(line.asked for line in kept if line.item == "A101") == 6
    assert all(a == g + n + u for _, _, a, g, _, n, u in kept)
    assert sum(line.failed for line in kept) > 0
    assert kept == folded == item_tallies(COUNTY, JULY)
    assert not ItemTally.objects.filter(visit__isnull=False).exists()


@pytest.mark.django_db
def test_a_form_counts_when_it_is_accepted_and_once(inspector, office, django_assert_num_queries):
    visit = make_forms(inspector, 1)[0]
    assert item_tallies(COUNTY, JULY) == []
    for _ in "ab":
        accept_visit(visit=Visit.objects.get(), by=office, at=NOW)
    with django_assert_num_queries(1):
        assert {line.asked for line in item_tallies(COUNTY, JULY)} == {1}
    assert item_tallies(COUNTY, JULY, user=make_user(Role.INSPECTOR)) == []
    assert len(item_tallies(COUNTY, JULY, user=visit.assignment.team.leader)) >= 2


@pytest.mark.django_db(transaction=True)
def test_the_roll_up_is_right_whoever_accepts_at_once(roles, inspector):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    office = make_user(Role.SUPERVISION_OFFICE)
    forms = make_forms(inspector, 9)
    failures = []

    def work(act, *things):
        try:
            for thing in things:
                act(thing)
        except Exception as failure:  # noqa: BLE001 -- told below
            failures.append(failure)
        finally:
            connection.close()

    def accept(visit):
        accept_visit(visit=Visit.objects.get(pk=visit.pk), by=office, at=NOW)

    threads = [threading.Thread(target=work, args=(accept, *forms[n::3])) for n in range(3)]
    threads.append(
        threading.Thread(target=work, args=(lambda _: fold_tallies(batch=3), *range(9)))
    )
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = item_tallies(COUNTY, JULY)
    rebuild_tallies(round=forms[0].round)
    assert failures == []
    assert sum(line.asked for line in kept if line.item == "A101") == 9
    assert kept == item_tallies(COUNTY, JULY)
