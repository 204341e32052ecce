from datetime import date

import pytest

from accounts.models import Job
from accounts.tasks import RUNNERS
from reports.models import Bulletin
from reports.services import ask_for_bulletin
from reports.tasks import assemble_bulletin, assemble_due_bulletins
from tests.reports.month import COUNTY, JULY, fill_month

pytestmark = pytest.mark.django_db


def test_the_sweep_knows_who_assembles():
    assert RUNNERS["assemble_bulletin"].name == assemble_bulletin.name


def test_a_job_done_twice_is_done_once(office):
    fill_month()
    job = ask_for_bulletin(county=COUNTY, period=JULY, by=office)
    assemble_bulletin(job.pk)
    first = Bulletin.objects.get()
    assemble_bulletin(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"bulletin": first.pk, "files": 11})
    assert Bulletin.objects.get().assembled_at == first.assembled_at


def test_the_calendar_drafts_a_finished_month_once(django_capture_on_commit_callbacks):
    round_ = fill_month()
    round_.state, round_.closed_on = "done", date(2016, 7, 28)
    round_.save(update_fields=["state", "closed_on"])
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assemble_due_bulletins()
    assert (Bulletin.objects.count(), Job.objects.count()) == (1, 1)


def test_the_calendar_leaves_a_running_month_alone(django_capture_on_commit_callbacks):
    fill_month()
    with django_capture_on_commit_callbacks(execute=True):
        assemble_due_bulletins()
    assert Job.objects.count() == 0
