from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Notice, Role
from inspections.models import InterviewSummons, Problem
from inspections.services.summons import Held, annul_summons, record_summons
from tests.make import COUNTY, NOW, make_problem, make_round, make_unit, make_user

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def unit(db):
    return make_unit("新店镇人民政府", kind="township", area_code=f"{COUNTY}105")


@pytest.fixture
def problem(unit):
    return make_problem(responsible_unit=unit, state=Problem.State.CONFIRMED, scope="common")


def held(unit, **changed) -> Held:
    said = {
        "unit": unit,
        "person_name": "陈建国",
        "post": "镇长",
        "held_on": TODAY,
        "place": "区委302会议室",
        "host": "王科长",
        "matter": "减贫实施方案未制定",
        "requirement": "十日内印发",
        "due_on": TODAY + timedelta(days=10),
    }
    return Held(**(said | changed))


def test_a_summons_is_sealed_told_and_traced(office, unit, problem):
    people = make_user(unit=unit)

    made = record_summons(held=held(unit), problems=[problem], by=office, at=NOW)

    assert list(made.problems.all()) == [problem]
    assert Notice.objects.get(recipient=people).key == f"summons {made.pk}"
    assert AuditEvent.objects.filter(action="record_summons", actor=office).count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "不得晚于今天"),
        ({"due_on": TODAY - timedelta(days=1)}, "不得早于约谈日期"),
    ],
)
def test_a_summons_of_impossible_days_is_refused(office, unit, changed, why):
    with pytest.raises(RuleBroken, match=why):
        record_summons(held=held(unit, **changed), problems=[], by=office, at=NOW)


def test_a_problem_of_another_unit_is_refused(office, unit, problem):
    with pytest.raises(RuleBroken, match=problem.number):
        record_summons(held=held(make_unit("区农业局")), problems=[problem], by=office, at=NOW)


def test_a_problem_of_a_hidden_round_is_not_made_known_by_a_summons(office, unit):
    found = make_problem(responsible_unit=unit, round=make_round(mode="unannounced"))
    with pytest.raises(RuleBroken, match="登记约谈会提前公开"):
        record_summons(held=held(unit), problems=[found], by=office, at=NOW)


def test_a_summons_is_annulled_once_and_with_a_reason(office, unit):
    made = record_summons(held=held(unit), problems=[], by=office, at=NOW)
    with pytest.raises(RuleBroken, match="写明作废原因"):
        annul_summons(summons=made, why=" ", by=office, at=NOW)
    annul_summons(summons=made, why="单位有误", by=office, at=NOW)
    with pytest.raises(RuleBroken, match="已作废"):
        annul_summons(summons=made, why="再次", by=office, at=NOW)


def test_a_unit_sees_its_own_standing_records_only(office, unit, roles):
    record_summons(held=held(unit), problems=[], by=office, at=NOW)
    own = make_user(Role.TOWNSHIP_OFFICER, unit=unit, area_code=unit.area_code)
    other = make_user(Role.TOWNSHIP_OFFICER, unit=make_unit("新民镇"), area_code=unit.area_code)
    seen = InterviewSummons.objects.visible_to
    assert (seen(own).count(), seen(other).count()) == (1, 0)
    InterviewSummons.objects.update(annulled_at=NOW, annul_reason="误")
    assert (seen(own).count(), seen(office).count()) == (0, 1)


def test_the_form_begins_with_the_problem_and_keeps_what_was_typed(client, office, unit, problem):
    client.force_login(office)
    page = client.get(reverse("inspections:problem_summons", args=[problem.pk]))
    assert (page.context["form"]["numbers"].value(), page.context["form"]["unit"].value()) == (
        problem.number,
        unit.pk,
    )
    typed = held(unit).__dict__ | {"unit": unit.pk, "numbers": "问〔2016〕999号"}
    page = client.post(reverse("inspections:summons_create"), typed)
    assert "没有编号为问〔2016〕999号的问题" in page.content.decode()
    assert "十日内印发" in page.content.decode()


def test_pages_name_the_person_by_surname(client, office, unit):
    client.force_login(office)
    typed = held(unit).__dict__ | {"unit": unit.pk, "numbers": ""}
    assert client.post(reverse("inspections:summons_create"), typed).status_code == 302
    made = InterviewSummons.objects.get()
    detail = reverse("inspections:summons_detail", args=[made.pk])
    for address in (reverse("inspections:summons_list"), detail):
        text = client.get(address).content.decode()
        assert "陈某某" in text
        assert "陈建国" not in text


@pytest.mark.parametrize("lines", [1, 3])
def test_the_list_asks_the_same_queries_for_any_length(
    client, office, unit, lines, django_assert_max_num_queries
):
    for day in range(lines):
        said = held(unit, held_on=date(2016, 7, 1 + day))
        record_summons(held=said, problems=[], by=office, at=NOW)
    client.force_login(office)
    with django_assert_max_num_queries(9):
        client.get(reverse("inspections:summons_list"))


def test_the_page_of_a_problem_leads_to_the_record_it_led_to(client, office, unit, problem):
    client.force_login(office)
    typed = held(unit).__dict__ | {"unit": unit.pk, "numbers": problem.number}
    answer = client.post(reverse("inspections:summons_create"), typed)
    made = InterviewSummons.objects.get()
    address = reverse("inspections:summons_detail", args=[made.pk])
    page = client.get(reverse("inspections:problem_detail", args=[problem.pk]))
    assert (answer.url, address in page.content.decode()) == (address, True)
