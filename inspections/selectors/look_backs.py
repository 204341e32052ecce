"""Reading 回头看: which problems can be visited again, by whom, how a lot replays, figures."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from accounts.models import Role, User
from inspections.draw import FIRST_PREVIOUS, Ranked, Sealed, Unit, draw_key, rank, rule_text, sha
from inspections.models import LookBack, LookBackDraw, Problem, RectificationOrder
from inspections.selectors.action import Action
from inspections.selectors.panel import Panel

STAGE = "problem"
INSPECTING = (Role.INSPECTOR.label, Role.SUPERVISION_OFFICE.label)
RECORDS = "inspections.record_look_back"
State = LookBack.State


@dataclass(frozen=True)
class Pick:
    """Which closed problems a list is made of."""

    closed_from: date
    closed_to: date
    severity: str = ""  # blank: all

    @property
    def text(self) -> str:
        """The conditions in words, as they are kept with the list."""
        days = f"{self.closed_from:%Y-%m-%d}至{self.closed_to:%Y-%m-%d}销号"
        grade = Problem.Severity(self.severity).label if self.severity else "各种"
        return f"{days}、{grade}程度、未在回头看中的问题"


class Line(NamedTuple):
    """A problem of a drawn list with its ticket, as the page shows it."""

    position: int
    number: str
    ticket: str
    chosen: bool
    look_back: LookBack | None


def to_look_back(user: User) -> "QuerySet[Problem]":
    """Give the closed problems the user sees that no look back is under way for."""
    seen = Problem.objects.visible_to(user).filter(state=Problem.State.CLOSED)
    return seen.exclude(look_backs__in=LookBack.objects.open())


def picked(pick: Pick, user: User, area_code: str) -> "QuerySet[Problem]":
    """Give those of the conditions in a place, by number."""
    rows = to_look_back(user).filter(
        closed_on__range=(pick.closed_from, pick.closed_to), area_code__startswith=area_code
    )
    if pick.severity:
        rows = rows.filter(severity=pick.severity)
    return rows.order_by("number")


def inspectors_for(area_code: str) -> "QuerySet[User]":
    """Give the people of a county who may be sent: inspectors and the supervision office."""
    people = User.objects.filter(is_active=True, groups__name__in=INSPECTING)
    return people.filter(area_code=area_code).select_related("unit").distinct().order_by("pk")


def round_id(draw: LookBackDraw) -> str:
    """Give the lot's name in the formulas of draw/1: 510304-2016-lookback/1."""
    return f"{draw.area_code}-{draw.year}-lookback/{draw.serial}"


def units_of(draw: LookBackDraw) -> list[Unit]:
    """Give the sealed list as units of draw/1, one slip of paper each."""
    return [Unit(STAGE, number, draw.area_code) for number in draw.frame.splitlines()]


def sealed_lot(draw: LookBackDraw) -> Sealed:
    """Give pool and rule in the written form of draw/1; each lot begins a chain of its own."""
    pool = "".join(f"{line}\n" for line in sorted("\t".join(map(str, u)) for u in units_of(draw)))
    rule = {
        "county": draw.area_code,
        "kind": "look_back",
        "take": draw.take,
        "conditions": draw.conditions,
    }
    return Sealed(round_id(draw), FIRST_PREVIOUS, pool, rule_text(rule))


def ranked(draw: LookBackDraw) -> list[Ranked]:
    """Give the list in the order drawn, the first `take` of it chosen; nothing before the seed."""
    if not draw.seed:
        return []
    order = rank(draw_key(round_id(draw), draw.seed), units_of(draw))
    return [
        Ranked(STAGE, draw.area_code, place, unit.unit_id, number, place <= draw.take)
        for place, (number, unit) in enumerate(order, start=1)
    ]


def drawn_numbers(draw: LookBackDraw) -> list[str]:
    """Give the numbers of the problems that seed and list give, in the order drawn."""
    return [line.unit_id for line in ranked(draw) if line.chosen]


def replays(draw: LookBackDraw) -> bool:
    """Whether seal and drawn problems are what the stored list, rule and seed give."""
    stored = sorted(draw.look_backs.all(), key=lambda one: one.pk)
    numbers = [one.problem.number for one in stored]
    return sealed_lot(draw).seal == draw.seal and drawn_numbers(draw) == numbers


