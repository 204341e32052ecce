"""July with everything the facts can tell: a draw, households asked, exits, pledges, 问责."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from households.models import ExitProcedure, Household
from inspections.draw import Unit, pool_text
from inspections.models import Draw, DrawnUnit, Problem, Round, Sanction
from inspections.services.tallies import rebuild_tallies
from projects.models import Pledge
from tests.make import make_area, make_problem, make_unit, make_user
from tests.reports.month import COUNTY, DAY, answer, fill_month, ordered

VILLAGES = [f"{COUNTY}105201", f"{COUNTY}106201"]
OTHER = f"{COUNTY}107201"
MAY, APRIL = date(2016, 5, 1), date(2016, 4, 1)
AT = datetime(2016, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SAID = ["satisfied", "mostly", "dissatisfied", "satisfied", "unclear", None]


def fill_whole_month() -> Round:
    """Fill July, then draw, ask the households, and add what is not found on visits."""
    round_ = fill_month()
    ask_households(round_)
    hold_draw(round_)
    earlier_problems()
    exits_and_pledges()
    sanctions()
    rebuild_tallies(round=round_)
    return round_


def ask_households(round_: Round) -> None:
    """Answer six household forms: 3 of 5 good, helpers at 4 of 6, 2 forms failing."""
    visits = round_.visits.filter(subject_kind="household").order_by("subject_code")
    for place, visit in enumerate(visits):
        level = {"item": "E303", "levels": "H", "type": "integer"}
        answer(visit, "E303_visits", place % 3, failed=place % 3 == 0, **level)
        asked = {"item": "E306", "levels": "H", "type": "select_one"}
        said = answer(visit, "E306_answer", SAID[place], **asked)
        if SAID[place] is None:
            said.status = "unchecked"
            said.save()


def hold_draw(round_: Round, in_village: int = 10) -> Draw:
    """Store the month's draw: three villages of ten households, those visited were drawn."""
    make_area(OTHER, is_poor=True)
    units = [
        Unit("household", f"{code}{number:04}", code)
        for code in (*VILLAGES, OTHER)
        for number in range(in_village)
    ]
    draw = Draw.objects.create(
        round=round_,
        area_code=COUNTY,
        number=1,
        draw_id=f"{COUNTY}-2016-07/1",
        previous="0" * 64,
        pool=pool_text(units),
        rule="{}",
        sealed_at=AT,
        state=Draw.State.DRAWN,
        seed="1",
        result_sha="2",
        drawn_at=AT,
    )
    for position, visit in enumerate(round_.visits.filter(subject_kind="household")):
        DrawnUnit.objects.create(
            draw=draw,
            stage="household",
            parent_code=visit.area_code,
            position=position,
            ticket="0",
            subject_kind="household",
            subject_code=visit.subject_code,
            subject_name=visit.subject_name,
            area_code=visit.area_code,
        )
    return draw


def earlier_problems() -> None:
    """Make problems of May and April: overdue, closed in July, closed in June, not upheld."""
    ordered(period=MAY, state=Problem.State.ORDERED, due_on=date(2016, 7, 1))
    ordered(period=MAY, state=Problem.State.RECTIFYING, due_on=date(2099, 1, 1))
    ordered(period=APRIL, state=Problem.State.CLOSED, closed_on=date(2016, 7, 4))
    ordered(period=APRIL, state=Problem.State.CLOSED, closed_on=date(2016, 6, 30))
    make_problem(period=APRIL, state=Problem.State.NOT_UPHELD)


def exits_and_pledges() -> None:
    """Take two households out of poverty, verify a third; sign one pledge of three."""
    steps = ExitProcedure.STEPS
    for number, taken in enumerate((steps, steps, steps[:2])):
        household = Household.objects.get(household_no=f"{VILLAGES[0]}{number:04}")
        days: Any = dict.fromkeys(taken, date(2016, 7, 20))
        ExitProcedure.objects.create(
            household=household, area_code=household.area_code, year=2016, **days
        )
    signed = {"signed_on": date(2016, 3, 1), "signer": "镇长"}
    for code, due, more in [
        (f"{COUNTY}105", date(2016, 3, 10), signed),
        (VILLAGES[0], date(2016, 4, 10), {}),
        (VILLAGES[1], date(2099, 1, 1), {}),
    ]:
        Pledge.objects.create(area_code=code, year=2016, due_on=due, **more)


def sanctions() -> None:
    """Decide on a unit and two people in July, on a unit in June, and revoke one of July."""
    unit, by = make_unit(), make_user()
    person = Sanction.TargetKind.PERSON
    for kind, on, more in [
        (Sanction.TargetKind.UNIT, DAY, {}),
        (person, DAY, {"person_post": "主任"}),
        (person, DAY, {"person_post": "主任"}),
        (Sanction.TargetKind.UNIT, date(2016, 6, 30), {}),
        (person, DAY, {"person_post": "主任", "revoked_at": AT, "revoked_by": by}),
    ]:
        Sanction.objects.create(
            area_code=COUNTY,
            target_kind=kind,
            unit=unit,
            measure=Sanction.Measure.CRITICISM,
            basis="履责不力",
            decided_on=on,
            recorded_by=by,
            recorded_at=AT,
            **more,
        )
