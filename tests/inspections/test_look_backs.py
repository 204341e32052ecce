"""回头看 by choice: one of another unit goes; what held stays, what came back opens."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Notice
from inspections.models import LookBack, Problem
from inspections.services.look_backs import choose_look_backs, record_look_back
from tests.inspections.look_cast import (
    BY_AUGUST,
    CLOSED_ON,
    LATER,
    chosen,
    make_closed,
    make_inspector,
)
from tests.inspections.problem_cast import code_of, make_attachment
from tests.make import make_problem

pytestmark = pytest.mark.django_db
VISIT = date(2016, 7, 28)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def going():
    """An inspector of a county unit."""
    return make_inspector("刘组长")


def record(look_back: LookBack, **given: Any) -> LookBack:
    found = {"relapsed": False, "visited_on": VISIT, "note": "方案已执行", "at": LATER}
    return record_look_back(look_back=look_back, **found | {"by": look_back.inspector} | given)


def test_the_chosen_inspector_is_told_and_the_unit_is_not(office, going, liaison):
    problems = [make_closed(), make_closed()]
    given = {"inspector": going, "due_on": BY_AUGUST, "by": office, "at": LATER}

    made = choose_look_backs(problems=problems, reason=" 群众反映 ", **given)

    assert [(one.problem, one.reason, one.state) for one in made] == [
        (problem, "群众反映", "asked") for problem in problems
    ]
    told = Notice.objects.get()
    assert (told.recipient, "2个已销号问题" in told.text) == (going, True)
    assert not LookBack.objects.visible_to(liaison)
    assert LookBack.objects.visible_to(going).count() == 2
    assert not any(problem.entries.exists() for problem in problems)


def test_a_county_office_is_not_told_before_it_is_visited_itself(office, going, verifier):
    own = chosen(make_closed(responsible_unit=verifier.unit), going, office)
    others = chosen(make_closed(), going, office)
    assert list(LookBack.objects.visible_to(verifier)) == [others]
    record(own)
    assert LookBack.objects.visible_to(verifier).count() == 2


def test_what_cannot_be_looked_back_at_is_refused(office, going, liaison):
    closed = make_closed()
    given = {"problems": [closed], "reason": "抽查", "due_on": BY_AUGUST, "inspector": going}

    def refused(**other: Any) -> str:
        return code_of(lambda: choose_look_backs(**given | other, by=office, at=LATER))

    assert refused(problems=[]) == "nothing_chosen"
    assert refused(reason=" ") == "no_reason"
    assert refused(due_on=date(2016, 7, 27)) == "due_too_early"
    assert refused(problems=[make_problem()]) == "not_closed"
    assert refused(inspector=liaison) == "own_unit"
    chosen(closed, going, office)
    assert refused(problems=[closed, make_closed()]) == "already_asked"
    assert LookBack.objects.count() == 1


def test_a_rectification_that_held_stays_closed(office, going):
    look_back = chosen(make_closed(), going, office)

    done = record(look_back)

    problem = Problem.objects.get()
    assert (done.state, done.visited_on, done.at) == ("held", VISIT, LATER)
    assert (problem.state, problem.closed_on, problem.reopened) == ("closed", CLOSED_ON, 0)
    assert problem.entries.get().note == "回头看（2016-07-28）：整改巩固。方案已执行"
    assert Notice.objects.filter(recipient=office, text__contains="整改巩固").count() == 1


def test_a_problem_that_came_back_is_opened_again(office, going, liaison):
    look_back = chosen(make_closed(), going, office)
    paper = make_attachment(going)

    done = record(look_back, relapsed=True, note="又停工", photos=[paper])

    problem = Problem.objects.get()
    assert (done.state, list(done.photos.all())) == ("relapsed", [paper])
    assert (problem.state, problem.order, problem.reopened) == ("confirmed", None, 1)
    assert "又停工" in problem.entries.get().note
    assert list(LookBack.objects.visible_to(liaison)) == [done]


def test_a_record_needs_its_person_its_day_and_its_proof(office, going):
    look_back = chosen(make_closed(), going, office)
    paper = make_attachment(going)

    def refused(**other: Any) -> str:
        return code_of(lambda: record(look_back, **other))

    assert refused(by=make_inspector("别人")) == "other_inspector"
    assert refused(visited_on=date(2016, 7, 29)) == "wrong_day"
    assert refused(visited_on=date(2016, 7, 17)) == "wrong_day"
    assert refused(note=" ") == "no_evidence"
    assert refused(relapsed=True) == "no_photo"
    assert refused(relapsed=True, note="", photos=[paper]) == "no_note"
    assert record(look_back, note="", photos=[paper]).state == "held"
    assert refused() == "already_recorded"


def test_an_inspector_who_moved_into_the_responsible_unit_records_nothing(office, going):
    look_back = chosen(make_closed(), going, office)
    going.unit = look_back.problem.responsible_unit
    going.save()
    assert code_of(lambda: record(look_back)) == "own_unit"


def test_a_closed_problem_is_looked_back_at_again_after_the_last_was_recorded(office, going):
    problem = make_closed()
    record(chosen(problem, going, office))
    again = chosen(problem, going, office)
    assert (again.state, problem.look_backs.count()) == ("asked", 2)