def lines_of(draw: LookBackDraw) -> list[Line]:
    """Give the drawn list for its page: ticket by ticket, with who was sent and what he found."""
    sent = draw.look_backs.select_related("problem", "inspector")
    of_number = {one.problem.number: one for one in sent}
    return [
        Line(one.position, one.unit_id, one.ticket, one.chosen, of_number.get(one.unit_id))
        for one in ranked(draw)
    ]


def words_of(draw: LookBackDraw) -> list[tuple[str, str]]:
    """Give the lot's list and rule in words, for people."""
    listed = len(draw.frame.splitlines())
    rule = f"{listed}个问题中抽{draw.take}个，每个问题一签，按签值从小到大取前{draw.take}个"
    return [("名单范围", draw.conditions or "全部"), ("规则", rule)]


def proof_of(draw: LookBackDraw) -> list[tuple[str, str]]:
    """Give the lot's fingerprints, its seal and its seed."""
    sealed = sealed_lot(draw)
    return [
        ("名单指纹", sha(sealed.pool)),
        ("规则指纹", sha(sealed.rule)),
        ("封签", draw.seal),
        *([("种子", draw.seed)] if draw.seed else []),
    ]


def originals_of(draw: LookBackDraw) -> list[tuple[str, str]]:
    """Give letter by letter what else a SHA-256 tool needs to repeat it. Source: draw/1 §3."""
    sealed = sealed_lot(draw)
    lines = [("签号", sealed.round_id), ("规则原文", sealed.rule)]
    return [*lines, ("签钥", draw_key(sealed.round_id, draw.seed))] if draw.seed else lines


def figures(rows: "QuerySet[LookBack]", *, on: date) -> dict[str, int]:
    """Count look backs: all, waiting, late, held, relapsed."""
    counts: dict[str, int] = rows.order_by().aggregate(
        total=Count("pk"),
        asked=Count("pk", filter=Q(state=State.ASKED)),
        overdue=Count("pk", filter=Q(state=State.ASKED, due_on__lt=on)),
        held=Count("pk", filter=Q(state=State.HELD)),
        relapsed=Count("pk", filter=Q(state=State.RELAPSED)),
    )
    return counts


def for_list(rows: "QuerySet[LookBack]") -> "QuerySet[LookBack]":
    """Put what waits first, the nearest day at its head, with what a line shows."""
    waiting = Case(
        When(state=State.ASKED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    read = rows.select_related("problem__responsible_unit", "inspector", "draw")
    return read.order_by(waiting, "due_on", "pk")


def may_record(look_back: LookBack, user: User) -> bool:
    """Whether the user may record this look back now: it is his, and nothing is recorded yet."""
    is_his = look_back.inspector_id == user.pk
    return look_back.state == State.ASKED and is_his and user.has_perm(RECORDS)


def looking_back(problem: Problem, user: User) -> list[Action]:
    """Offer the office to have a closed problem visited again, the inspector to record it."""
    if problem.state != Problem.State.CLOSED:
        return []
    standing = problem.look_backs.open().first()
    if standing is not None:
        page = reverse("inspections:look_back_detail", args=[standing.pk])
        return [Action("填报回头看", page, "pencil")] if may_record(standing, user) else []
    if not user.has_perm("inspections.plan_look_back"):
        return []
    address = f"{reverse('inspections:look_back_choose')}?ids={problem.pk}"
    return [Action("安排回头看", address, "refresh", "outline-secondary")]


def look_back_panel(problem: Problem, user: User) -> Panel | None:
    """Show the look backs of a problem to whoever may know of them."""
    if not user.has_perm("inspections.view_lookback"):
        return None
    seen = LookBack.objects.visible_to(user).filter(problem=problem)
    rows = list(seen.select_related("inspector", "draw").prefetch_related("photos"))
    if not rows:
        return None
    reads = problem.reopened and user.has_perm("inspections.view_rectificationorder")
    orders = RectificationOrder.objects.visible_to(user).filter(covers=problem) if reads else []
    shown = {"rows": rows, "reopened": problem.reopened, "orders": orders}
    return Panel("inspections/look_back_panel.html", shown)
