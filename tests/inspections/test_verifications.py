"""Verification: another person judges the three gates, on the spot where it is severe."""

from datetime import date, timedelta
from functools import partial

import pytest

from accounts.models import Parameter
from inspections.models import Problem, Verification
from inspections.services.verifications import verify, verify_with_files
from tests.inspections.problem_cast import (
    NOON,
    PASSED,
    bring,
    code_of,
    make_attachment,
    photo,
    replied,
)
from tests.make import COUNTY, make_user

pytestmark = pytest.mark.django_db
STATE = Problem.State
TODAY = NOON.date()
NOTES = {"cause_found": "cause_note", "measure_done": "measure_note", "result_met": "result_note"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


@pytest.fixture
def judge(verifier):
    """Give a function that tries to judge a problem's last reply."""

    def call(problem, *, by=verifier, at=NOON, **more):
        return verify(problem=problem, by=by, at=at, **PASSED | more)

    return call


def test_verify_passes_by_all_three_gates(at):
    problem = at("verified")
    assert problem.state == STATE.VERIFIED
    assert problem.entries.last().note == "复核通过。属实"


@pytest.mark.parametrize("gate", NOTES)
def test_verify_sends_back_when_one_gate_fails(at, judge, liaison, gate):
    problem = at("reported")
    judge(problem, **{gate: False, NOTES[gate]: "请补充", "note": "尽快"})
    assert problem.state == STATE.RECTIFYING
    assert liaison.notices.first().text.endswith("：请补充。尽快")
    assert replied(problem, liaison).problem.state == STATE.REPORTED


@pytest.mark.parametrize("gate", NOTES)
def test_verify_refuses_a_failed_gate_without_its_own_reason(at, judge, gate):
    problem = at("reported")
    assert code_of(lambda: judge(problem, **{gate: False}, note="请补充")) == "no_reason"


def test_verify_keeps_the_words_of_each_gate(at, judge):
    problem = at("reported")
    made = judge(problem, cause_note="会议纪要属实", measure_done=False, measure_note="缺两户")
    assert (made.cause_note, made.measure_note, made.passed) == ("会议纪要属实", "缺两户", False)


def test_verify_refuses_the_responsible_unit(at, judge, liaison):
    colleague = make_user(area_code=liaison.area_code, unit=liaison.unit)
    problem = at("reported")
    assert code_of(lambda: judge(problem, by=colleague)) == "own_unit"


def test_verify_refuses_the_replier_even_in_a_new_unit(at, judge, liaison, verifier):
    problem = at("reported")
    liaison.unit = verifier.unit
    liaison.save()
    assert code_of(lambda: judge(problem, by=liaison)) == "own_reply"


def test_verify_refuses_to_judge_a_reply_nobody_has_read(at, judge, liaison):
    problem = at("reported")
    read = problem.replies.get().pk
    judge(problem, result_met=False, result_note="未见成效")
    replied(problem, liaison)
    assert code_of(lambda: judge(problem, reply=read)) == "another_reply"
    assert judge(problem, reply=problem.replies.last().pk).passed


@pytest.mark.parametrize(
    ("severity", "least", "code"),
    [
        ("severe", None, "no_own_visit"),
        ("serious", None, None),
        ("serious", 2, "no_own_visit"),
        ("ordinary", 2, None),
        ("severe", 4, None),
    ],
)
def test_verify_of_a_severe_one_needs_an_own_visit(at, judge, severity, least, code):
    problem = at("reported", severity=severity)
    if least:
        given = {"area_code": COUNTY, "key": "on_site_from_severity", "label": "现场复核起点"}
        Parameter.objects.create(**given, value=least, valid_from=date(2016, 1, 1))
    call = partial(judge, problem)
    if code:
        assert code_of(call) == code
    else:
        assert call().passed


def test_verify_of_a_severe_one_passes_with_a_day_or_a_photo(at, judge, verifier):
    assert judge(at("reported", severity="severe"), visited_on=TODAY).visited_on == TODAY
    seen = judge(at("reported", severity="severe"), photos=[make_attachment(verifier)])
    assert seen.photos.count() == 1


def test_verify_sends_a_severe_one_back_on_paper_alone(at, judge):
    problem = at("reported", severity="severe")
    judge(problem, cause_found=False, cause_note="原因不明")
    assert problem.state == STATE.RECTIFYING


@pytest.mark.parametrize("days", [-1, 1])
def test_verify_refuses_a_visit_before_the_reply_or_to_come(at, judge, days):
    problem = at("reported")
    day = TODAY + timedelta(days=days)
    assert code_of(lambda: judge(problem, visited_on=day)) == "bad_visit_day"


def test_verify_refuses_anothers_photo_and_one_used_before(at, judge, liaison, verifier):
    mine, problem = make_attachment(verifier), at("reported")
    foreign = make_attachment(liaison)
    assert code_of(lambda: judge(problem, photos=[foreign])) == "bad_photo"
    judge(problem, photos=[mine])
    other = at("reported")
    assert code_of(lambda: judge(other, photos=[mine])) == "bad_photo"


def test_verify_with_files_leaves_no_photo_when_refused(at, liaison, tmp_path):
    problem = at("reported")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    given = PASSED | {"files": [photo()], "by": liaison, "at": NOON}
    assert code_of(lambda: verify_with_files(problem=problem, **given)) == "own_unit"
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert Verification.objects.count() == 0


def test_verify_happens_once(at, judge):
    problem = at("verified")
    assert code_of(lambda: judge(problem)) == "wrong_state"
