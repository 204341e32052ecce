"""Uploading incomes of a year: net per person as stated, or worked out from the sources."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from households.bulk import BATCH, insert_columns
from households.checking.data import PlainData
from households.checking.kinds import incomes
from households.facts.incomes import PARTS, SOURCES, work_out
from households.models import BatchDifference, Household, HouseholdIncome, RegisterBatch
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

LABELS = {
    "net_income_pc": "人均纯收入（元）",
    **{name: f"{label}（元）" for name, label in SOURCES.items()},
    "costs": "生产经营支出（元）",
    "rigid_expenses": "刚性支出（元）",
    "person_count": "计算人口",
}
CLOSE = Decimal(1)  # what is stated may be rounded to whole 元


class IncomesKind(PlainKind):
    """Incomes. What a row leaves blank stays; stated and worked-out net income are compared."""

    def __init__(self) -> None:
        super().__init__(RegisterBatch.Kind.INCOMES.label, incomes.COLUMNS, incomes.check)

    def compare(self, data: PlainData, *, county: str, scope: str, on: date) -> Comparison:
        """Compare with the stored incomes; `plan` holds those to change and those to add."""
        found, findings = records(data), Findings()
        households = known_households(found, findings, county=county, scope=scope)
        years = {record["year"] for record in found}
        rows = HouseholdIncome.objects.within(county).filter(year__in=years)
        stored = {(row.household_id, row.year): row for row in rows.iterator(chunk_size=5000)}
        for record in found:
            if record["year"] > on.year:
                findings.refuse(record, "年度", str(record["year"]), "年度还没有到")
        pairs = []
        for record in findings.accepted(found):
            household = households[record["household_no"]]
            before = stored.get((household.pk, record["year"]))
            pairs.append((record, household, before, _after(record, household, before, findings)))
        comparison = Comparison(plan=([], []))
        for record, household, before, after in pairs:
            if record["row"] not in findings.blocked:
                _compare(comparison, household, record["year"], before, after)
        _absent(comparison, households.values(), findings.accepted(found), scope)
        findings.close(comparison, data)
        return comparison

    def write(
        self, data: PlainData, comparison: Comparison, *, batch: RegisterBatch, on: date
    ) -> None:
        """Write changed rows, then new ones, which the batch has brought."""
        changed, new = comparison.plan
        HouseholdIncome.objects.bulk_update(changed, list(LABELS), batch_size=BATCH // 10)
        names = ("household_id", "area_code", "year", *LABELS)
        columns = {name: [getattr(row, name) for row in new] for name in names}
        insert_columns(HouseholdIncome, columns | {"source_id": [batch.pk] * len(new)})

    def revert(self, batch: RegisterBatch) -> None:
        """Take new rows away and set changed amounts back; refuse what was changed again."""
        for change in changes_of(batch, Act.ADD):
            row = _find(change)
            if row is None or row.source_id != batch.pk or _told(row) != change.after:
                raise moved_on(change)
            row.delete()
        names = {label: name for name, label in LABELS.items()}
        for change in changes_of(batch, Act.CHANGE):
            row, name = _find(change), names[change.field]
            if row is None or said(getattr(row, name)) != change.after:
                raise moved_on(change)
            HouseholdIncome.objects.filter(pk=row.pk).update(**{name: change.before or None})


def _after(
    record: Record, household: Household, before: HouseholdIncome | None, findings: Findings
) -> dict[str, Any]:
    """Give the amounts as they will be: the row's, else the stored; net income worked out."""
    after: dict[str, Any] = {
        name: getattr(before, name, None) if record[name] is None else _value(name, record[name])
        for name in LABELS
    }
    if any(record[name] is not None for name in PARTS) and after["person_count"] is None:
        after["person_count"] = household.person_count
    found = work_out({name: after[name] for name in PARTS}, persons=after["person_count"])
    stated = record["net_income_pc"]
    if found and (stated is None or after["net_income_pc"] is None):
        after["net_income_pc"] = found.per_person
    elif found and abs(after["net_income_pc"] - found.per_person) > CLOSE:
        text = f"按来源和{found.persons}人计算应为{found.per_person}元，请核对"
        findings.warn(record, "人均纯收入", stated, text)
    _refuse_unfit(record, after, findings)
    return after


def _refuse_unfit(record: Record, after: dict[str, Any], findings: Findings) -> None:
    """Refuse a row that gives no net income, or a loss without the costs that made it."""
    net = after["net_income_pc"]
    if net is None:
        lacking = "、".join(LABELS[name] for name in PARTS if after[name] is None)
        text = f"没有人均纯收入，也算不出：缺{lacking}，没有的请填0"
        findings.refuse(record, "人均纯收入", "", text)
    elif net < 0 and not (after["costs"] or 0) > 0:
        findings.refuse(record, "人均纯收入", str(net), "纯收入为负数，须填生产经营支出")


def _value(name: str, text: Any) -> Any:
    return text if name == "person_count" else Decimal(text)


def _compare(
    comparison: Comparison,
    household: Household,
    year: int,
    before: HouseholdIncome | None,
    after: dict[str, Any],
) -> None:
    """Note what is new or changed of one household's year."""
    changed, new = comparison.plan
    where = {"area_code": household.area_code, "household_no": household.household_no}
    key = f"{household.household_no} {year}"
    if before is None:
        row = HouseholdIncome(
            household_id=household.pk, area_code=household.area_code, year=year, **after
        )
        new.append(row)
        comparison.new += 1
        comparison.differences.add(Act.ADD, Subject.INCOME, key, after=_told(row), **where)
        return
    moved = [name for name in LABELS if getattr(before, name) != after[name]]
    comparison.changed += bool(moved)
    comparison.unchanged += not moved
    for name in moved:
        comparison.differences.add(
            *(Act.CHANGE, Subject.INCOME, key),
            column=LABELS[name],
            before=said(getattr(before, name)),
            after=said(after[name]),
            **where,
        )
        setattr(before, name, after[name])
    if moved:
        changed.append(before)


def _told(row: HouseholdIncome) -> str:
    """Say an income: 人均纯收入（元）2680.50，工资性收入（元）8000.00."""
    amounts = [(label, getattr(row, name)) for name, label in LABELS.items()]
    return "，".join(f"{label}{amount}" for label, amount in amounts if amount is not None)


def _absent(
    comparison: Comparison, households: Iterable[Household], found: list[Record], scope: str
) -> None:
    """Tell the registered households the sheet gives no income of."""
    here = {record["household_no"] for record in found}
    for household in households:
        number, area = household.household_no, household.area_code
        if household.registered and number not in here and area.startswith(scope):
            comparison.absent += 1
            comparison.differences.add(
                Act.ABSENT, Subject.INCOME, number, area_code=area, household_no=number
            )


def _find(change: BatchDifference) -> HouseholdIncome | None:
    """Find the income a difference is about."""
    year = int(change.key.rpartition(" ")[2])
    rows = HouseholdIncome.objects.filter(household__household_no=change.household_no)
    return rows.filter(year=year).first()
