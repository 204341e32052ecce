"""问责处理: what may be done to whom, by what decision; sealed, revoked, counted."""

from datetime import date

import pytest
from django.db import connection

from accounts.models import AuditEvent, Notice, Unit, User
from inspections.models import AccountabilityCase, Sanction
from inspections.selectors.accountability import TotalLine, target_of, totals
from inspections.services.sanctions import (
    dismiss_case,
    open_case,
    open_sanction,
    record_sanction,
    revoke_sanction,
)
from tests.inspections.accountability_cast import NAME, case_of, decision, make_discipline
from tests.inspections.problem_cast import NOON, bring, code_of
from tests.make import COUNTY, make_unit

pytestmark = pytest.mark.django_db
YEAR = (date(2016, 1, 1), date(2016, 12, 31))


@pytest.fixture
def discipline(roles) -> User:
    """纪委."""
    return make_discipline()


@pytest.fixture
def unit(db) -> Unit:
    """A township held to account."""
    return make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")


@pytest.fixture
def case(office, liaison, verifier, discipline) -> AccountabilityCase:
    """A case that 目督办 put."""
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    return case_of(bring("ordered", **cast, responsible_unit=liaison.unit), office)


def recorded(discipline, unit, case=None, **fields) -> Sanction:
    decided = decision(unit, **fields)
    return record_sanction(decided=decided, by=discipline, at=NOON, case=case)


def test_the_first_measure_decides_the_case_and_others_follow(case, discipline, unit, office):
    recorded(discipline, unit, case)
    recorded(discipline, unit, case, person_name="欧阳修")

    case.refresh_from_db()
    assert (case.state, case.closed_by, case.sanctions.count()) == ("decided", discipline, 2)
    told = Notice.objects.get(key=f"accountability-{case.pk}-closed")
    assert (told.recipient, told.text) == (office, "您提请的一件问责事项，纪委已处理。")


def test_a_measure_needs_no_case(discipline, unit):
    assert recorded(discipline, unit).case is None


UNIT = {"target_kind": "unit", "person_name": "", "person_post": ""}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"measure": "public_apology"}, "wrong_measure"),
        ({**UNIT, "measure": "admonishment"}, "wrong_measure"),
        ({**UNIT, "measure": "party_warning"}, "wrong_measure"),
        ({"person_name": " "}, "no_person"),
        ({"target_kind": "unit", "measure": "public_apology"}, "person_of_unit"),
        ({"basis": ""}, "no_basis"),
        ({"measure": "party_warning"}, "no_document"),
        ({"measure": "disciplinary", "document": " "}, "no_document"),
        ({"stage": 5}, "wrong_stage"),
        ({"decided_on": date(2016, 7, 21)}, "decided_in_future"),
    ],
)
def test_a_measure_fits_its_target_and_its_decision(discipline, unit, given, code):
    assert code_of(lambda: recorded(discipline, unit, **given)) == code


def test_a_party_warning_goes_by_a_numbered_decision(discipline, unit):
    made = recorded(
        discipline, unit, measure="party_warning", document="大纪决〔2016〕3号", stage=2
    )
    assert (made.document, made.stage) == ("大纪决〔2016〕3号", 2)


def test_a_case_is_dismissed_once_with_a_reason_and_takes_no_measure(case, discipline, unit):
    no = {"case": case, "by": discipline, "at": NOON}

    assert code_of(lambda: dismiss_case(**no, exemption=" ")) == "no_reason"
    dismiss_case(**no, exemption="先行先试，符合容错情形")
    assert (case.state, case.exemption) == ("dismissed", "先行先试，符合容错情形")
    assert code_of(lambda: dismiss_case(**no, exemption="再次")) == "case_closed"
    assert code_of(lambda: recorded(discipline, unit, case)) == "case_dismissed"


def test_a_decided_case_is_not_dismissed(case, discipline, unit):
    recorded(discipline, unit, case)
    no = {"case": case, "exemption": "误报", "by": discipline, "at": NOON}
    assert code_of(lambda: dismiss_case(**no)) == "case_closed"


def test_a_measure_is_revoked_once_with_a_reason(discipline, unit):
    made = recorded(discipline, unit)
    revoke = {"sanction": made, "by": discipline, "at": NOON}

    assert code_of(lambda: revoke_sanction(**revoke, why="")) == "no_reason"
    revoke_sanction(**revoke, why="对象有误")
    assert (made.revoked_by, made.revoked_why) == (discipline, "对象有误")
    assert code_of(lambda: revoke_sanction(**revoke, why="再撤")) == "already_revoked"


def test_a_name_is_sealed_shown_by_surname_and_its_readers_are_written_down(
    case, discipline, unit, office
):
    made = recorded(discipline, unit, case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_name FROM inspections_sanction")
        assert NAME not in cursor.fetchone()[0]

    assert target_of(made) == "新店镇镇长 冼某某"
    assert open_case(case=case, by=discipline)[0].person_name == NAME
    assert open_sanction(sanction=made, by=discipline).person_name == NAME
    read = AuditEvent.objects.filter(action="read_sanctioned")
    assert [(one.actor, one.detail) for one in read] == [(discipline, {})] * 2
    assert code_of(lambda: open_case(case=case, by=office)) == "no_permission"
    assert code_of(lambda: open_sanction(sanction=made, by=office)) == "no_permission"


def test_totals_of_the_bulletin_of_002(discipline):
    """通报批评3家部门，约谈3人，党内警告2人，通报批评5人，诫勉谈话8人. Source: 002 (31)."""
    for name in ("教育局", "水利局", "住建局"):
        recorded(discipline, make_unit(name), **UNIT, measure="circulated_criticism")
    unit = make_unit("新店镇", area_code=f"{COUNTY}105")
    persons = {
        "interview_summons": 3,
        "circulated_criticism": 5,
        "admonishment": 8,
        "party_warning": 2,
    }
    for measure, count in persons.items():
        for _ in range(count):
            recorded(discipline, unit, measure=measure, document="大纪决〔2016〕1号")

    found = totals(COUNTY, *YEAR)
    assert (found.units, found.person_times, found.entries) == (3, 18, 21)
    assert found.lines == (
        TotalLine("unit", "circulated_criticism", 3, 3),
        *(TotalLine("person", measure, count, 0) for measure, count in persons.items()),
    )


def test_totals_leave_out_what_is_revoked_of_another_term_or_place(discipline, unit):
    revoke_sanction(sanction=recorded(discipline, unit), why="误", by=discipline, at=NOON)
    recorded(discipline, unit, decided_on=date(2015, 12, 31))
    recorded(discipline, make_unit("外县", area_code="510311"))
    recorded(discipline, unit, **UNIT, measure="public_apology")
    recorded(discipline, unit, **UNIT, measure="ordered_rectification")

    found = totals(COUNTY, *YEAR)
    assert (found.units, found.person_times, found.entries) == (1, 0, 2)
