"""Pages of 问责: the register is the discipline office's alone, nobody else reads a name."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Notice, Role
from inspections.models import AccountabilityCase, Problem, Sanction
from inspections.services.sanctions import record_sanction
from tests.inspections.accountability_cast import NAME, case_of, decision, make_discipline
from tests.inspections.problem_cast import NOON, bring
from tests.make import make_unit, make_user

pytestmark = pytest.mark.django_db
SECRETS = (NAME, "冼某某", "诫勉谈话", "大纪决")
HEAD = "inspections:accountability"


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


@pytest.fixture
def case(problem, office, discipline) -> AccountabilityCase:
    """A case with a person's measure."""
    made = case_of(problem, office)
    decided = decision(problem.responsible_unit, document="大纪决〔2016〕1号")
    record_sanction(decided=decided, by=discipline, at=NOON, case=made)
    return made


TYPED = {
    "target_kind": "person",
    "person_name": NAME,
    "person_post": "镇长",
    "measure": "admonishment",
    "basis": "整改不力",
    "decided_on": "2016-07-20",
}


def read(client, name: str, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_the_office_proposes_from_the_problem_and_reads_only_that_it_waits(
    client, problem, office, discipline
):
    client.force_login(office)
    address = reverse("inspections:problem_accountability", args=[problem.pk])
    assert address in read(client, "inspections:problem_detail", problem.pk)
    client.post(address, {"trigger": "not_rectified", "grounds": "拒不整改"})
    case = AccountabilityCase.objects.get()

    assert "已提请问责" in read(client, "inspections:problem_detail", problem.pk)
    assert "待处理" in read(client, f"{HEAD}_proposals")
    decided = decision(problem.responsible_unit)
    record_sanction(decided=decided, by=discipline, at=NOON, case=case)
    shown = read(client, f"{HEAD}_proposals")
    assert "已处理" in shown
    assert [secret for secret in SECRETS if secret in shown] == []


def test_a_matter_is_put_by_hand_once_however_often_the_form_is_sent(client, office, liaison):
    client.force_login(office)
    address = reverse(f"{HEAD}_propose")
    token = client.get(address).context["form"]["token"].value()
    sent = {"unit": liaison.unit.pk, "trigger": "not_screened", "grounds": "未排查"}

    assert client.post(address, sent | {"token": token}).status_code == 302
    assert "请勿重复提交" in client.post(address, sent | {"token": token}).content.decode()
    assert AccountabilityCase.objects.count() == 1


def test_the_discipline_office_decides_dismisses_and_revokes(client, problem, office, discipline):
    case, unit = case_of(problem, office), problem.responsible_unit
    client.force_login(discipline)
    add = reverse(f"{HEAD}_sanction", args=[case.pk])

    refused = client.post(add, {**TYPED, "unit": unit.pk, "measure": "party_warning"})
    assert "请填写决定文号" in refused.content.decode()
    assert NAME in refused.content.decode()
    client.post(add, {**TYPED, "unit": unit.pk, "stage": "2"})
    made = Sanction.objects.get()
    assert (made.case, made.stage, made.person_name) == (case, 2, NAME)
    client.post(reverse("inspections:sanction_revoke", args=[made.pk]), {"why": "有误"})
    made.refresh_from_db()
    assert made.revoked_why == "有误"


def test_a_dismissal_gives_its_reason(client, problem, office, discipline):
    case = case_of(problem, office)
    client.force_login(discipline)
    client.post(reverse(f"{HEAD}_dismiss", args=[case.pk]), {"exemption": "先行先试"})

    assert "先行先试" in read(client, f"{HEAD}_detail", case.pk)
    client.force_login(office)
    proposals = read(client, f"{HEAD}_proposals")
    assert ("不予问责" in proposals, "先行先试" in proposals) == (True, False)


def test_a_measure_is_recorded_without_a_case(client, discipline):
    client.force_login(discipline)
    unit = make_unit("教育局")
    sent = {"target_kind": "unit", "measure": "circulated_criticism", "basis": "督查通报"}
    sent |= {"unit": unit.pk, "decided_on": "2016-07-20"}
    client.post(reverse("inspections:sanction_create"), sent)
    assert Sanction.objects.get().unit == unit


def test_lists_name_a_person_by_surname_and_the_case_in_full_with_a_trace(
    client, case, discipline
):
    client.force_login(discipline)
    listed = read(client, "inspections:sanction_list")
    assert (NAME in listed, "冼某某" in listed) == (False, True)
    assert NAME not in read(client, f"{HEAD}_list")
    assert AuditEvent.objects.filter(action="read_sanctioned").count() == 0

    assert NAME in read(client, f"{HEAD}_detail", case.pk)
    assert NAME in read(client, "inspections:sanction_detail", case.sanctions.get().pk)
    assert AuditEvent.objects.filter(action="read_sanctioned", actor=discipline).count() == 2


OTHERS = [role for role in Role if role != Role.DISCIPLINE]


@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.value)
def test_no_other_role_reads_a_measure_or_a_name_anywhere(client, case, problem, role):
    user = make_user(role, unit=problem.responsible_unit, is_staff=role == Role.ADMIN)
    user.area_code = problem.area_code if user.is_inspected else user.area_code
    user.save()
    client.force_login(user)
    addresses = [
        reverse("home"),
        reverse("inspections:problem_detail", args=[problem.pk]),
        reverse("inspections:problem_list"),
        reverse("accounts:notices"),
        reverse(f"{HEAD}_proposals"),
        reverse("inspections:sanction_list"),
        reverse(f"{HEAD}_detail", args=[case.pk]),
        *("/api/problems/", f"/api/problems/{problem.pk}/", "/api/sanctions/"),
        *("/api/accountability-cases/", f"/api/accountability-cases/{case.pk}/"),
        "/api/accountability-cases/proposals/",
        reverse("admin:accounts_auditevent_changelist"),
    ]
    told = [
        (address, secret)
        for address in addresses
        for secret in SECRETS
        if secret in client.get(address, follow=True).content.decode()
    ]
    assert told == []


def test_notices_and_the_trail_hold_no_name_and_no_measure(case):
    texts = [notice.text for notice in Notice.objects.all()]
    texts += [str(event.detail) for event in AuditEvent.objects.all()]
    assert [text for text in texts if any(secret in text for secret in SECRETS)] == []


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.DISCIPLINE, f"{HEAD}_list"),
        (Role.SUPERVISION_OFFICE, f"{HEAD}_proposals"),
        (Role.LEADER, f"{HEAD}_totals"),
    ],
)
def test_the_menu_leads_each_to_what_he_may_read(client, roles, role, first):
    client.force_login(make_user(role))
    assert client.get(reverse(HEAD)).url == reverse(first)


def test_leaders_read_figures_of_the_term_they_ask_for(client, case, leader):
    client.force_login(leader)
    address = reverse(f"{HEAD}_totals")

    assert client.get(address).context["totals"].person_times == 1
    other = client.get(f"{address}?first=2015-01-01&last=2015-12-31")
    assert other.context["totals"].entries == 0
    assert client.get(f"{address}?first=x").status_code == 200


def test_another_countys_discipline_office_finds_nothing(client, case):
    stranger = make_user(Role.DISCIPLINE, area_code="510311")
    client.force_login(stranger)
    assert client.get(reverse(f"{HEAD}_detail", args=[case.pk])).status_code == 404
