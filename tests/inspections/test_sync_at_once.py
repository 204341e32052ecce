"""Many saves at once: one key counts once, and nobody's answer is lost."""

import threading

import pytest
from django.db import connection

from inspections.models import Visit, VisitSave
from inspections.sent import Sent
from inspections.services.saving import keep_answers
from tests.make import make_assignment, make_question, make_team, make_visit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="in memory SQLite refuses a second writer at once"
    ),
]
CROWD = 8


@pytest.fixture
def visit(roles, inspector):
    for number in range(CROWD):
        make_question(f"B{number}_x", fail_if="")
    return make_visit(make_assignment(team=make_team(None, inspector)))


@pytest.fixture
def together(visit, inspector):
    """Give a function that lets everybody keep his own save at the same moment."""
    start, outcomes = threading.Barrier(CROWD), []

    def save(sent):
        form = Visit.objects.select_related("round").get(pk=visit.pk)
        start.wait()
        try:
            outcomes.append(keep_answers(visit=form, sent=sent, by=inspector))
        finally:
            connection.close()

    def all_save(saves):
        threads = [threading.Thread(target=save, args=(sent,)) for sent in saves]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    return all_save


def test_one_key_counts_once_however_often_it_comes(visit, together):
    outcomes = together([Sent({"B0_x": "no"}, 0, "k1")] * CROWD)
    visit.refresh_from_db()
    assert {outcome.version for outcome in outcomes} == {1}
    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * (CROWD - 1)
    assert (visit.version, visit.answers.count(), VisitSave.objects.count()) == (1, 1, 1)


def test_everybodys_answer_is_kept_and_each_save_is_a_version(visit, together):
    names = [f"B{number}_x" for number in range(CROWD)]
    outcomes = together([Sent({name: "yes"}, 0, f"k-{name}", {name: None}) for name in names])
    visit.refresh_from_db()
    assert sorted(outcome.version for outcome in outcomes) == list(range(1, CROWD + 1))
    assert (visit.version, visit.answers.count()) == (CROWD, CROWD)


def test_one_of_two_answers_to_one_question_is_kept_the_other_told(visit, together):
    values = ["yes", "no"] * (CROWD // 2)
    saves = [Sent({"B0_x": v}, 0, f"k{n}", {"B0_x": None}) for n, v in enumerate(values)]
    outcomes = together(saves)
    stored = visit.answers.get().value
    told = [outcome.conflicts["B0_x"].mine.value for outcome in outcomes if outcome.conflicts]
    assert told == [v for v in values if v != stored]
