"""申诉: with evidence, once under an order; upheld, the problem is not."""

import pytest

from accounts.models import AuditEvent, Notice
from inspections.models import Attachment, Problem
from inspections.services.objections import (
    decide_objection,
    object_to,
    object_with_files,
)
from inspections.services.orders import issue_order
from tests.inspections.problem_cast import DAY, DUE, NOON, bring, code_of, make_attachment, photo
from tests.inspections.request_cast import extension_of, objection_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(office, liaison, verifier):
    """Who brings a problem how far."""
    return {
        "office": office,
        "liaison": liaison,
        "verifier": verifier,
        "responsible_unit": liaison.unit,
    }


def decided(objection, office, *, uphold):
    note = "查阅档案属实" if uphold else "方案未盖章"
    return decide_objection(objection=objection, uphold=uphold, note=note, by=office, at=NOON)


@pytest.mark.parametrize("state", ["confirmed", "ordered", "acknowledged", "rectifying"])
def test_an_objection_upheld_makes_the_problem_untrue(cast, office, liaison, state):
    problem = bring(state, **cast)
    made = decided(objection_of(problem, liaison), office, uphold=True)

    problem.refresh_from_db()
    assert (made.state, problem.state) == ("granted", Problem.State.NOT_UPHELD)
    assert problem.entries.last().note == "申诉成立，认定不属实。查阅档案属实"
    assert Notice.objects.filter(recipient=liaison, key=f"objection-{made.pk}-decided").exists()
    assert AuditEvent.objects.filter(action="decide_objection").count() == 1


@pytest.mark.parametrize("state", ["reported", "verified", "closed"])
def test_what_is_reported_is_no_longer_objected_to(cast, liaison, state):
    problem = bring(state, **cast)
    assert code_of(lambda: objection_of(problem, liaison)) == "wrong_state"


def test_an_objection_needs_a_reason_evidence_and_the_unit(cast, liaison, outsider):
    problem = bring("ordered", **cast)
    mine = {"problem": problem, "by": liaison, "at": NOON}
    file = make_attachment(liaison)
    others = make_attachment(outsider)

    assert code_of(lambda: object_to(**mine, reason=" ", evidence=[file])) == "no_reason"
    assert code_of(lambda: object_to(**mine, reason="不实", evidence=[])) == "no_evidence"
    assert code_of(lambda: object_to(**mine, reason="不实", evidence=[others])) == "evidence_used"
    assert code_of(lambda: objection_of(problem, outsider)) == "other_unit"


def test_the_office_is_told_of_an_objection(cast, office, liaison):
    made = objection_of(bring("ordered", **cast), liaison)
    assert Notice.objects.filter(recipient=office, key=f"objection-{made.pk}").count() == 1


def test_files_stay_only_with_their_objection(cast, liaison):
    problem = bring("reported", **cast)
    before = Attachment.objects.count()
    asked = {"problem": problem, "reason": "不实", "files": [photo()], "by": liaison, "at": NOON}

    assert code_of(lambda: object_with_files(**asked)) == "wrong_state"
    assert Attachment.objects.count() == before


def test_a_rejected_objection_says_why_and_is_not_repeated(cast, office, liaison):
    problem = bring("acknowledged", **cast)
    made = objection_of(problem, liaison)
    no = {"objection": made, "uphold": False, "by": office, "at": NOON}

    assert code_of(lambda: decide_objection(**no, note="")) == "no_reason"
    decided(made, office, uphold=False)
    problem.refresh_from_db()
    assert problem.state == Problem.State.ACKNOWLEDGED
    assert code_of(lambda: objection_of(problem, liaison)) == "already_refused"


def test_a_new_order_lets_the_unit_object_again(cast, office, liaison):
    problem = bring("confirmed", **cast)
    decided(objection_of(problem, liaison), office, uphold=False)
    assert code_of(lambda: objection_of(problem, liaison)) == "already_refused"
    issue_order(
        problems=[problem], unit=liaison.unit, requirement="补", due_on=DUE, by=office, on=DAY
    )
    assert objection_of(problem, liaison).state == "pending"


def test_one_objection_waits_at_a_time_and_is_decided_once(cast, office, liaison):
    made = objection_of(problem := bring("ordered", **cast), liaison)

    assert code_of(lambda: objection_of(problem, liaison)) == "already_asked"
    assert code_of(lambda: decided(made, liaison, uphold=True)) == "own_request"
    decided(made, office, uphold=True)
    assert code_of(lambda: decided(made, office, uphold=False)) == "already_decided"


def test_upheld_it_takes_the_wish_for_more_time_back(cast, office, liaison):
    problem = bring("acknowledged", **cast)
    asked = extension_of(problem, liaison)
    decided(objection_of(problem, liaison), office, uphold=True)

    asked.refresh_from_db()
    assert asked.state == "withdrawn"
