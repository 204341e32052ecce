"""Replies: cause, measure, result, and what proves each; a plan first where the track asks it."""

from functools import partial

import pytest

from inspections.models import Gate, Problem
from inspections.selectors.replies import shown_replies
from inspections.services.replies import reply, reply_with_files
from tests.inspections.problem_cast import (
    NOON,
    WORDS,
    bring,
    code_of,
    make_attachment,
    photo,
    replied,
)

pytestmark = pytest.mark.django_db
STATE = Problem.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


@pytest.fixture
def send(liaison):
    """Give a function that tries to report a problem."""

    def call(problem, *, evidence=(), by=liaison, words=WORDS, **more):
        return reply(problem=problem, **words, evidence=evidence, by=by, at=NOON, **more)

    return call


def test_reply_reports_with_evidence_and_tells_the_issuer(at, liaison, office):
    problem = at("rectifying")
    made = replied(problem, liaison)
    assert (problem.state, made.evidence.count()) == (STATE.REPORTED, 1)
    texts = set(office.notices.values_list("text", flat=True))
    assert f"新店镇报送问题{problem.number}的整改情况，待复核。" in texts


def test_reply_on_the_spot_needs_no_plan(at, liaison, send):
    problem = at("acknowledged", track="fix_now")
    assert send(problem, evidence=[make_attachment(liaison)]).problem.state == STATE.REPORTED


def test_reply_by_a_date_needs_the_plan_first(at, liaison, send):
    problem = at("acknowledged")
    evidence = [make_attachment(liaison)]
    assert code_of(lambda: send(problem, evidence=evidence)) == "no_plan"


def test_reply_needs_the_plan_of_the_unit_that_signed_last(at, liaison, send):
    problem = at("acknowledged", planned_measure="前一单位的措施")
    evidence = [make_attachment(liaison)]
    assert code_of(lambda: send(problem, evidence=evidence)) == "no_plan"


def test_reply_without_evidence_is_refused(at, send):
    problem = at("rectifying")
    assert code_of(lambda: send(problem)) == "no_evidence"


def test_reply_with_a_gate_left_bare_is_refused(at, liaison, send):
    problem = at("rectifying")
    own = {gate: [make_attachment(liaison)] for gate in (Gate.CAUSE, Gate.RESULT)}
    assert code_of(lambda: send(problem, gate_evidence=own)) == "no_evidence"


def test_reply_with_a_piece_for_each_gate_shows_it_there(at, liaison, send):
    problem = at("rectifying")
    own = {gate: [make_attachment(liaison)] for gate in Gate}
    assert send(problem, gate_evidence=own).evidence.count() == 3
    (shown,) = shown_replies(problem)
    assert [list(gate.files) for gate in shown.gates] == list(own.values())
    assert shown.shared == ()


def test_a_shared_piece_stands_beside_those_of_one_gate(at, liaison, send):
    problem = at("rectifying")
    shared, own = make_attachment(liaison), make_attachment(liaison)
    send(problem, evidence=[shared], gate_evidence={Gate.MEASURE: [own]})
    (shown,) = shown_replies(problem)
    assert [gate.files for gate in shown.gates] == [(), (own,), ()]
    assert shown.shared == (shared,)


def test_reply_with_anothers_paper_is_refused(at, outsider, send):
    problem = at("rectifying")
    evidence = [make_attachment(outsider)]
    assert code_of(lambda: send(problem, evidence=evidence)) == "evidence_used"


def test_reply_with_a_paper_of_another_problem_is_refused(at, send):
    used = list(at("reported").replies.get().evidence.all())
    problem = at("rectifying")
    assert code_of(lambda: send(problem, evidence=used)) == "evidence_used"


@pytest.mark.parametrize("word", WORDS)
def test_reply_with_an_empty_word_is_refused(at, liaison, send, word):
    problem, words = at("rectifying"), WORDS | {word: " "}
    evidence = [make_attachment(liaison)]
    assert code_of(lambda: send(problem, evidence=evidence, words=words)) == "incomplete_reply"


def test_reply_by_another_unit_is_refused(at, office, outsider, send):
    problem = at("rectifying")
    assert code_of(partial(send, problem, by=office)) == "other_unit"
    assert code_of(partial(send, problem, by=outsider)) == "other_unit"


@pytest.mark.parametrize(
    "state", ["found", "confirmed", "ordered", "reported", "verified", "closed"]
)
def test_reply_is_refused_in_any_other_state(at, liaison, state):
    problem = at(state)
    assert code_of(lambda: replied(problem, liaison)) == "wrong_state"


def test_reply_with_files_sorts_them_by_gate(at, liaison):
    problem = at("rectifying")
    by_gate = {Gate.CAUSE: [photo("原因.jpg")], Gate.MEASURE: []}
    given = {"problem": problem, **WORDS, "by": liaison, "at": NOON}
    made = reply_with_files(files=[photo("共用.jpg")], gate_files=by_gate, **given)
    assert [row.name for row in made.evidence.order_by("pk")] == ["共用.jpg", "原因.jpg"]
    assert [line.attachment.name for line in made.gate_evidence.all()] == ["原因.jpg"]
