"""What the register and the round already know of a visited unit: the form's first answers."""

from datetime import date
from typing import Any

from households.models import Area, Household
from inspections.models import Assignment, Round
from inspections.models.subjects import SubjectKind

EXITED = {Household.Status.EXITED_SUPPORTED, Household.Status.EXITED_UNSUPPORTED}
MODES = {Round.Mode.JOINT, Round.Mode.ANNOUNCED, Round.Mode.UNANNOUNCED}


def visit_facts(assignment: Assignment, *, on: date) -> dict[str, Any]:
    """The facts by the names a checklist may give as a question's default, as answers are kept.

    What the register does not say is left out, and what an inspector must judge is never among
    them. At most five queries.
    """
    facts = round_facts(assignment, on=on)
    if assignment.subject_kind == SubjectKind.VILLAGE:
        facts |= village_facts(assignment)
    if assignment.subject_kind == SubjectKind.HOUSEHOLD:
        facts |= household_facts(assignment)
    return facts


def round_facts(assignment: Assignment, *, on: date) -> dict[str, Any]:
    """What heads every form: its number, month, team, unit, methods and day."""
    round_ = assignment.round
    prefix = round_.scheme.options.get("form_prefix", "")
    place = round_.assignments.filter(pk__lte=assignment.pk).count()
    methods = [method for method in round_.methods if method != "bulletin"]
    return {
        "form_number": f"{prefix}-{round_.period:%Y-%m}-{place:03}".lstrip("-"),
        "period": f"{round_.period:%Y-%m}",
        "team": team_text(assignment),
        "subject_name": assignment.subject_name,
        "methods": methods + ([round_.mode] if round_.mode in MODES else []),
        "today": on.isoformat(),
    }


def team_text(assignment: Assignment) -> str:
    """The team as the form names it: 第一组：组长王某（某局），成员李某（某局）."""
    team = assignment.team
    others = team.members.exclude(pk=team.leader_id).select_related("unit")
    people = [team.leader, *others]
    leader, *members = [f"{one}（{one.unit}）" if one.unit else str(one) for one in people]
    return f"{team.name}：组长{leader}" + (f"，成员{'、'.join(members)}" if members else "")


def village_facts(assignment: Assignment) -> dict[str, Any]:
    """Poor or not, whether it leaves the list this year, which households."""
    village = Area.objects.filter(code=assignment.subject_code).first()
    if village is None:
        return {}
    names = assignment.round.assignments.active().filter(
        subject_kind=SubjectKind.HOUSEHOLD, area_code=village.code
    )
    planned = village.planned_exit_year == assignment.round.period.year
    return {
        "poor_village": yes_no(village.is_poor),
        "village_exit_status": "planned" if planned else "poor",
        "visited_households": "、".join(names.values_list("subject_name", flat=True)),
    }


def household_facts(assignment: Assignment) -> dict[str, Any]:
    """Where the household stands on its way out of poverty, and its measures."""
    household = Household.objects.filter(household_no=assignment.subject_code).first()
    if household is None:
        return {}
    year = assignment.round.period.year
    facts: dict[str, Any] = {"household_exit_status": exit_status(household, year=year)}
    if household.measure:
        facts["measure"] = household.measure
    if household.further_measures:
        facts["further_measures"] = household.further_measures
    return facts


def exit_status(household: Household, *, year: int) -> str:
    """已退出, 当年计划退出 or neither."""
    if household.status in EXITED:
        return "exited"
    return "planned" if household.planned_exit_year == year else "poor"


def yes_no(truth: object) -> str:
    """A truth as an answer."""
    return "yes" if truth else "no"
