"""What the register and the round already know of a visited unit: the form's first answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from accounts.masking import mask_name
from households.identity import birth_date
from households.models import Area, Household, Member
from inspections.models import Assignment, Question, Round
from inspections.models.subjects import SubjectKind
from inspections.repeats import MAX_ROWS, repeats_of

EXITED = {Household.Status.EXITED_SUPPORTED, Household.Status.EXITED_UNSUPPORTED}
MODES = {Round.Mode.JOINT, Round.Mode.ANNOUNCED, Round.Mode.UNANNOUNCED}


def visit_facts(assignment: Assignment, *, on: date) -> dict[str, Any]:
    """The facts by the names a checklist may give as a question's default, as answers are kept.

    What the register does not say is left out, and what an inspector must judge is never among
    them. "members" is a list with one mapping for each row of that repeat group. At most seven
    queries.
    """
    facts = round_facts(assignment, on=on)
    if assignment.subject_kind == SubjectKind.VILLAGE:
        facts |= village_facts(assignment)
    if assignment.subject_kind == SubjectKind.HOUSEHOLD:
        facts |= household_facts(assignment, on=on)
    return facts


def fact_for(question: Question, facts: Mapping[str, Any]) -> Any:
    """What is known for a question, in its row of a repeat group; None for nothing."""
    if not question.row:
        return facts.get(question.default_fact)
    rows = facts.get(question.repeat, [])
    return rows[question.row - 1].get(question.default_fact) if question.row <= len(rows) else None


def first_rows(questions: Iterable[Question], facts: Mapping[str, Any]) -> dict[str, list[int]]:
    """The rows a form opens with: one for each the register knows of."""
    known = {name: len(facts.get(name, [])) for name in repeats_of(questions)}
    return {name: list(range(1, count + 1)) for name, count in known.items() if count}


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


def household_facts(assignment: Assignment, *, on: date) -> dict[str, Any]:
    """Where the household stands on its way out of poverty, its measures, people and income."""
    rows = Household.objects.prefetch_related("members", "incomes", "helpers")
    household = rows.filter(household_no=assignment.subject_code).first()
    if household is None:
        return {}
    known = {
        "household_exit_status": exit_status(household, year=assignment.round.period.year),
        "measure": household.measure,
        "further_measures": household.further_measures,
        "household_no": household.household_no,
        "person_count": str(household.person_count),
        "household_status": household.status,
        "household_cause": household.get_cause_display(),
        "household_attribute": household.get_attribute_display(),
        "helpers": helpers_text(household, on=on),
        "members": [member_facts(member, on=on) for member in people_of(household)],
        **income_facts(household),
    }
    return {name: fact for name, fact in known.items() if fact not in ("", None, [])}


def helpers_text(household: Household, *, on: date) -> str:
    """Who helps on a day: 王某（区教育局）."""
    rows = [h for h in household.helpers.all() if h.starts_on <= on <= (h.ends_on or on)]
    return "、".join(f"{h.name}（{h.unit_name}）" if h.unit_name else h.name for h in rows)


def income_facts(household: Household) -> dict[str, str]:
    """The net income per person of the newest year the register knows."""
    newest = max(household.incomes.all(), key=lambda row: row.year, default=None)
    if newest is None:
        return {}
    return {
        "register_income": f"{newest.net_income_pc:.2f}",
        "register_income_year": str(newest.year),
    }


def people_of(household: Household) -> list[Member]:
    """The first thirty people of a household, its head first."""
    rows = sorted(
        household.members.all(), key=lambda row: (row.relation != Member.HEAD, row.person_no)
    )
    return rows[:MAX_ROWS]


def member_facts(member: Member, *, on: date) -> dict[str, str]:
    """A person as a form's row knows him: by surname only, since answers are read by many."""
    known = {
        "member_name": mask_name(member.name),
        "member_relation": member.relation,
        "member_age": age_text(member.identity_number, on=on),
        "member_schooling": member.schooling,
    }
    return {name: fact for name, fact in known.items() if fact}


def age_text(identity_number: str, *, on: date) -> str:
    """Full years on a day; "" for a number that says no birthday."""
    try:
        born = birth_date(identity_number)
    except ValueError:
        return ""
    return str(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def exit_status(household: Household, *, year: int) -> str:
    """已退出, 当年计划退出 or neither."""
    if household.status in EXITED:
        return "exited"
    return "planned" if household.planned_exit_year == year else "poor"


def yes_no(truth: object) -> str:
    """A truth as an answer."""
    return "yes" if truth else "no"
