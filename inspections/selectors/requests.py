"""Reading what units ask for: the lists, what waits, the buttons and the card of a problem."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse

from accounts import clock
from accounts.models import Unit, User
from accounts.scope import TOWNSHIP
from inspections.models import Extension, Objection, Problem
from inspections.selectors.action import Action, act_on, is_own
from inspections.selectors.panel import Panel

State = Problem.State
EXTENDABLE = (State.ACKNOWLEDGED, State.RECTIFYING)
OBJECTABLE = (State.CONFIRMED, State.ORDERED, State.ACKNOWLEDGED, State.RECTIFYING)
ASKS = "inspections.reply_rectification"
DECIDES = {
    "extension": "inspections.order_rectification",
    "objection": "inspections.confirm_problem",
}


def for_list(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Put what waits first, the longest waiting at its head, then the newest decided."""
    waiting = Case(
        When(state="pending", then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    read = rows.select_related("problem__responsible_unit", "by", "decided_by", "order")
    return read.order_by(waiting, "-at", "-pk")


def waiting_for(user: User) -> dict[str, int]:
    """Count the requests a person may decide: of other units, in his place, not yet decided."""
    kinds = (Extension, Objection)
    return {str(kind._meta.model_name): decidable(kind, user).count() for kind in kinds}  # noqa: SLF001 -- documented


def decidable(kind: type[Any], user: User) -> "QuerySet[Any]":
    """Give the pending requests that the user may decide: those of his own unit he may not."""
    rows = kind.objects.visible_to(user).pending().exclude(by=user)
    if not user.has_perm(DECIDES[str(kind._meta.model_name)]):  # noqa: SLF001 -- documented
        return rows.none()
    if user.unit_id is not None:
        rows = rows.exclude(problem__responsible_unit=user.unit_id)
    return rows


def may_decide(request: Extension | Objection, user: User) -> bool:
    """Whether the user may decide this request now."""
    right = DECIDES[str(request._meta.model_name)]  # noqa: SLF001 -- documented
    is_others = request.by_id != user.pk and not is_own(request.problem, user)
    return request.state == request.State.PENDING and is_others and user.has_perm(right)


def may_withdraw(request: Extension | Objection, user: User) -> bool:
    """Whether the user may take this request back: of the unit that asked."""
    is_asker = user.unit_id is not None and user.unit_id == request.by.unit_id
    return request.state == request.State.PENDING and is_asker and user.has_perm(ASKS)


def may_hand_up(problem: Problem, user: User) -> bool:
    """Whether the user may hand a village's problem up: of the village or of its township."""
    village = problem.responsible_unit
    if village.kind != Unit.Kind.VILLAGE or problem.state not in OBJECTABLE:
        return False
    if user.unit is None or not user.has_perm(ASKS):
        return False
    is_township = user.unit.kind == Unit.Kind.TOWNSHIP
    leads = is_township and user.unit.area_code == village.area_code[:TOWNSHIP]
    return leads or user.unit_id == village.pk


def undecided_of(problem: Problem) -> list[str]:
    """Name the kinds of requests about a problem that wait: a reply takes them back."""
    kinds = (("延期申请", problem.extensions), ("申诉", problem.objections))
    return [name for name, rows in kinds if rows.pending().exists()]


def asking(problem: Problem, user: User) -> list[Action]:
    """Offer the unit more time, an objection and, to a village, handing up."""
    found = []
    if is_own(problem, user) and user.has_perm(ASKS):
        found += _extending(problem) + _objecting(problem)
    if may_hand_up(problem, user):
        address = act_on(problem, "problem_hand_up")
        found.append(Action("上交镇级", address, "upload", "outline-secondary"))
    return found


def _extending(problem: Problem) -> list[Action]:
    in_time = problem.due_on is not None and clock.today() <= problem.due_on
    if problem.state not in EXTENDABLE or not in_time:
        return []
    if problem.extensions.pending().exists():
        return []
    address = act_on(problem, "problem_extend")
    return [Action("申请延期", address, "clock", "outline-secondary")]


def _objecting(problem: Problem) -> list[Action]:
    mine = problem.objections.filter(by__unit=problem.responsible_unit)
    refused = mine.filter(state=Objection.State.REFUSED, order=problem.order_id)
    if problem.state not in OBJECTABLE or refused.exists():
        return []
    if problem.objections.pending().exists():
        return []
    address = act_on(problem, "problem_object")
    return [Action("申诉", address, "speakerphone", "outline-secondary")]


def deciding(problem: Problem, user: User) -> list[Action]:
    """Offer the office what waits for its decision."""
    found = []
    for name, label in (("extension", "审批延期"), ("objection", "审核申诉")):
        if not user.has_perm(DECIDES[name]) or is_own(problem, user):
            continue
        rows = getattr(problem, f"{name}s").pending().exclude(by=user)
        found += [
            Action(label, reverse(f"inspections:{name}_decide", args=[pk]), "check")
            for pk in rows.values_list("pk", flat=True)
        ]
    return found


def asked(problem: Problem, user: User) -> Panel | None:
    """Show what was asked for about the problem and what came of it."""
    lines = []
    for name, kind in (("extension", Extension), ("objection", Objection)):
        if user.has_perm(f"inspections.view_{name}"):
            rows = kind.objects.filter(problem=problem).select_related("by", "decided_by")
            lines += [(name, row) for row in rows]
    lines.sort(key=lambda line: line[1].at, reverse=True)
    return Panel("inspections/request_panel.html", {"lines": lines}) if lines else None
