"""问责 through the API: the register to the discipline office, little to others."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from inspections.models import AccountabilityCase, Problem, Sanction
from inspections.services.sanctions import dismiss_case, record_sanction
from tests.inspections.accountability_cast import NAME, case_of, decision, make_discipline
from tests.inspections.problem_cast import NOON, bring

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture(autouse=True)
def day(settings):
    settings.DEMO_TODAY = NOON.date()


@pytest.fixture
def discipline(roles):
    """纪委."""
    return make_discipline()


@pytest.fixture
def problem(office, liaison, verifier) -> Problem:
    """A problem under order."""
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    return bring("ordered", **cast, responsible_unit=liaison.unit)


def test_the_office_proposes_and_reads_only_its_own(client, problem, office):
    client.force_login(office)
    put = reverse("problems-accountability", args=[problem.pk])
    sent = {"trigger": "not_rectified", "grounds": "拒不整改"}
    assert client.post(put, sent, **JSON).status_code == 201
    assert client.post(put, sent, **JSON).json()["code"] == "already_proposed"
    by_hand = {**sent, "unit": problem.responsible_unit_id, "token": "0" * 32}
    cases = reverse("accountability-cases-list")
    assert client.post(cases, by_hand, **JSON).status_code == 201

    rows = client.get(reverse("accountability-cases-proposals")).json()["results"]
    assert [set(row) & {"exemption", "sanctions", "closed_by"} for row in rows] == [set(), set()]
    assert client.get(cases).status_code == 403


def test_the_discipline_office_decides_and_the_name_leaves_a_trace(
    client, problem, office, discipline
):
    case = case_of(problem, office)
    client.force_login(discipline)
    sent = {
        "target_kind": "person",
        "unit": problem.responsible_unit_id,
        "person_name": NAME,
        "measure": "admonishment",
        "basis": "整改不力",
        "decided_on": "2016-07-20",
    }
    add = reverse("accountability-cases-sanction", args=[case.pk])
    answer = client.post(add, sent, **JSON).json()
    assert (answer["state"], answer["sanctions"][0]["person_name"]) == ("decided", NAME)
    assert AuditEvent.objects.filter(action="read_sanctioned").count() == 1

    rows = client.get(reverse("sanctions-list")).json()["results"]
    assert [row["person_name"] for row in rows] == ["冼某某"]
    revoke = reverse("sanctions-revoke", args=[rows[0]["id"]])
    assert client.post(revoke, {"why": "有误"}, **JSON).json()["revoked_why"] == "有误"
    dismiss = reverse("accountability-cases-dismiss", args=[case.pk])
    answer = client.post(dismiss, {"exemption": "容错"}, **JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_closed")


def test_a_measure_without_a_case_and_a_dismissal(client, problem, office, discipline):
    case = case_of(problem, office)
    client.force_login(discipline)
    sent = {
        "target_kind": "unit",
        "unit": problem.responsible_unit_id,
        "measure": "written_review",
        "basis": "督查通报",
        "decided_on": "2016-07-20",
    }
    assert client.post(reverse("sanctions-list"), sent, **JSON).status_code == 201
    assert Sanction.objects.get().case is None
    dismiss = reverse("accountability-cases-dismiss", args=[case.pk])
    assert client.post(dismiss, {"exemption": "容错"}, **JSON).json()["state"] == "dismissed"
    assert AccountabilityCase.objects.get().exemption == "容错"


def test_closed_cases_are_listed_in_as_many_queries_for_any_number(
    client, problem, office, discipline, django_assert_max_num_queries
):
    for number in range(6):
        case = case_of(problem, office)
        dismiss_case(case=case, exemption="容错", by=discipline, at=NOON)
        problem.reopened = number + 1
    client.force_login(discipline)
    with django_assert_max_num_queries(9):
        rows = client.get(reverse("accountability-cases-list")).json()["results"]
    assert [row["closed_by"] for row in rows] == [str(discipline)] * 6


def test_totals_are_figures_of_a_term(client, problem, discipline, leader):
    decided = decision(problem.responsible_unit)
    record_sanction(decided=decided, by=discipline, at=NOON)
    client.force_login(leader)
    address = reverse("accountability-cases-totals")

    assert client.get(f"{address}?first=2016-01-01&last=2016-12-31").json() == {
        "lines": [{"target_kind": "person", "measure": "admonishment", "entries": 1, "units": 0}],
        "units": 0,
        "person_times": 1,
        "entries": 1,
    }
    assert client.get(address).json()["entries"] == 1
    assert client.get(f"{address}?first=x").status_code == 400
