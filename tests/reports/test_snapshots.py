"""The facts the pages show are the facts as they stand, gathered once for each change."""

from datetime import date, timedelta

import pytest
from django.core.files import File
from django.urls import reverse

from accounts.models import AuditEvent, Role
from households.models import Area, Household, Posting
from households.services.places import set_poor_village
from households.services.postings import end_posting, pair_helper, set_posting
from households.services.register import apply_register_batch, stage_register
from inspections.models import Attachment, Problem, Question, Round, Visit
from inspections.services import orders, rectifications, replies, verifications
from inspections.services.opening import open_visit
from inspections.services.problems import confirm_problem, raise_problem, reject_problem
from inspections.services.reviews import accept_visit
from inspections.services.saving import save_answers
from inspections.services.submitting import submit_visit
from projects.services import TargetRow, load_programmes, set_targets
from reports.facts.as_json import from_json
from reports.models import Bulletin, FactsSnapshot
from reports.selectors import month_facts
from reports.snapshots import facts_of_month, forget_facts, issued_facts, marker_of
from tests.households import sheets
from tests.make import (
    NOW,
    make_area,
    make_assignment,
    make_question,
    make_team,
    make_unit,
    make_user,
)
from tests.reports.drafts import make_draft
from tests.reports.month import COUNTY, DAY, JULY, fill_month, make_month, make_office

pytestmark = pytest.mark.django_db
TOWNSHIP, VILLAGE = f"{COUNTY}105", f"{COUNTY}105201"
ISSUED = {"state": "issued", "issued_on": DAY, "year": 2016, "serial": 1}


@pytest.fixture
def month(tmp_path):
    """July with all it has, and one more township to visit."""
    round_ = fill_month()
    Round.objects.update(state=Round.State.FIELD)
    round_.refresh_from_db()
    by = make_user(Role.INSPECTOR)
    Question.objects.update(required=False)
    make_question("A205_signed", checklist=round_.visits.first().checklist)
    make_unit("何市镇", area_code=f"{COUNTY}107", kind="township")
    make_area(f"{COUNTY}107", "何市镇")
    team = make_team(round_, by)
    assignment = make_assignment(team=team, subject_code=f"{COUNTY}107", subject_name="何市镇")
    return round_, assignment, by, make_office(), tmp_path


def visit(month):
    _, assignment, by, *_ = month
    draft = open_visit(assignment=assignment, by=by, at=NOW)
    save_answers(visit=draft, answers={"A205_signed": "no"}, version=0, by=by)
    sealed = submit_visit(visit=Visit.objects.get(pk=draft.pk), by=by, on=DAY, at=NOW)
    accept_visit(visit=sealed, by=make_office(), at=NOW)


def found() -> Problem:
    return Problem.objects.filter(state="found").order_by("pk").first()


def confirm(month):
    confirm_problem(problem=found(), scope="individual", by=month[3], on=DAY)


def reject(month):
    visit_of = Visit.objects.filter(subject_kind="township", state="accepted").first()
    question = Question.objects.get(name="A205_signed")
    answer = visit_of.answers.create(question=question, value="no")
    _, _, by, office, _ = month
    raised = raise_problem(visit=visit_of, question=question, answer=answer, by=by, on=DAY)
    reject_problem(problem=raised, note="现场已有", by=office, on=DAY)


def order(month):
    problem = Problem.objects.filter(state="confirmed", order=None, period=JULY).first()
    due = DAY + timedelta(days=14)
    given = {"unit": problem.responsible_unit, "requirement": "补齐", "due_on": due}
    orders.issue_order(problems=[problem], by=month[3], on=DAY, **given)


def ordered(**where) -> Problem:
    return Problem.objects.filter(order__isnull=False, period=JULY, **where).last()


def acknowledge(month):
    problem = ordered(state="ordered")
    orders.acknowledge_order(
        order=problem.order, by=make_user(unit=problem.responsible_unit), at=NOW
    )


def plan(month):
    """Plan, which no figure of the month counts."""
    problem = ordered(state="acknowledged")
    told = {"person": "周干事", "measure": "补签", "planned_on": problem.due_on}
    by = make_user(unit=problem.responsible_unit)
    rectifications.start_rectification(problem=problem, by=by, at=NOW, **told)


def reply(month):
    plan(month)
    problem = ordered(state="rectifying")
    by = make_user(unit=problem.responsible_unit, area_code=TOWNSHIP)
    paper = Attachment.objects.create(
        area_code=TOWNSHIP, name="照片.jpg", size=1, sha256="0" * 64, uploaded_by=by
    )
    told = {"cause": "疏忽", "measure": "补签", "result": "已补齐"}
    replies.reply(problem=problem, evidence=[paper], by=by, at=NOW, **told)


def verify(month):
    gates = dict.fromkeys(("cause_found", "measure_done", "result_met"), True)
    problem = ordered(state="reported")
    verifications.verify(problem=problem, note="属实", by=month[3], at=NOW, **gates)


