"""Reading the exit procedure: who is planned to leave in a year, and how far each has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count, FilteredRelation, Q, QuerySet

from accounts.models import User
from households.facts.exit_steps import (
    ORDER,
    PAPER_CODES,
    STEPS,
    missing_papers,
    next_step,
    timeline,
)
from households.models import ExitProcedure, Household

NOT_BEGUN = "none"
STAGES = {NOT_BEGUN: "未开始", **{step: f"已{label}" for step, label in STEPS.items()}}
STAGES["marked_on"] = "已标注"


@dataclass(frozen=True)
class ExitLine:
    """A household's way out: the six dates in order, its archive, and what comes next."""

    procedure: ExitProcedure | None

    @property
    def dates(self) -> list[tuple[str, date | None]]:
        """Give the steps by name with their days."""
        return list(timeline(_dates(self.procedure)))

    @property
    def papers(self) -> list[str]:
        """Give the codes of the papers that are there."""
        return self.procedure.papers if self.procedure else []

    @property
    def filed(self) -> int:
        """Count the papers that are there."""
        return len(PAPER_CODES) - len(missing_papers(self.papers))

    @property
    def asked(self) -> int:
        """Count the papers there must be."""
        return len(PAPER_CODES)

    @property
    def missing(self) -> str:
        """Name the papers that lack."""
        return "、".join(missing_papers(self.papers))

    @property
    def last_label(self) -> str:
        """Name the last step that has a day, with it; "" when none has."""
        dated = [(label, day) for label, day in self.dates if day]
        return f"{dated[-1][0]} {dated[-1][1]:%Y-%m-%d}" if dated else ""

    @property
    def next_label(self) -> str:
        """Name the step to take now; "" when all are taken."""
        step = next_step(_dates(self.procedure))
        return STEPS[step] if step else ""


def _dates(procedure: ExitProcedure | None) -> dict[str, date | None]:
    return {step: getattr(procedure, step, None) for step in ORDER}


def exit_households(user: User, *, year: int) -> "QuerySet[Household]":
    """Give the poor households planned to leave in a year, or on their way out in it.

    `procedure` is the household's exit of that year in filters.
    """
    return of_year(Household.objects.visible_to(user).registered(), year=year)


def of_year(rows: "QuerySet[Household]", *, year: int) -> "QuerySet[Household]":
    """Keep the households planned to leave in a year or on their way out in it."""
    exits = FilteredRelation("exits", condition=Q(exits__year=year))
    rows = rows.annotate(procedure=exits)
    return rows.filter(Q(planned_exit_year=year) | Q(procedure__isnull=False))


def at_stage(stage: str, *, through: str = "procedure__") -> Q:
    """Give the condition of having come exactly so far: NOT_BEGUN or the last step dated."""
    if stage == NOT_BEGUN:
        return Q(**{f"{through}{ORDER[0]}": None})
    reached = Q(**{f"{through}{stage}__isnull": False})
    after = dict(pairwise(ORDER)).get(stage)
    return reached & Q(**{f"{through}{after}": None}) if after else reached


def due_for(step: str) -> Q:
    """Give the condition of a step being the next one to take."""
    before = {after: stage for stage, after in pairwise((NOT_BEGUN, *ORDER))}
    return at_stage(before[step])


def papers_complete() -> Q:
    """Give the condition of a whole archive: papers are stored in the codebook's order."""
    return Q(procedure__papers=list(PAPER_CODES))


def stage_counts(rows: "QuerySet[Household]") -> dict[str, int]:
    """Count the households at each stage, and all of them under ""."""
    counts = {f"at_{stage}": Count("pk", filter=at_stage(stage)) for stage in STAGES}
    found = rows.order_by().aggregate(total=Count("pk"), **counts)
    return {"": found["total"], **{stage: found[f"at_{stage}"] for stage in STAGES}}


def exit_lines(households: Sequence[Household], *, year: int) -> Mapping[int, ExitLine]:
    """Give the way out of each of some households in a year."""
    found = ExitProcedure.objects.filter(household__in=[row.pk for row in households], year=year)
    by_household = {row.household_id: row for row in found}
    return {row.pk: ExitLine(by_household.get(row.pk)) for row in households}
