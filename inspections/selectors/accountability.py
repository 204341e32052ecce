"""Reading 问责: the register for the discipline office, for others totals and what they asked."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.masking import mask_name
from accounts.models import User
from inspections.models import AccountabilityCase, Problem, Sanction
from inspections.selectors.action import Action, act_on
from inspections.selectors.panel import Panel

Kind = Sanction.TargetKind
REGISTER = "inspections.view_accountabilitycase"
PROPOSE = "inspections.propose_accountability"


@dataclass(frozen=True)
class TotalLine:
    """One kind of target and measure: entries, and for units how many different ones."""

    target_kind: str
    measure: str
    entries: int
    units: int

    @property
    def words(self) -> str:
        """What it is called: 通报批评（单位）."""
        kind, measure = Kind(self.target_kind), Sanction.Measure(self.measure)
        return f"{measure.label}（{kind.label}）"


@dataclass(frozen=True)
class Totals:
    """Measures in force that were decided in a term; figures only, nobody is named."""

    lines: tuple[TotalLine, ...]
    units: int
    person_times: int
    entries: int


def totals(area_code: str, first: date, last: date) -> Totals:
    """Count the measures decided from one day to another in a place; revoked ones are left out.

    A unit counts once however many measures it had, a person each time (人次): 通报批评3家部门，
    约谈3人，党内警告2人，通报批评5人，诫勉谈话8人 is 3 units and 18 person-times in 21 entries.
    Source: 002 (31).
    """
    rows = Sanction.objects.within(area_code).filter(
        revoked_at=None, decided_on__range=(first, last)
    )
    of_unit, of_person = Q(target_kind=Kind.UNIT), Q(target_kind=Kind.PERSON)
    whole = rows.order_by().aggregate(
        units=Count("unit", filter=of_unit, distinct=True),
        person_times=Count("pk", filter=of_person),
        entries=Count("pk"),
    )
    grouped = rows.order_by().values_list("target_kind", "measure")
    counted = grouped.annotate(entries=Count("pk"), units=Count("unit", distinct=True))
    lines = [
        TotalLine(kind, measure, entries, units if kind == Kind.UNIT else 0)
        for kind, measure, entries, units in counted
    ]
    return Totals(lines=tuple(sorted(lines, key=_in_order)), **whole)


def this_year(today: date) -> dict[str, date]:
    """Give the term that totals are of unless another is asked for: the year so far."""
    return {"first": date(today.year, 1, 1), "last": today}


def cases_for_list(rows: "QuerySet[AccountabilityCase]") -> "QuerySet[AccountabilityCase]":
    """Put what waits first, and add what a line shows."""
    read = rows.select_related("unit", "problem", "proposed_by", "closed_by")
    counted = read.annotate(
        measures=Count("sanctions", filter=Q(sanctions__revoked_at=None)),
        waits=Count("pk", filter=Q(state=AccountabilityCase.State.PROPOSED)),
    )
    return counted.order_by("-waits", "-proposed_at", "-pk")


def sanctions_for_list(rows: "QuerySet[Sanction]") -> "QuerySet[Sanction]":
    """Add what a line shows."""
    return rows.select_related("unit", "case").order_by("-decided_on", "-pk")


def target_of(sanction: Sanction) -> str:
    """Name the target as a list may: the unit, or a person by surname and post."""
    if sanction.target_kind == Kind.UNIT:
        return str(sanction.unit)
    return f"{sanction.unit}{sanction.person_post} {mask_name(sanction.person_name)}"


def proposals_of(user: User) -> "QuerySet[AccountabilityCase]":
    """Give what the user's own office proposed; only whether it waits may be told of them."""
    mine = Q(proposed_by=user)
    if user.unit_id is not None:
        mine |= Q(proposed_by__unit=user.unit_id)
    rows = AccountabilityCase.objects.visible_to(user).filter(mine)
    return rows.select_related("unit", "problem", "proposed_by").order_by("-proposed_at", "-pk")


def proposing(problem: Problem, user: User) -> list[Action]:
    """Offer the supervision office to put an upheld problem before the discipline office."""
    untouched = {Problem.State.FOUND, Problem.State.NOT_UPHELD}
    if problem.state in untouched or not user.has_perm(PROPOSE):
        return []
    address = act_on(problem, "problem_accountability")
    return [Action("提请问责", address, "report", "outline-secondary")]


def proposed(problem: Problem, user: User) -> Panel | None:
    """Show the discipline office its cases, whoever may propose that there is one."""
    reads, proposes = user.has_perm(REGISTER), user.has_perm(PROPOSE)
    if not (reads or proposes):
        return None
    cases = list(problem.accountability_cases.order_by("-pk"))
    if not cases:
        return None
    template = "inspections/accountability_panel.html"
    return Panel(template, {"cases": cases if reads else [], "is_register": reads})


def _in_order(line: TotalLine) -> tuple[int, int]:
    kinds, measures = list(Kind.values), list(Sanction.Measure.values)
    return kinds.index(line.target_kind), measures.index(line.measure)
