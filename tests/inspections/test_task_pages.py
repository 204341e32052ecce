"""Pages and API of handed-out work: my tasks, one assignment, hand-over, days, discipline."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.lists import LISTINGS
from accounts.models import Role
from inspections.models import Assignment, Declaration, HandOver
from inspections.services.declarations import STATEMENT, declare
from tests.make import (
    COUNTY,
    NOW,
    make_assignment,
    make_question,
    make_round,
    make_team,
    make_unit,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = date(2016, 7, 12)


@pytest.fixture
def task(inspector):
    """A village's form of 陈组长's team, his own to answer for."""
    other = make_user(Role.INSPECTOR, name="王五")
    team = make_team(make_round(state="field"), inspector, other, name="一组")
    return make_assignment(team=team, owner=inspector)


def page(name, *args):
    return reverse(f"inspections:{name}", args=args)


def text_of(client, name, *args, **query):
    return client.get(page(name, *args), query).content.decode()


@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"), [("my_assignments", 14), ("assignment_detail", 12), ("round_hand_over", 16)]
)
def test_task_pages_ask_the_same_queries_for_any_length(
    client, inspector, task, name, most, lines, django_assert_max_num_queries
):
    for _ in range(lines - 1):
        make_assignment(round=task.round, team=task.team, owner=inspector)
    for _ in range(lines):
        HandOver.objects.create(
            assignment=task,
            from_team=task.team,
            to_team=task.team,
            reason="病",
            by=inspector,
            at=NOW,
        )
    client.force_login(inspector)
    pk = {"my_assignments": [], "round_hand_over": [task.round_id]}.get(name, [task.pk])
    with django_assert_max_num_queries(most):
        assert client.get(page(name, *pk)).status_code == 200


@pytest.mark.parametrize(
    ("state", "fields", "total"),
    [
        ("waiting", None, 1),
        ("draft", {}, 1),
        ("draft", {"returned_for": "不实"}, 0),
        ("returned", {"returned_for": "不实"}, 1),
        ("submitted", {"state": "submitted", "submitted_at": NOW, "visited_on": NOW.date()}, 1),
        ("accepted", None, 0),
        ("overdue", None, 0),
    ],
)
def test_my_tasks_are_filtered_by_state(client, inspector, task, state, fields, total):
    if fields is not None:
        make_visit(task, **fields)
    client.force_login(inspector)
    text = text_of(client, "my_assignments", state=state)
    assert f"<strong data-total>{total}</strong>" in text


@pytest.mark.parametrize(("key", "total"), [("owner", 1), ("team", 1), ("nobody", 0)])
def test_my_tasks_are_filtered_by_owner_and_team(client, office, task, key, total):
    client.force_login(office)
    query = {"owner": task.owner_id, "team": task.team_id}
    asked = {key: query[key]} if key in query else {"owner": "x"}
    text = text_of(client, "my_assignments", **asked)
    assert f"<strong data-total>{total}</strong>" in text


def test_an_overdue_task_is_found_and_red(client, office, task):
    Assignment.objects.update(due_on=date(2016, 7, 11))
    client.force_login(office)
    text = text_of(client, "my_assignments", state="overdue")
    assert "<strong data-total>1</strong>" in text
    assert "超期" in text


def test_the_list_is_exported_with_owner_and_state(office, task):
    listing = LISTINGS["assignments"]
    rows = listing.found(office, query="", search=None)
    (row,) = rows.values_list("subject_name", "owner__name", "stands")
    assert row == ("新店镇", "陈组长", "waiting")


def test_a_department_sees_only_what_it_fills_in(client, task):
    unit = make_unit("区财政局")
    fields = {"subject_kind": "department", "subject_code": str(unit.pk), "area_code": COUNTY}
    own = make_assignment(
        round=task.round, team=task.team, filling_unit=unit, subject_name="区财政局", **fields
    )
    client.force_login(make_user(Role.DEPARTMENT, unit=unit))
    text = text_of(client, "my_assignments")
    assert ("区财政局" in text, "新店镇" in text) == (True, False)
    assert client.get(page("assignment_detail", own.pk)).status_code == 200
    assert client.get(page("assignment_detail", task.pk)).status_code == 404


def test_the_first_form_waits_for_the_declaration(client, inspector, task):
    make_question("T1_plan", levels="T")
    client.force_login(inspector)
    asked = client.post(page("visit_open", task.pk))
    assert asked["Location"] == page("round_declare", task.round_id)
    assert "先作督查纪律承诺" in text_of(client, "my_assignments")

    client.post(asked["Location"], {"agreed": "on"})

    assert Declaration.objects.get().person == inspector
    assert "/parts/" in client.post(page("visit_open", task.pk))["Location"]


def test_the_office_sees_who_has_not_declared(client, office, inspector, task):
    declare(round=task.round, by=inspector, at=NOW)
    client.force_login(office)
    assert "未作纪律承诺（1人）" in text_of(client, "round_detail", task.round_id)


def test_the_leader_hands_over_on_the_page(client, inspector, task):
    client.force_login(inspector)
    other = task.team.members.get(name="王五")
    given = {"to": f"{task.team_id}-{other.pk}", "reason": "生病"}
    answer = client.post(page("assignment_hand_over", task.pk), given)
    assert answer["Location"] == page("assignment_detail", task.pk)
    assert HandOver.objects.get().to_owner == other
    assert "由一组 陈组长移交一组 王五：生病" in text_of(client, "assignment_detail", task.pk)


def test_a_member_is_sent_back_from_the_hand_over(client, task):
    client.force_login(task.team.members.get(name="王五"))
    answer = client.get(page("assignment_hand_over", task.pk))
    assert answer["Location"] == page("assignment_detail", task.pk)


def test_a_whole_persons_work_is_handed_over(client, inspector, task):
    client.force_login(inspector)
    given = {"from_owner": inspector.pk, "reason": "住院"}
    client.post(page("round_hand_over", task.round_id), given)
    assert HandOver.objects.get().to_owner.name == "王五"


@pytest.mark.parametrize(("name", "team"), [("assignment_due", ""), ("round_due", "team")])
def test_the_office_changes_the_day(client, office, task, name, team):
    client.force_login(office)
    number = task.pk if name == "assignment_due" else task.round_id
    given = {"due_on": "2016-07-28", "reason": "暴雨", "team": task.team_id if team else ""}
    client.post(page(name, number), given)
    task.refresh_from_db()
    assert task.due_on == date(2016, 7, 28)


def test_a_day_before_the_round_is_refused_at_the_field(client, office, task):
    client.force_login(office)
    answer = client.post(page("assignment_due", task.pk), {"due_on": "2016-07-01", "reason": "x"})
    assert "完成期限不得早于本期开始日期" in answer.content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_the_api_lists_assignments_with_equal_queries(
    client, office, task, lines, django_assert_max_num_queries
):
    for _ in range(lines - 1):
        make_assignment(round=task.round, team=task.team)
    client.force_login(office)
    with django_assert_max_num_queries(8):
        found = client.get("/api/assignments/").json()["results"]
    assert [row["state"] for row in found] == ["waiting"] * lines


def test_the_api_tells_owner_checklist_and_day(client, inspector, task):
    client.force_login(inspector)
    found = client.get(f"/api/assignments/{task.pk}/").json()
    names = ("owner_name", "checklist_title", "due_on", "state", "filling_unit", "visit")
    told = [found[name] for name in names]
    assert told == ["陈组长", "专项督查表", "2016-07-22", "waiting", None, None]


def test_the_api_hands_over_and_says_why_not(client, inspector, task):
    client.force_login(inspector)
    other = task.team.members.get(name="王五")
    url = f"/api/assignments/{task.pk}/hand-over/"
    given = {"to_owner": other.pk, "reason": "生病"}
    first = client.post(url, given, content_type=JSON)
    again = client.post(url, given, content_type=JSON)
    assert (first.status_code, first.json()["to_owner"]) == (200, other.pk)
    assert (again.status_code, again.json()["code"]) == (409, "same_owner")


def test_the_api_changes_the_day_and_asks_for_the_declaration(client, office, inspector, task):
    client.force_login(inspector)
    asked = client.post(f"/api/assignments/{task.pk}/open/")
    client.force_login(office)
    due = {"due_on": "2016-07-28", "reason": "暴雨"}
    changed = client.post(f"/api/assignments/{task.pk}/due/", due, content_type=JSON)
    assert (asked.status_code, asked.json()["code"]) == (409, "not_declared")
    assert changed.json()["due_on"] == "2016-07-28"


def test_a_client_gives_the_word_and_is_told_the_statement(client, inspector, task):
    client.force_login(inspector)
    at = reverse("rounds-declare", args=[task.round_id])
    told = client.get(at).json()
    assert (told["declared"], told["statement"]) == (False, list(STATEMENT))
    assert [client.post(at).json()["declared"] for _ in range(2)] == [True, True]
    assert Declaration.objects.get().person == inspector
    client.force_login(make_user(Role.INSPECTOR, name="外人"))
    assert client.post(at).status_code == 404


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DEPARTMENT])
def test_the_blank_form_is_offered_to_whoever_may_print_it(client, task, role):
    own = make_user(role, name="某某", unit=make_unit("区水务局"))
    Assignment.objects.update(filling_unit=own.unit_id)
    task.team.members.add(own)
    client.force_login(own)
    text = text_of(client, "assignment_detail", task.pk)
    blank = reverse("reports:blank_paper", args=[task.checklist_id, task.subject_kind, "docx"])
    assert (blank in text) is (role is Role.INSPECTOR)
    assert client.get(blank).status_code in ({404, 200} if role is Role.INSPECTOR else {403})
