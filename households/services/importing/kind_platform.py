"""Uploading an extract of the 六有 platform: kept as it came, and compared with the register."""

from datetime import date

from accounts.errors import RuleBroken
from accounts.scope import TOWNSHIP
from households.bulk import insert_columns
from households.checking.data import Level, PlainData
from households.checking.kinds import platform
from households.models import (
    Area,
    Household,
    PlatformDifference,
    PlatformLine,
    RegisterBatch,
)
from households.selectors.platform import MEASURES, latest_extract
from households.services.importing.comparison import Act, Comparison, Subject
from households.services.importing.kind_rows import Findings, PlainKind, Record, records
from households.services.platform import compare_extract, tell_townships

LABELS = dict(MEASURES)
Lines = dict[tuple[str, str], tuple[int, str]]  # 户编号 and measure → persons, area_code
_PIECE = 5000


class PlatformKind(PlainKind):
    """An extract replaces the one before it, which stays as it was, with its differences."""

    def __init__(self) -> None:
        super().__init__(RegisterBatch.Kind.PLATFORM.label, platform.COLUMNS, platform.check)

    def compare(self, data: PlainData, *, county: str, scope: str, on: date) -> Comparison:
        """Compare with the extract before; with the register it is compared when applied."""
        found, findings, comparison = records(data), Findings(), Comparison()
        rows = Household.objects.registered().within(county)
        areas = dict(rows.values_list("household_no", "area_code").iterator(chunk_size=_PIECE))
        for record in found:
            _place(record, areas, findings, scope)
        accepted, before = findings.accepted(found), _lines_before(county)
        for record in accepted:
            _compare(comparison, record, before)
        _left(comparison, accepted, before)
        _warn_of_townships(findings, accepted, areas)
        comparison.plan = accepted
        findings.close(comparison, data)
        return comparison

    def write(
        self, data: PlainData, comparison: Comparison, *, batch: RegisterBatch, on: date
    ) -> None:
        """Keep the lines, compare them with the register, tell the townships."""
        names = ("household_no", "measure", "person_count", "area_code")
        columns = {name: [record[name] for record in comparison.plan] for name in names}
        count = len(comparison.plan)
        insert_columns(PlatformLine, {"batch_id": [batch.pk] * count, **columns})
        at = batch.applied_at or batch.uploaded_at
        compare_extract(batch=batch, at=at)
        tell_townships(batch=batch, at=at)

    def revert(self, batch: RegisterBatch) -> None:
        """Take the extract away; one with explanations of its own stays."""
        own = PlatformDifference.objects.filter(batch=batch)
        if own.filter(explained_at__gt=batch.applied_at).exists():
            text = "乡镇已对这份名单的差异作了说明，不能撤回。"
            raise RuleBroken(text, code="batch_moved_on")
        own.delete()
        PlatformLine.objects.filter(batch=batch).delete()


def _place(record: Record, areas: dict[str, str], findings: Findings, scope: str) -> None:
    """Put a line where the register has its household, else where the sheet says."""
    number, named = record["household_no"], record["area_code"]
    area = areas.get(number, "")
    if not area and not named:
        findings.refuse(record, "户编号", number, "登记册没有这一户，请填写乡和行政村")
    elif not (area or named).startswith(scope):
        findings.refuse(record, "户编号", number, "不在本人负责的区域")
    elif area and named and area != named:
        findings.warn(record, "行政村", number, "登记册里这一户在另一个村，按登记册的村比对")
    record["area_code"] = area or named


def _lines_before(county: str) -> Lines:
    """Give the lines of the latest extract."""
    batch = latest_extract(county)
    if batch is None:
        return {}
    rows = PlatformLine.objects.filter(batch=batch).order_by()
    fields = ("household_no", "measure", "person_count", "area_code")
    return {
        (number, measure): (persons, area)
        for number, measure, persons, area in rows.values_list(*fields).iterator(chunk_size=_PIECE)
    }


def _compare(comparison: Comparison, record: Record, before: Lines) -> None:
    """Note whether a line is new, changed or as the extract before had it."""
    key, persons = (record["household_no"], record["measure"]), record["person_count"]
    known = before.get(key)
    if known is None:
        comparison.new += 1
        _tell(comparison, Act.ADD, key, record["area_code"], after=f"{persons}人")
    elif known[0] != persons:
        comparison.changed += 1
        told = {"before": f"{known[0]}人", "after": f"{persons}人"}
        _tell(comparison, Act.CHANGE, key, record["area_code"], **told)
    else:
        comparison.unchanged += 1


def _left(comparison: Comparison, accepted: list[Record], before: Lines) -> None:
    """Note the lines that have left the platform; of townships not in the extract, absent ones."""
    here = {(record["household_no"], record["measure"]) for record in accepted}
    covered = {record["area_code"][:TOWNSHIP] for record in accepted}
    for key, (persons, area) in before.items():
        if key in here:
            continue
        if area[:TOWNSHIP] in covered:
            comparison.changed += 1
            _tell(comparison, Act.CHANGE, key, area, before=f"{persons}人", after="已不在名单")
        else:
            comparison.absent += 1
            _tell(comparison, Act.ABSENT, key, area, before=f"{persons}人")


def _tell(
    comparison: Comparison, act: str, key: tuple[str, str], area_code: str, **told: str
) -> None:
    number, measure = key
    comparison.differences.add(
        *(act, Subject.HOUSEHOLD, number),
        area_code=area_code,
        household_no=number,
        column=LABELS[measure],
        **told,
    )


def _warn_of_townships(findings: Findings, accepted: list[Record], areas: dict[str, str]) -> None:
    """Say which townships with registered households the extract has nothing of."""
    covered = {record["area_code"][:TOWNSHIP] for record in accepted}
    left = sorted({area[:TOWNSHIP] for area in areas.values()} - covered)
    if accepted and left:
        names = Area.objects.filter(code__in=left).values_list("short_name", flat=True)
        text = f"名单里没有这些乡镇的户，这些乡镇不作比对：{'、'.join(names)}"
        findings.tell(accepted[0]["sheet"], "乡", text, level=Level.WARN)