def close(month):
    problem = ordered(state="verified")
    rectifications.close_problem(problem=problem, note="同意", by=month[3], on=DAY)


def targets(month):
    set_targets(year=2016, rows=[TargetRow(COUNTY, 4, 1000, 3073)], by=None)


def programme(month):
    row = {"code": "C03", "name": "交通建设", "lead_unit": make_unit("区交通局").name}
    load_programmes(area_code=COUNTY, year=2016, rows=[row], by=None)


def poor_village(month):
    village = Area.objects.get(code=VILLAGE)
    set_poor_village(village=village, is_poor=True, planned_exit_year=2017, by=None)


def posting(month):
    village, since = Area.objects.get(code=VILLAGE), date(2016, 7, 1)
    person = {"post": "liaison_leader", "person_name": "孙某"}
    set_posting(village=village, starts_on=since, by=None, **person)


def leave(month):
    held = Posting.objects.get(person_name="孙某")
    end_posting(posting=held, ends_on=date(2016, 7, 20), by=None)


def helper(month):
    household = Household.objects.first()
    pair_helper(household=household, name="孙某", starts_on=date(2016, 7, 1), by=None)


def register(month):
    Area.objects.filter(code=VILLAGE).update(name="新建村委会", short_name="新建村")
    path = sheets.write(month[4] / "底册.xlsx", sheets.household(77))
    with path.open("rb") as file:
        batch = stage_register(file=File(file), name=path.name, by=None, on=DAY)
    assert batch.state == "staged", list(batch.complaints.values_list("reason", flat=True))
    apply_register_batch(batch=batch, by=None, at=NOW, on=DAY)


ACTS = (visit, confirm, reject, order, acknowledge, reply, verify, close)
ACTS += (targets, programme, poor_village, posting, leave, helper, register)


def live():
    return month_facts(county=COUNTY, period=JULY, on=DAY)


def test_after_every_act_the_pages_show_what_is(month):
    shown = facts_of_month(county=COUNTY, period=JULY, on=DAY)
    assert shown == live()
    for act in ACTS:
        before, shown = shown, None
        act(month)
        shown = facts_of_month(county=COUNTY, period=JULY, on=DAY)
        assert shown == live(), act.__name__
        assert shown != before, f"{act.__name__} changed nothing"


def test_stored_facts_serve_another_process(django_assert_num_queries):
    make_month()
    first = facts_of_month(county=COUNTY, period=JULY, on=DAY)
    forget_facts()

    with django_assert_num_queries(4):
        again = facts_of_month(county=COUNTY, period=JULY, on=DAY)

    assert (again, FactsSnapshot.objects.count()) == (first, 1)


def test_a_closed_book_is_read_once_but_asked_each_time_whether_it_is_one(
    django_assert_num_queries,
):
    draft = make_draft(**ISSUED)
    book = issued_facts(county=COUNTY, period=JULY)
    with django_assert_num_queries(1):
        again = issued_facts(county=COUNTY, period=JULY)
    Bulletin.objects.filter(pk=draft.pk).update(state="withdrawn", withdrawn_reason="印错")

    assert (book, again) == (from_json(draft.facts), book)
    assert issued_facts(county=COUNTY, period=JULY) is None


def test_another_day_gathers_anew():
    make_month()
    facts_of_month(county=COUNTY, period=JULY, on=DAY)
    later = DAY + timedelta(days=1)

    assert facts_of_month(county=COUNTY, period=JULY, on=later).as_of == later
    assert list(FactsSnapshot.objects.values_list("as_of", flat=True)) == [later]


def test_an_act_that_ends_late_is_noticed_though_a_later_number_was_seen():
    early = AuditEvent.objects.create(action="a", object_kind="x", area_code=VILLAGE)
    late = AuditEvent.objects.create(action="b", object_kind="x", area_code=VILLAGE)
    both = marker_of(COUNTY)
    AuditEvent.objects.filter(pk=early.pk).delete()
    unfinished = marker_of(COUNTY)

    assert (unfinished != both, late.pk > early.pk) == (True, True)


@pytest.mark.parametrize(
    ("kind", "area", "counts"),
    [
        ("households.household", VILLAGE, True),
        ("inspections.scheme", "", True),
        ("accounts.user", COUNTY, False),
        ("households.household", "510302105", False),
    ],
)
def test_only_acts_that_may_concern_the_county_count(kind, area, counts):
    before = marker_of(COUNTY)
    AuditEvent.objects.create(action="a", object_kind=kind, area_code=area)
    assert (marker_of(COUNTY) != before) is counts


@pytest.mark.parametrize("households", [3, 9])
def test_the_dashboard_asks_the_same_queries_for_any_size(
    client, households, django_assert_num_queries
):
    make_month(households)
    client.force_login(make_office())
    address = reverse("reports:dashboard")
    client.get(address)

    with django_assert_num_queries(27):
        assert client.get(address).status_code == 200
