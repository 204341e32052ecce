"""The exit procedure: six dated steps and the papers of the archive, one household or many."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, User
from accounts.selectors import parameter
from accounts.services.trail import record
from households.facts.exit_steps import (
    LAST,
    ORDER,
    PAPER_CODES,
    PUBLICITY_DAYS,
    PUBLICITY_KEY,
    STEPS,
    in_order,
    missing_papers,
    refusal,
)
from households.models import ExitProcedure, Household

STILL_POOR = (Household.Status.POOR, Household.Status.RELAPSED)
MIN_REASON = 4  # characters: enough to say something


@dataclass(frozen=True)
class Refused:
    """A household whose step was not taken, and why."""

    household: Household
    reason: str


@dataclass
class StepsTaken:
    """What came of a step taken by many households."""

    done: list[Household] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def take_steps(
    *,
    households: Iterable[Household],
    year: int,
    step: str,
    day: date,
    by: User | None,
    today: date,
    reason: str = "",
) -> StepsTaken:
    """Date a step for many households, each in its own transaction; refusals name their reason."""
    taken = StepsTaken()
    for household in households:
        try:
            take_step(
                household=household,
                year=year,
                step=step,
                day=day,
                by=by,
                today=today,
                reason=reason,
            )
        except RuleBroken as no:
            taken.refused.append(Refused(household, str(no)))
        else:
            taken.done.append(household)
    return taken


@transaction.atomic
def take_step(
    *,
    household: Household,
    year: int,
    step: str,
    day: date,
    by: User | None,
    today: date,
    reason: str = "",
) -> ExitProcedure:
    """Date one step of a household's exit in a year; 标注 also changes its status.

    The steps go in order, 公示 stays for the days of the parameter before 公告, and 标注 needs the
    whole archive or a written reason. Source: domain §2.5, 000-17, 000-18.
    """
    if step not in STEPS:
        raise RuleBroken("没有这个步骤。", code="exit_unknown_step")
    if day > today:
        raise RuleBroken("日期不能晚于今天。", code="exit_in_future")
    procedure = _procedure(household, year)
    no = refusal(_dates(procedure), step=step, day=day, publicity_days=_days(procedure, day))
    if no:
        raise RuleBroken(no, code="exit_step_refused")
    before = _mark(household, procedure, reason) if step == LAST else {}
    rows = ExitProcedure.objects.filter(pk=procedure.pk, **{step: None})
    if not rows.update(**{step: day}):
        raise RuleBroken("该步骤已登记。", code="exit_step_taken")
    procedure.refresh_from_db()
    record(
        by=by,
        action="take_exit_step",
        about=household,
        year=year,
        step=step,
        day=str(day),
        **before,
    )
    return procedure


def _procedure(household: Household, year: int) -> ExitProcedure:
    """Give a household's procedure of a year, locked; begin it for one planned to leave."""
    found = ExitProcedure.objects.select_for_update().filter(household=household, year=year)
    procedure = found.first()
    if procedure is not None:
        return procedure
    if not household.registered or household.planned_exit_year != year:
        raise RuleBroken(f"未列入{year}年脱贫计划。", code="exit_not_planned")
    if household.status not in STILL_POOR:
        raise RuleBroken("已脱贫，不再办理退出。", code="exit_not_poor")
    ExitProcedure.objects.get_or_create(
        household=household, year=year, defaults={"area_code": household.area_code}
    )
    return found.get()


def _dates(procedure: ExitProcedure) -> dict[str, date | None]:
    return {step: getattr(procedure, step) for step in ORDER}


def _days(procedure: ExitProcedure, day: date) -> int:
    """Give how many days 公示 must stay: the parameter in force when it began."""
    since = procedure.publicised_on or day
    set_to = parameter(key=PUBLICITY_KEY, area_code=procedure.area_code, on=since)
    return PUBLICITY_DAYS if set_to is None else int(set_to)


def _mark(household: Household, procedure: ExitProcedure, reason: str) -> dict[str, str]:
    """Make the household one that has left poverty; gives what the trail must keep."""
    missing = missing_papers(procedure.papers)
    if missing and len(reason.strip()) < MIN_REASON:
        raise RuleBroken(
            f"退出档案缺{'、'.join(missing)}，标注须写明原因。", code="exit_papers_missing"
        )
    poor = Household.objects.filter(pk=household.pk, status__in=STILL_POOR)
    before = poor.select_for_update().values_list("status", flat=True).first()
    if before is None or not poor.update(status=Household.Status.EXITED_SUPPORTED):
        raise RuleBroken("脱贫状态已变更，不能标注。", code="exit_not_poor")
    told = {"reason": reason.strip()} if missing else {}
    return {"status_before": before, **told}


@transaction.atomic
def withdraw_step(*, procedure: ExitProcedure, by: User | None, reason: str) -> ExitProcedure:
    """Take the last dated step back for a reason; withdrawing 标注 restores the status before."""
    if len(reason.strip()) < MIN_REASON:
        raise RuleBroken("撤回须写明原因。", code="exit_no_reason")
    row = ExitProcedure.objects.select_for_update().get(pk=procedure.pk)
    dated = [step for step in ORDER if getattr(row, step)]
    if not dated:
        raise RuleBroken("还没有登记步骤。", code="exit_no_step")
    step = dated[-1]
    if step == LAST:
        _restore(row)
    ExitProcedure.objects.filter(pk=row.pk).update(**{step: None})
    row.refresh_from_db()
    record(
        by=by,
        action="withdraw_exit_step",
        about=row.household,
        year=row.year,
        step=step,
        reason=reason.strip(),
    )
    return row


def _restore(procedure: ExitProcedure) -> None:
    """Give the household the status it had before it was marked, as the trail tells."""
    events = AuditEvent.objects.filter(
        action="take_exit_step",
        object_kind="households.household",
        object_id=str(procedure.household_id),
        detail__step=LAST,
    )
    event = events.order_by("-id").first()
    before = event.detail.get("status_before") if event else Household.Status.POOR
    marked = Household.objects.filter(
        pk=procedure.household_id, status=Household.Status.EXITED_SUPPORTED
    )
    if not marked.update(status=before):
        raise RuleBroken("脱贫状态已变更，不能撤回标注。", code="exit_status_moved")


@transaction.atomic
def file_papers(
    *, household: Household, year: int, papers: Collection[str], by: User | None
) -> ExitProcedure:
    """Store which papers of the archive are there; after 标注 none may be taken out."""
    unknown = sorted(set(papers) - set(PAPER_CODES))
    if unknown:
        raise RuleBroken(f"没有这些资料：{'、'.join(unknown)}。", code="exit_unknown_paper")
    procedure = _procedure(household, year)
    if procedure.marked_on and set(procedure.papers) - set(papers):
        raise RuleBroken("已标注退出，档案资料只能补充。", code="exit_papers_sealed")
    procedure.papers = in_order(papers)
    procedure.save(update_fields=["papers"])
    record(by=by, action="file_exit_papers", about=household, year=year, papers=procedure.papers)
    return procedure
