"""What the timetable puts before the discipline office, once, and whom it names."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Notice, Parameter, Role
from inspections.models import AccountabilityCase, EscalationStep, Round, Visit
from tests.inspections.escalation_cast import DUE, have_timetable, make_discipline, ordered, run
from tests.make import COUNTY, NOW, make_assignment, make_round, make_team, make_unit, make_user

pytestmark = pytest.mark.django_db
VISIT_DUE = date(2016, 7, 22)


@pytest.fixture(autouse=True)
def timetable(roles):
    have_timetable()


@pytest.fixture
def discipline(roles):
    return make_discipline()


def in_field(**fields):
    """Make an assignment of a round in the field, due on 2016-07-22, of a team of a unit."""
    leader = make_user(Role.INSPECTOR, unit=make_unit("区委组织部"))
    round_ = make_round(state=Round.State.FIELD, **fields.pop("month", {}))
    return make_assignment(round=round_, team=make_team(round_, leader), **fields)


def cases() -> list[tuple[str, str]]:
    return list(AccountabilityCase.objects.order_by("pk").values_list("trigger", "unit__name"))


def test_problems_long_overdue_are_proposed_each_once_in_one_notice(discipline):
    problems = [ordered(), ordered()]
    for _ in range(3):
        run(DUE + timedelta(days=20))
    assert cases() == [("not_rectified", "新店镇")] * 2
    assert list(AccountabilityCase.objects.order_by("pk").values_list("problem", flat=True)) == [
        problem.pk for problem in problems
    ]
    first, number = AccountabilityCase.objects.earliest("pk"), problems[0].number
    assert first.grounds == (
        f"问题{number}：减贫实施方案未制定。责任单位新店镇，"
        "整改时限2016-07-27，超过20天未报送整改情况。"
    )
    assert (first.state, first.proposed_by, first.area_code) == ("proposed", None, "510304105")
    notice = Notice.objects.get(recipient=discipline)
    assert notice.text == "有2件提请问责事项（该整改不整改），请登录后在“问责”中办理。"
    assert notice.url == f"{reverse('inspections:accountability_list')}?state=proposed"
    assert AuditEvent.objects.filter(action="propose_accountability").count() == 2


def test_a_step_that_proposes_nothing_makes_no_case(discipline):
    EscalationStep.objects.filter(code="late_20").update(proposes="")
    ordered()
    run(DUE + timedelta(days=20))
    assert cases() == []
    assert Notice.objects.get(recipient=discipline).text.startswith(
        "新店镇有1个问题超过整改时限20天"
    )


@pytest.mark.parametrize(("late", "found"), [(9, 0), (10, 1), (11, 1)])
def test_a_visit_never_paid_is_proposed_ten_days_past_its_day(discipline, late, found):
    in_field()
    assert run(VISIT_DUE + timedelta(days=late)).cases == found
    assert cases() == [("not_visited", "区委组织部")] * found
    assert Notice.objects.filter(recipient=discipline).count() == found


def test_an_unpaid_visit_is_proposed_once_and_says_what_it_is(discipline):
    assignment = in_field()
    day = VISIT_DUE + timedelta(days=12)
    assert [run(day).cases, run(day).cases, run(day + timedelta(days=9)).cases] == [1, 0, 0]
    case = AccountabilityCase.objects.get()
    assert case.assignment == assignment
    assert case.grounds == (
        "2016年7月专项督查“新店镇”应于2016-07-22前完成，已超期12天仍未提交督查表。"
    )


def test_the_days_are_the_countys_parameter(discipline):
    Parameter.objects.create(
        area_code=COUNTY, key="not_visited_days", label="未走访天数", value=3,
        valid_from=date(2016, 1, 1),
    )  # fmt: skip
    in_field()
    assert run(VISIT_DUE + timedelta(days=3)).cases == 1


def test_a_form_a_department_reports_itself_is_that_departments(discipline):
    in_field(filling_unit=make_unit("区教育局"))
    run(VISIT_DUE + timedelta(days=10))
    assert cases() == [("not_screened", "区教育局")]


def test_the_owner_goes_before_the_leader_of_the_team(discipline):
    in_field(owner=make_user(Role.INSPECTOR, unit=make_unit("区农业局")))
    run(VISIT_DUE + timedelta(days=10))
    assert cases() == [("not_visited", "区农业局")]


@pytest.mark.parametrize(
    "fields",
    [
        {"withdrawn": True},
        {"month": {"mode": "unannounced"}},
    ],
)
def test_what_is_withdrawn_or_hidden_is_not_proposed(discipline, fields):
    in_field(**fields)
    assert run(VISIT_DUE + timedelta(days=30)).cases == 0


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"state": Visit.State.SUBMITTED, "submitted_at": NOW, "visited_on": VISIT_DUE}, 0),
        ({"returned_for": "补照片"}, 0),
        ({}, 1),
    ],
)
def test_a_form_that_was_handed_in_is_a_visit_paid(discipline, fields, found):
    assignment = in_field()
    Visit.objects.create(
        assignment=assignment, round=assignment.round, checklist=assignment.checklist,
        subject_kind="township", subject_code=assignment.subject_code, subject_name="新店镇",
        area_code=assignment.area_code, started_by=assignment.team.leader, started_at=NOW,
        **fields,
    )  # fmt: skip
    assert run(VISIT_DUE + timedelta(days=10)).cases == found


def test_somebody_without_a_unit_is_not_proposed(discipline):
    round_ = make_round(state=Round.State.FIELD)
    make_assignment(round=round_, team=make_team(round_, make_user(Role.INSPECTOR)))
    assert run(VISIT_DUE + timedelta(days=10)).cases == 0
