"""Reading orders: how far each is, what waits, the problems as they stand on its sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import User
from inspections.models import Problem, RectificationOrder, Reply
from inspections.selectors.panel import Panel

State = Problem.State
Orders = QuerySet[RectificationOrder]


@dataclass(frozen=True)
class Covered:
    """A problem of an order as issued, and what became of it where the order is not its own now.

    `elsewhere` is "" while the problem stands under the order.
    """

    problem: Problem
    elsewhere: str
    replies: tuple[Reply, ...]  # to this order: none of an earlier life of the problem

    @property
    def stands(self) -> bool:
        """Whether replies, judgement and close-out of the problem belong to this order."""
        return not self.elsewhere


def term_of(order: RectificationOrder) -> str:
    """Say by when: 限2016-07-27前完成（11个工作日）."""
    days = f"（{order.working_days}个工作日）" if order.working_days else ""
    return f"限{order.due_on:%Y-%m-%d}前完成{days}"


def with_progress(rows: Orders, *, on: date) -> Orders:
    """Add the number of problems an order was issued with, how many of them are closed or late."""
    here = Q(covers__order=F("pk"))
    open_ = here & ~Q(covers__state__in=Problem.ENDED)
    return rows.annotate(
        total_count=Count("covers"),
        closed_count=Count("covers", filter=here & Q(covers__state=State.CLOSED)),
        open_count=Count("covers", filter=open_),
        late_count=Count("covers", filter=open_ & Q(covers__due_on__lt=on)),
    )


def waiting(rows: Orders) -> Orders:
    """Keep the orders nobody has signed for."""
    return rows.filter(acknowledged_at=None)


def overdue(rows: Orders, *, on: date) -> Orders:
    """Keep the orders with an open problem past its day."""
    late = Problem.objects.overdue(on=on).filter(order=OuterRef("pk"))
    return rows.filter(Exists(late))


def unfinished(rows: Orders) -> Orders:
    """Keep the orders with a problem that is neither closed nor rejected."""
    return rows.filter(Exists(Problem.objects.open().filter(order=OuterRef("pk"))))


def order_counts(rows: Orders, *, on: date) -> dict[str, int]:
    """Count orders as their list's filters give them: all, to sign for, unfinished, overdue."""
    return {
        "total": rows.count(),
        "waiting": waiting(rows).count(),
        "unfinished": unfinished(rows).count(),
        "overdue": overdue(rows, on=on).count(),
    }


def own_waiting(user: User) -> Orders:
    """Give the orders a person may sign for now: of his own unit, not signed for yet."""
    if user.unit_id is None or not user.has_perm("inspections.acknowledge_order"):
        return RectificationOrder.objects.none()
    return waiting(RectificationOrder.objects.visible_to(user)).filter(unit=user.unit_id)


def covered(order: RectificationOrder) -> list[Covered]:
    """Give the problems of an order's sheet by number, also those that left it since."""
    rows = order.covers.select_related("category", "responsible_unit", "round", "order", "origin")
    read = rows.prefetch_related(
        *("replies__by", "replies__evidence", "replies__verification__by", "entries__by"),
        *("replies__gate_evidence", "replies__verification__photos"),
    )
    return [_covered(problem, order) for problem in read.order_by("number")]


def _covered(problem: Problem, order: RectificationOrder) -> Covered:
    elsewhere = where_now(problem, order)
    replies = sorted(problem.replies.all(), key=lambda reply: reply.pk)
    own = [reply for reply in replies if localdate(reply.at) >= order.issued_on]
    return Covered(problem, elsewhere, () if elsewhere else tuple(own))


def where_now(problem: Problem, order: RectificationOrder) -> str:
    """Say where a problem is dealt with that left the order; "" while it is under it."""
    if problem.order_id == order.pk:
        return ""
    handed_up = "已上交，" if problem.handed_up_on else ""
    if problem.order is not None:
        return f"{handed_up}现由{problem.order.number}办理"
    if problem.state == State.NOT_UPHELD:
        return "经核实不属实，不再整改"
    return f"{handed_up}待另行下达" if handed_up else "已退出本单，待另行下达"


def visible_among(problems: Iterable[Problem], user: User) -> set[int]:
    """Give the numbers of those problems whose pages the user may open."""
    if not user.has_perm("inspections.view_problem"):
        return set()
    numbers = [problem.pk for problem in problems]
    return set(
        Problem.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True)
    )


def papers(problem: Problem, user: User) -> Panel | None:
    """Offer the papers of a problem under order: reply form, and later the close-out form."""
    if problem.order_id is None:
        return None
    ready = problem.state in {State.REPORTED, State.VERIFIED, State.CLOSED}
    return Panel("inspections/order_papers.html", {"problem": problem, "ready": ready})
