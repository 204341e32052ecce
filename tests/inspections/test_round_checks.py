"""How strictly a round takes each check, set before the first form is handed in."""

import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from inspections.selectors.round_checks import check_lines
from inspections.services.round_checks import set_strengths
from tests.make import NOW, make_assignment, make_question, make_round, make_visit

pytestmark = pytest.mark.django_db
KEY = "A101_done.constraint"


@pytest.fixture
def round_():
    """A round whose checklist has a constraint and a warning."""
    make_question(
        "A101_done", type="integer", constraint=". >= 0", constraint_message="不能小于0",
        warning=". > 99", warning_message="超过常见数",
    )  # fmt: skip
    make_question("A102_plan")
    return make_round(strengths={"A101_done.warning": "ignore"})


def test_the_checks_stand_with_their_usual_and_their_own_strength(round_):
    assert [
        (line.key, line.message, line.usual, line.strength) for line in check_lines(round_)
    ] == [
        (KEY, "不能小于0", "block", "block"),
        ("A101_done.warning", "超过常见数", "explain", "ignore"),
    ]


def test_a_part_names_its_checklist_only_among_several(round_):
    alone = {line.section for line in check_lines(round_)}
    other = round_.scheme.checklists.create(code="other", title="入户表")
    make_question("B101_sum", checklist=other, constraint=". >= 0")
    assert not any(" · " in section for section in alone)
    assert all(" · " in line.section for line in check_lines(round_))


def test_only_what_differs_from_usual_is_kept(round_, office):
    set_strengths(
        round=round_, strengths={KEY: "explain", "A101_done.warning": "explain"}, by=office
    )
    assert round_.strengths == {KEY: "explain"}
    assert AuditEvent.objects.get().detail == {"changed": [KEY, "A101_done.warning"]}


@pytest.mark.parametrize(
    ("strengths", "code"),
    [({"X.constraint": "block"}, "no_such_check"), ({KEY: "shout"}, "no_such_strength")],
)
def test_an_unknown_check_or_strength_is_refused(round_, office, strengths, code):
    with pytest.raises(RuleBroken) as refusal:
        set_strengths(round=round_, strengths=strengths, by=office)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "fields",
    [{"edition": 2}, {"state": "submitted", "submitted_at": NOW, "visited_on": NOW.date()}],
)
def test_strengths_stand_once_a_form_was_handed_in(round_, office, fields):
    make_visit(make_assignment(round=round_), **fields)
    with pytest.raises(RuleBroken, match="不能再改"):
        set_strengths(round=round_, strengths={KEY: "ignore"}, by=office)


def test_the_page_keeps_what_is_chosen(client, office, round_):
    client.force_login(office)
    address = reverse("inspections:round_strengths", args=[round_.pk])
    assert "超过常见数" in client.get(address).content.decode()
    client.post(address, {KEY: "explain", "A101_done.warning": "explain"})
    round_.refresh_from_db()
    assert round_.strengths == {KEY: "explain"}


def test_the_page_shows_a_refusal(client, office, round_):
    make_visit(make_assignment(round=round_), edition=2)
    client.force_login(office)
    answer = client.post(reverse("inspections:round_strengths", args=[round_.pk]), {KEY: "ignore"})
    assert (answer.status_code, "不能再改" in answer.content.decode()) == (409, True)
