"""A round at a glance: how far it is, its drawn units as a tree, its reserves and problems."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from accounts.masking import household_label
from accounts.models import User
from households.models import Household
from inspections.models import Draw, DrawnUnit, Problem, Round, Visit
from inspections.selectors.draw_records import led_through
from inspections.selectors.draws import ranked_lines, taken


class Step(NamedTuple):
    """One state on the way of a round: done, now or todo."""

    label: str
    place: str


@dataclass
class Branch:
    """A drawn unit, where its visit stands, and what was drawn below it."""

    unit: DrawnUnit
    visit_state: str = ""
    below: list["Branch"] = field(default_factory=list)


class ProblemCount(NamedTuple):
    """Number of a round's problems in one state."""

    state: str
    label: str
    number: int


def steps(round_: Round) -> list[Step]:
    """Give the five states in order with the round's own marked."""
    states = list(Round.State)
    here = states.index(Round.State(round_.state))
    ended = round_.state == Round.State.DONE
    return [
        Step(state.label, "done" if place < here or ended else "now" if place == here else "todo")
        for place, state in enumerate(states)
    ]


def with_progress(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Add the numbers of standing and submitted assignments; the newest month first."""
    standing = Q(assignments__withdrawn=False)
    submitted = standing & Q(assignments__visit__state__in=Visit.SEALED)
    counted = rounds.annotate(
        total=Count("assignments", filter=standing, distinct=True),
        submitted=Count("assignments", filter=submitted, distinct=True),
    )
    return counted.order_by("-period", "area_code", "pk")


def draw_in_force(round_: Round) -> Draw | None:
    """Give the round's own draw that is not annulled, if there is one."""
    in_force = round_.draws.filter(kind=Draw.Kind.MAIN).exclude(state=Draw.State.ANNULLED)
    return in_force.select_related("sealed_by", "drawn_by").first()


def further_draws(round_: Round) -> list[Draw]:
    """Give the extra draws and the draws of inspectors that are not annulled, in their order."""
    others = round_.draws.exclude(kind=Draw.Kind.MAIN).exclude(state=Draw.State.ANNULLED)
    return list(others.order_by("number"))


def drawn_tree(draw: Draw, user: User) -> list[Branch]:
    """Give the drawn townships, villages and households the user may see, in the order drawn."""
    units = (
        DrawnUnit.objects.visible_to(user)
        .filter(draw=draw)
        .select_related("replaced_by")
        .annotate(visit_state=F("assignment__visit__state"), withdrawn=F("assignment__withdrawn"))
    )
    below: dict[tuple[str, str], list[Branch]] = defaultdict(list)
    for place in led_through(draw):
        below[place.stage, place.parent_code].append(Branch(place))
    for unit in units.order_by("position", "id"):
        state = "withdrawn" if unit.withdrawn else unit.visit_state or ""
        below[unit.stage, unit.parent_code].append(Branch(unit, state))
    townships = [row for (stage, _), rows in below.items() if stage == "township" for row in rows]
    for township in townships:
        township.below = below["village", township.unit.subject_code]
        for village in township.below:
            village.below = below["household", village.unit.subject_code]
    return townships


def reserves(draw: Draw, *, take: int) -> dict[str, list[str]]:
    """Give the labels of the next reserves of each drawn village by its code, at most `take`."""
    used = set(draw.units.filter(stage="household").values_list("subject_code", flat=True))
    used |= {unit for unit, _ in taken(draw)}
    waiting: dict[str, list[str]] = defaultdict(list)
    for line in ranked_lines(draw):
        left = line.stage == "household" and line.unit_id not in used
        if left and len(waiting[line.parent_id]) < take:
            waiting[line.parent_id].append(line.unit_id)
    numbers = [number for row in waiting.values() for number in row]
    heads = dict(
        Household.objects.filter(household_no__in=numbers).values_list("household_no", "head_name")
    )
    return {
        village: [household_label(heads.get(number, ""), number) for number in row]
        for village, row in waiting.items()
    }


def facts(round_: Round) -> list[tuple[str, str]]:
    """Give what was planned, as labels and values."""
    methods = dict(Round.METHODS)
    numbers = (
        f"{round_.townships}个乡镇，每乡镇{round_.villages_per_township}村，"
        f"每村{round_.households_per_village}户"
    )
    return [
        ("组织形式", round_.get_mode_display()),
        ("督查方式", "、".join(methods.get(name, name) for name in round_.methods)),
        ("督查时间", f"{round_.starts_on} 至 {round_.ends_on}"),
        ("抽签范围", round_.population_rule.label),
        ("抽查数目", numbers),
        ("轮查", f"{round_.rotation_months}个月"),
        ("部门督查表", round_.get_department_forms_display()),
        ("方案", str(round_.scheme)),
        ("制定人", str(round_.planned_by or "系统（按方案定时）")),
    ]


def problem_counts(round_: Round, user: User) -> list[ProblemCount]:
    """Give how many of the round's problems that a user may see stand in each state, if any."""
    seen = Problem.objects.visible_to(user).filter(round=round_).order_by()
    counts = dict(seen.values_list("state").annotate(Count("pk", distinct=True)))
    return [
        ProblemCount(state.value, state.label, counts[state.value])
        for state in Problem.State
        if state.value in counts
    ]
