"""Beat asks each hour; the job of a county and hour is one, and what it tells is told once."""

from datetime import timedelta

import pytest
from django.conf import settings as live

from accounts.models import Job, Notice
from inspections.tasks import escalate_problems
from tests.inspections.escalation_cast import DUE, have_timetable, ordered
from tests.make import COUNTY, make_area

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def timetable(roles, settings):
    settings.DEMO_TODAY = DUE + timedelta(days=1)
    have_timetable()
    make_area(COUNTY)
    make_area("510399", "另一县")


def beat(capture, times: int = 1) -> None:
    with capture(execute=True):
        for _ in range(times):
            escalate_problems()


@pytest.mark.parametrize("beats", [1, 3])
def test_any_number_of_beats_in_an_hour_is_one_job_a_county(
    liaison, django_capture_on_commit_callbacks, beats
):
    ordered()
    beat(django_capture_on_commit_callbacks, beats)
    jobs = {job.payload["county"]: job for job in Job.objects.filter(kind="escalate_problems")}
    assert set(jobs) == {COUNTY, "510399"}
    assert {job.state for job in jobs.values()} == {Job.State.DONE}
    assert jobs[COUNTY].result == {"problems": 1, "steps": 3, "notices": 1, "cases": 0}
    assert Notice.objects.filter(recipient=liaison).count() == 1


def test_the_next_hour_is_another_job_and_tells_nothing_again(
    liaison, django_capture_on_commit_callbacks
):
    ordered()
    beat(django_capture_on_commit_callbacks)
    Job.objects.filter(payload__county=COUNTY).update(key="an hour ago")
    beat(django_capture_on_commit_callbacks)
    last = Job.objects.filter(payload__county=COUNTY).latest("pk")
    assert last.result == {"problems": 0, "steps": 0, "notices": 0, "cases": 0}
    assert Notice.objects.filter(recipient=liaison).count() == 1


def test_beat_has_it_each_hour():
    entry = live.CELERY_BEAT_SCHEDULE["escalate-problems"]
    assert (entry["task"], entry["schedule"].minute) == (
        "inspections.tasks.escalate_problems",
        {10},
    )
