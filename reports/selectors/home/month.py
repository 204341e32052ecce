"""Where the month stands: plan, draw, fieldwork, review, judgement, bulletin; its few figures."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from accounts.models import User
from inspections.models import Assignment, Problem, Round, Visit
from reports.models import Bulletin
from reports.selectors.months import SCHEME

State = Problem.State
VISITS = "inspections:visit_list"
OFFICE = "reports.view_dashboard"


class Step(NamedTuple):
    """One step of the month: done, now or todo; how far it is, and the page it is done on."""

    label: str
    state: str
    note: str
    url_name: str
    argument: int | None = None
    query: str = ""


class Figure(NamedTuple):
    """A number of the month with the list it counts."""

    label: str
    value: int
    unit: str
    url_name: str
    query: str
    tone: str = "blue"


class Counts(NamedTuple):
    """What is counted of a month's round."""

    assigned: int = 0
    sent: int = 0
    accepted: int = 0
    problems: int = 0
    found: int = 0
    closed: int = 0
    late: int = 0


class Month(NamedTuple):
    """The month as the office stands in it."""

    period: date
    round: Round | None
    counts: Counts
    bulletin: str  # the state of its bulletin, "" for none

    @property
    def is_planned(self) -> bool:
        """Whether it has a round."""
        return self.round is not None

    def steps(self) -> list[Step]:
        """Give the six steps in order; the first that is not done is the one of now."""
        done = [test(self) for test in DONE]
        now = done.index(False) if False in done else len(done)
        states = ["done" if is_done else "todo" for is_done in done]
        if now < len(done):
            states[now] = "now"
        return [
            Step(label, state, note, *self._page(label))
            for label, state, note in zip(STEPS, states, self._notes(), strict=True)
        ]

    def _notes(self) -> list[str]:
        told, held = self.counts, self.round
        drawn = held is not None and held.state not in {"planned", "sealed"}
        return [
            held.get_mode_display() if held else "未制定",
            "已抽签" if drawn else "已封存" if held and held.state == "sealed" else "",
            f"{told.sent}/{told.assigned}" if told.assigned else "",
            f"{told.accepted}/{told.sent}" if told.sent else "",
            f"{told.problems - told.found}/{told.problems}" if told.problems else "",
            str(Bulletin.State(self.bulletin).label) if self.bulletin else "",
        ]

    def _page(self, label: str) -> tuple[str, int | None, str]:
        month = f"period={self.period:%Y-%m}"
        if self.round is None:
            return "inspections:round_list", None, ""
        if label in {"计划", "抽签"}:
            return "inspections:round_detail", self.round.pk, ""
        return {
            "督查": ("inspections:my_assignments", None, month),
            "审核": (VISITS, None, month),
            "认定": ("inspections:problem_list", None, month),
            "通报": ("reports:bulletin_list", None, ""),
        }[label]

    def figures(self) -> list[Figure]:
        """Give the numbers a leader asks for first."""
        told, month = self.counts, f"period={self.period:%Y-%m}"
        page, late = "inspections:problem_list", "red" if told.late else "grey"
        return [
            Figure("已审核督查表", told.accepted, "份", VISITS, f"{month}&state=accepted"),
            Figure("本月发现问题", told.problems, "个", page, month),
            Figure("其中已销号", told.closed, "个", page, f"{month}&state=closed", "green"),
            Figure("其中超期", told.late, "个", page, f"{month}&overdue=1", late),
        ]


def _reviewed(month: Month) -> bool:
    return 0 < month.counts.assigned <= month.counts.accepted


STEPS = ("计划", "抽签", "督查", "审核", "认定", "通报")
DONE: tuple[Callable[[Month], bool], ...] = (
    lambda month: month.is_planned,
    lambda month: month.round is not None and month.round.state not in {"planned", "sealed"},
    lambda month: 0 < month.counts.assigned <= month.counts.sent,
    _reviewed,
    lambda month: _reviewed(month) and not month.counts.found,
    lambda month: month.bulletin in Bulletin.SEALED,
)


def month_for(user: User, *, on: date) -> Month | None:
    """Give the running month of an office's county in four queries; None for everybody else."""
    if user.is_inspected or not user.has_perm(OFFICE):
        return None
    period = on.replace(day=1)
    rounds = Round.objects.visible_to(user).filter(period=period, scheme__code=SCHEME)
    held = rounds.order_by("area_code").first()
    bulletins = Bulletin.objects.visible_to(user).monthly().standing().filter(period=period)
    state = bulletins.order_by("area_code").values_list("state", flat=True).first() or ""
    return Month(period, held, _counts(user, period, on), state)


def _counts(user: User, period: date, on: date) -> Counts:
    """Count the month's forms and problems as their lists show them."""
    sealed, accepted = Q(visit__state__in=Visit.SEALED), Q(visit__state=Visit.State.ACCEPTED)
    forms = Assignment.objects.visible_to(user).active().filter(round__period=period)
    open_ = ~Q(state__in=Problem.ENDED)
    problems = Problem.objects.visible_to(user).filter(period=period)
    return Counts(
        **forms.order_by().aggregate(
            assigned=Count("pk"),
            sent=Count("pk", filter=sealed),
            accepted=Count("pk", filter=accepted),
        ),
        **problems.order_by().aggregate(
            problems=Count("pk"),
            found=Count("pk", filter=Q(state=State.FOUND)),
            closed=Count("pk", filter=Q(state=State.CLOSED)),
            late=Count("pk", filter=open_ & Q(due_on__lt=on)),
        ),
    )
