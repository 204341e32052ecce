"""The timetable as data: shipped, loaded once, changed by the administrator."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEvent, Role
from inspections.forms.escalations import EscalationStepForm
from inspections.models import EscalationStep
from inspections.services.escalation_steps import load_escalation_steps
from tests.make import make_user

pytestmark = pytest.mark.django_db
STEP = {"code": "late_7", "title": "一周", "basis": "due", "days": 7, "audience": "head"}


def test_the_shipped_timetable_is_loaded_once(capsys):
    call_command("load_escalation_steps")
    call_command("load_escalation_steps")
    printed = capsys.readouterr().out
    added = [json.loads(part)["added"] for part in printed.strip().splitlines()]
    assert added == [9, 0]
    rows = EscalationStep.objects.values_list("basis", "days", "audience", "proposes")
    assert sorted(rows) == [
        ("due", -3, "unit", ""),
        ("due", 0, "unit", ""),
        ("due", 1, "unit", ""),
        ("due", 5, "head", ""),
        ("due", 10, "leaders", ""),
        ("due", 20, "discipline", "not_rectified"),
        ("ordered", 2, "unit", ""),
        ("ordered", 5, "discipline", "not_advanced"),
        ("ordered", 5, "head", ""),
    ]
    working = EscalationStep.objects.filter(in_working_days=True)
    assert set(working.values_list("basis", flat=True)) == {"ordered"}


def test_loading_leaves_what_the_office_changed_and_adds_what_is_missing():
    load_escalation_steps()
    EscalationStep.objects.filter(code="late_5").update(days=7, active=False)
    EscalationStep.objects.filter(code="late_10").delete()
    assert load_escalation_steps() == 1
    changed = EscalationStep.objects.get(code="late_5")
    assert (changed.days, changed.active) == (7, False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"area_code": "5103"}, "area_code"),
        ({"basis": "ordered", "days": 0}, "days"),
        ({"proposes": "not_rectified"}, "proposes"),
        ({"proposes": "not_rectified", "audience": "discipline", "days": 0}, "proposes"),
        ({"audience": ""}, "audience"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_at_its_field(wrong, field):
    form = EscalationStepForm(STEP | wrong)
    assert list(form.errors) == [field]


@pytest.mark.parametrize(
    "right",
    [{}, {"area_code": "510304"}, {"proposes": "not_rectified", "audience": "discipline"}],
)
def test_a_step_that_makes_sense_is_taken(right):
    assert EscalationStepForm(STEP | right).errors == {}


def test_the_administrator_changes_a_step_and_the_trail_says_so(client, roles):
    load_escalation_steps()
    step = EscalationStep.objects.get(code="late_5")
    client.force_login(make_user(Role.ADMIN, is_staff=True))
    page = reverse("admin:inspections_escalationstep_change", args=[step.pk])
    answer = client.post(page, STEP | {"code": "late_5", "days": 6, "active": "on"})
    assert answer.status_code == 302
    step.refresh_from_db()
    assert (step.days, step.in_working_days) == (6, False)
    assert AuditEvent.objects.filter(action="change_escalationstep").count() == 1
    assert client.post(page.replace("change", "delete")).status_code == 403
