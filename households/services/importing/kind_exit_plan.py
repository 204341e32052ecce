"""Uploading the annual exit plan: the year each household is planned to leave poverty."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from accounts.scope import TOWNSHIP
from households.checking.data import PlainData
from households.checking.kinds import exit_plan
from households.models import Area, BatchDifference, Household, RegisterBatch
from households.services.importing.comparison import Act, Comparison, Subject, changes_of
from households.services.importing.kind_rows import (
    Findings,
    PlainKind,
    Record,
    known_households,
    moved_on,
    records,
    said,
)

YEAR = "计划脱贫年度"
_PIECE = 500


class ExitPlanKind(PlainKind):
    """The exit plan. Its sums by township and year are told; the yearly target stands above."""

    def __init__(self) -> None:
        super().__init__(RegisterBatch.Kind.EXIT_PLAN.label, exit_plan.COLUMNS, exit_plan.check)

    def compare(self, data: PlainData, *, county: str, scope: str, on: date) -> Comparison:
        """Compare with the stored plan; `plan` holds the households to set, by year."""
        found, findings, comparison = records(data), Findings(), Comparison()
        stored = known_households(found, findings, county=county, scope=scope, registered=True)
        plan: dict[int, list[int]] = defaultdict(list)
        accepted = findings.accepted(found)
        for record in accepted:
            household, year = stored[record["household_no"]], record["planned_exit_year"]
            _warn(record, household, findings, on)
            if household.planned_exit_year == year:
                comparison.unchanged += 1
                continue
            comparison.changed += 1
            plan[year].append(household.pk)
            comparison.differences.add(
                *(Act.CHANGE, Subject.HOUSEHOLD, household.household_no),
                area_code=household.area_code,
                household_no=household.household_no,
                column=YEAR,
                before=said(household.planned_exit_year),
                after=said(year),
            )
        _absent(comparison, accepted, stored.values(), scope)
        _tell_sums(findings, accepted, stored)
        comparison.plan = dict(plan)
        findings.close(comparison, data)
        return comparison

    def write(
        self, data: PlainData, comparison: Comparison, *, batch: RegisterBatch, on: date
    ) -> None:
        """Set the years."""
        for year, keys in comparison.plan.items():
            for start in range(0, len(keys), _PIECE):
                piece = keys[start : start + _PIECE]
                Household.objects.filter(pk__in=piece).update(planned_exit_year=year)

    def revert(self, batch: RegisterBatch) -> None:
        """Set the years back, each only from the year this upload gave it."""
        moves: dict[tuple[str, str], dict[str, BatchDifference]] = defaultdict(dict)
        for change in changes_of(batch, Act.CHANGE):
            moves[change.before, change.after][change.key] = change
        for (before, after), changes in moves.items():
            numbers = list(changes)
            for start in range(0, len(numbers), _PIECE):
                _set_back(before, after, numbers[start : start + _PIECE], changes)


def _set_back(
    before: str, after: str, numbers: list[str], changes: dict[str, BatchDifference]
) -> None:
    """Set the year of some households back; refuse if one has another year by now."""
    rows = Household.objects.filter(household_no__in=numbers, planned_exit_year=int(after))
    still = set(rows.values_list("household_no", flat=True))
    for number in numbers:
        if number not in still:
            raise moved_on(changes[number])
    rows.update(planned_exit_year=int(before) if before else None)


def _warn(record: Record, household: Household, findings: Findings, on: date) -> None:
    """Warn of a number of persons unlike the register's and of plans for those already out."""
    persons, year = record["person_count"], record["planned_exit_year"]
    if persons is not None and persons != household.person_count:
        text = f"与登记册的{household.person_count}人不符，合计按登记册"
        findings.warn(record, "计划脱贫人数", str(persons), text)
    poor = (Household.Status.POOR, Household.Status.RELAPSED)
    if household.status not in poor and year >= on.year and household.planned_exit_year != year:
        text = f"该户已是{household.get_status_display()}，请核对"
        findings.warn(record, YEAR, str(year), text)


def _absent(
    comparison: Comparison, accepted: list[Record], stored: Iterable[Household], scope: str
) -> None:
    """Tell the households that are planned for a year of the list and not in it."""
    years = {record["planned_exit_year"] for record in accepted}
    here = {record["household_no"] for record in accepted}
    for household in stored:
        planned = household.registered and household.planned_exit_year in years
        if (
            planned
            and household.area_code.startswith(scope)
            and household.household_no not in here
        ):
            comparison.absent += 1
            comparison.differences.add(
                *(Act.ABSENT, Subject.HOUSEHOLD, household.household_no),
                area_code=household.area_code,
                household_no=household.household_no,
            )


def _tell_sums(findings: Findings, accepted: list[Record], stored: dict[str, Household]) -> None:
    """Tell the list's own sums by year and township, and their total."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for record in accepted:
        household = stored[record["household_no"]]
        for township in (household.area_code[:TOWNSHIP], ""):
            line = sums[record["planned_exit_year"], township]
            line[0] += 1
            line[1] += household.person_count
    codes = {township for _, township in sums}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "short_name"))
    for (year, township), (households, persons) in sorted(sums.items()):
        name = names.get(township, "合计")
        text = f"{name}{year}年计划脱贫{households}户{persons}人"
        findings.tell(accepted[0]["sheet"], YEAR, text)
