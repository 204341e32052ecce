"""Two people act on one problem at once: one wins, the other is told and keeps what he typed."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from inspections.models import Attachment, LedgerEntry, Problem
from tests.inspections.problem_cast import WORDS, bring, photo
from tests.make import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time"
    ),
]
TYPED = "逐户核对过名册的那一段话"
GATES = {"cause_found": "yes", "measure_done": "yes", "result_met": "yes", "note": TYPED}
BACK = GATES | {"measure_done": "no", "measure_note": TYPED}
Act = tuple[str, str, dict[str, str]]

# where the problem stands → two acts, each a person, a page and what he typed there
PAIRS: list[tuple[str, Act, Act]] = [
    (
        "found",
        ("office", "problem_confirm_one", {"scope": "individual", "note": TYPED}),
        ("colleague", "problem_reject", {"note": TYPED}),
    ),
    (
        "rectifying",
        ("liaison", "problem_reply", WORDS | {"cause": TYPED}),
        ("deputy", "problem_reply", WORDS | {"cause": TYPED}),
    ),
    (
        "reported",
        ("verifier", "problem_verify", GATES),
        ("office", "problem_verify", BACK),
    ),
    (
        "verified",
        ("office", "problem_close", {"note": TYPED}),
        ("colleague", "problem_send_back", {"note": TYPED}),
    ),
]


@pytest.fixture
def cast(office, liaison, verifier, settings, tmp_path) -> dict[str, User]:
    """Two of the office and two of the township, beside the verifier."""
    settings.MEDIA_ROOT = tmp_path
    return {
        "office": office,
        "colleague": make_user(Role.SUPERVISION_OFFICE, unit=office.unit),
        "liaison": liaison,
        "deputy": make_user(Role.TOWNSHIP_OFFICER, unit=liaison.unit, area_code=liaison.area_code),
        "verifier": verifier,
    }


def at_once(*acts: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """Let every act begin at the same moment in a thread of its own; give what each came to."""
    start, answers = threading.Barrier(len(acts)), {}

    def run(place: int, act: Callable[[], HttpResponse]) -> None:
        start.wait()
        try:
            answers[place] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(acts))]


def post(cast: dict[str, User], problem: Problem, act: Act) -> partial[HttpResponse]:
    """Prepare the sending of a form by a person who has its page open."""
    who, name, typed = act
    client = Client()
    client.force_login(cast[who])
    sent = typed | ({"evidence": photo()} if name == "problem_reply" else {})
    if name == "problem_confirm_one":
        sent["unit"] = str(problem.responsible_unit_id)
    return partial(client.post, reverse(f"inspections:{name}", args=[problem.pk]), sent)


@pytest.mark.parametrize(("state", "one", "other"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_one_of_two_wins_and_the_other_keeps_what_he_typed(cast, state, one, other):
    people = {name: cast[name] for name in ("office", "liaison", "verifier")}
    problem = bring(state, **people)
    before = LedgerEntry.objects.filter(problem=problem).count()

    answers = at_once(*(post(cast, problem, act) for act in (one, other)))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    told = next(answer for answer in answers if answer.status_code == 200).content.decode()
    problem.refresh_from_db()
    assert f"问题{problem.number}现为“{problem.get_state_display()}”，不能进行此项操作" in told
    assert TYPED in told
    assert LedgerEntry.objects.filter(problem=problem).count() == before + 1


def test_the_loser_of_two_replies_leaves_no_file(cast, tmp_path):
    people = {name: cast[name] for name in ("office", "liaison", "verifier")}
    problem = bring("rectifying", **people)
    acts = PAIRS[1][1:]
    at_once(*(post(cast, problem, act) for act in acts))

    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (problem.replies.count(), Attachment.objects.count(), len(stored)) == (1, 1, 1)
