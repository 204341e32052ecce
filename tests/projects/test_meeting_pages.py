from datetime import date

import pytest
from django.urls import reverse

from accounts.lists import LISTINGS
from accounts.models import User
from projects.models import Meeting, MeetingTask
from projects.services.meeting_tasks import report_task
from tests.projects.meeting_cast import HELD_ON, TODAY, given_task, held, line, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stand(settings):
    settings.DEMO_TODAY = TODAY


def minutes(*tasks: tuple[str, object, str]) -> dict[str, str]:
    """Give what the minutes' form sends: three lines at least, the rest left empty."""
    data = {"held_on": "2016-07-12", "minutes": "研究了三个问题。"}
    data |= {"task-TOTAL_FORMS": str(max(3, len(tasks))), "task-INITIAL_FORMS": "0"}
    for place, (matter, unit, due_on) in enumerate(tasks):
        head = f"task-{place}-"
        data |= {f"{head}matter": matter, f"{head}unit": str(unit), f"{head}due_on": due_on}
    return data


def test_a_meeting_goes_from_plan_to_minutes_with_tasks(client, office, liaison):
    client.force_login(office)
    page = client.get(reverse("projects:meeting_plan"))
    assert page.context["form"]["planned_on"].value() == TODAY
    client.post(reverse("projects:meeting_plan"), {"kind": "push", "planned_on": "2016-07-12"})
    meeting = Meeting.objects.get()
    address = reverse("projects:meeting_hold", args=[meeting.pk])
    unit = liaison.unit.pk
    whole = ("补齐签字", unit, "2016-07-28"), ("核对收入", unit, "2016-08-01")
    refused = client.post(address, minutes(whole[0], (*whole[1][:2], "")))
    assert refused.context["lines"].errors[1] == {"due_on": ["该字段是必填项。"]}
    assert not MeetingTask.objects.exists()
    sent = minutes(whole[0], ("", "", ""), whole[1])
    assert client.post(address, sent).status_code == 302
    assert list(MeetingTask.objects.values_list("matter", flat=True)) == ["补齐签字", "核对收入"]
    shown = client.get(reverse("projects:meeting_detail", args=[meeting.pk])).content.decode()
    assert "研究了三个问题。" in shown
    assert "逾期" in shown


def test_a_unit_reads_its_own_tasks_but_neither_minutes_nor_others(
    client, office, liaison, outsider
):
    meeting = held(office, line(liaison.unit), line(outsider.unit, matter="别人的事"))
    client.force_login(liaison)
    page = client.get(reverse("projects:meeting_detail", args=[meeting.pk])).content.decode()
    assert "补齐签字" in page
    assert "研究了督查发现的问题" not in page
    assert "别人的事" not in page
    told = client.get(reverse("meetings-detail", args=[meeting.pk])).json()
    assert told["minutes"] == ""
    User.objects.filter(pk=liaison.pk).update(is_staff=True)
    admin = client.get(reverse("admin:projects_meeting_change", args=[meeting.pk]))
    assert meeting.title in admin.content.decode()
    assert "研究了督查发现的问题" not in admin.content.decode()


def test_a_unit_reports_and_the_office_confirms_by_the_pages(client, office, liaison):
    task = given_task(office, liaison)
    client.force_login(liaison)
    page = client.get(reverse("projects:meeting_task", args=[task.pk])).content.decode()
    assert "报告办理结果" in page
    report = reverse("projects:meeting_task_report", args=[task.pk])
    assert client.post(report, {"result": "已补齐"}).status_code == 302
    client.force_login(office)
    confirm = reverse("projects:meeting_task_confirm", args=[task.pk])
    assert client.post(confirm, {"note": "同意"}).status_code == 302
    refused = client.post(confirm, {"note": "再来"})
    assert "本任务现为“已办结”" in refused.content.decode()
    task.refresh_from_db()
    assert task.state == "done"


def test_the_api_holds_a_meeting_all_or_nothing(client, office, liaison):
    meeting = planned(office)
    client.force_login(office)
    address = reverse("meetings-hold", args=[meeting.pk])
    task = {"matter": "补齐签字", "unit": liaison.unit.pk, "due_on": "2016-07-11"}
    body = {"held_on": str(HELD_ON), "minutes": "纪要", "tasks": [task]}
    refused = client.post(address, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "due_before_held")
    task["due_on"] = "2016-07-28"
    done = client.post(address, body, content_type="application/json").json()
    assert (done["state"], MeetingTask.objects.count()) == ("held", 1)


def test_the_lists_filter_and_export_what_is_late(office, liaison):
    task = given_task(office, liaison)
    listing = LISTINGS["meeting_tasks"]
    late = listing.found(office, query="state=overdue", search=None)
    assert [row.pk for row in late] == [task.pk]
    report_task(task=task, result="办了", by=liaison)
    counts = [
        listing.found(office, query=query, search=None).count()
        for query in ("state=overdue", "state=reported", f"unit={task.unit_id}", "unit=x")
    ]
    assert counts == [0, 1, 1, 0]
    planned(office, date(2016, 7, 28), kind="monthly")
    meetings = LISTINGS["meetings"]
    counts = [
        meetings.found(office, query=query, search=None).count()
        for query in ("state=overdue", "kind=push", "month=2016-07", "month=2016-08", "month=7")
    ]
    assert counts == [1, 1, 2, 0, 0]


@pytest.mark.parametrize("lines", [1, 3])
def test_the_task_list_asks_the_same_queries_for_any_length(
    client, office, liaison, lines, django_assert_max_num_queries
):
    held(office, *(line(liaison.unit) for _ in range(lines)))
    client.force_login(office)
    client.get(reverse("projects:meeting_task_list"))
    with django_assert_max_num_queries(8):
        client.get(reverse("projects:meeting_task_list"))
