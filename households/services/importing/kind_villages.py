"""Uploading the list of villages: poor or not, year planned off the list, further names."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from households.checking.data import PlainData
from households.checking.kinds import villages
from households.models import Area, AreaAlias, BatchDifference, Posting, RegisterBatch
from households.services.importing.comparison import Act, Comparison, Subject, changes_of
from households.services.importing.kind_rows import (
    Findings,
    PlainKind,
    Record,
    moved_on,
    records,
    said,
)

POOR, YEAR, ALIAS = "贫困村", "计划摘帽年度", "别名"
_COLUMNS = {POOR: "is_poor", YEAR: "planned_exit_year"}


class VillagesKind(PlainKind):
    """The village list. Villages are never made here, and a blank cell leaves what is stored."""

    def __init__(self) -> None:
        super().__init__(RegisterBatch.Kind.VILLAGES.label, villages.COLUMNS, villages.check)

    def compare(self, data: PlainData, *, county: str, scope: str, on: date) -> Comparison:
        """Compare with the stored villages; `plan` holds those to change and names to add."""
        found = records(data)
        run = _Run(county, [record["area_code"] for record in found])
        for record in found:
            run.look(record)
        run.finish(scope)
        run.findings.close(run.comparison, data)
        return run.comparison

    def write(
        self, data: PlainData, comparison: Comparison, *, batch: RegisterBatch, on: date
    ) -> None:
        """Mark the villages and add the names."""
        marks, names = comparison.plan
        for code, (poor, year) in marks.items():
            Area.objects.filter(pk=code).update(is_poor=poor, planned_exit_year=year)
        AreaAlias.objects.bulk_create(
            AreaAlias(area_id=code, area_code=code, name=name) for code, name in names
        )

    def revert(self, batch: RegisterBatch) -> None:
        """Set marks and years back and take the added names away."""
        marks: dict[str, dict[str, Any]] = {}
        for change in changes_of(batch, Act.ADD, Act.CHANGE):
            if change.field == ALIAS:
                _remove_name(change)
            else:
                marks.setdefault(change.key, {}).update(_mark_before(change))
        for code, fields in marks.items():
            Area.objects.filter(pk=code).update(**fields)


class _Run:
    """One comparison of a list with the stored villages of a county."""

    def __init__(self, county: str, codes: Iterable[str]) -> None:
        self.stored = {area.code: area for area in Area.objects.within(county).villages()}
        self.names = set(AreaAlias.objects.within(county).values_list("area_code", "name"))
        self.posts = set(
            Posting.objects.filter(area_code__in=set(codes), ends_on=None).values_list(
                "area_code", "post"
            )
        )
        self.findings, self.comparison = Findings(), Comparison()
        self.marks: dict[str, tuple[bool, int | None]] = {}
        self.added: list[tuple[str, str]] = []
        self.seen: set[str] = set()

    def look(self, record: Record) -> None:
        """Compare one row with its village."""
        area = self.stored.get(record["area_code"])
        self.seen.add(record["area_code"])
        if area is None:
            self.findings.refuse(record, "行政村", record["area_code"], "区划里没有这个村")
            return
        poor = area.is_poor if record["is_poor"] is None else record["is_poor"]
        year = record["planned_exit_year"] or (area.planned_exit_year if poor else None)
        if year is not None and not poor:
            self.findings.refuse(record, YEAR, str(year), "该村不是贫困村，没有计划摘帽年度")
            return
        moved = self._mark(area, poor, year) + self._name(area, record["aliases"])
        self.comparison.changed += bool(moved)
        self.comparison.unchanged += not moved
        self._warn_of_posts(record, area, poor=poor)

    def _mark(self, area: Area, poor: bool, year: int | None) -> int:  # noqa: FBT001 -- a value
        """Note what changes of a village's marks; gives how many do."""
        moved = 0
        for column, after in ((POOR, poor), (YEAR, year)):
            before = getattr(area, _COLUMNS[column])
            if before != after:
                moved += 1
                self.marks[area.code] = (poor, year)
                self._change(area, column, said(before), said(after))
        return moved

    def _name(self, area: Area, names: list[str]) -> int:
        """Note the names a village does not go by yet; gives how many."""
        new = [
            name
            for name in names
            if name not in (area.name, area.short_name) and (area.code, name) not in self.names
        ]
        for name in new:
            self.added.append((area.code, name))
            self._change(area, ALIAS, "", name)
        return len(new)

    def _change(self, area: Area, column: str, before: str, after: str) -> None:
        self.comparison.differences.add(
            *(Act.CHANGE, Subject.VILLAGE, area.code),
            area_code=area.code,
            column=column,
            before=before,
            after=after,
        )

    def _warn_of_posts(self, record: Record, area: Area, *, poor: bool) -> None:
        """Warn where a village changes its kind while somebody holds a post of the old kind."""
        old = Posting.FIVE if area.is_poor else (Posting.Post.PAIRED_UNIT,)
        if poor != area.is_poor and any((area.code, post.value) in self.posts for post in old):
            text = "该村有在岗的派驻登记，类别改变后请登记离岗"
            self.findings.warn(record, "是否贫困村", said(poor), text)

    def finish(self, scope: str) -> None:
        """Add the villages that are not in the list, and what is to be written."""
        for code in sorted(self.stored.keys() - self.seen):
            if code.startswith(scope):
                self.comparison.absent += 1
                self.comparison.differences.add(Act.ABSENT, Subject.VILLAGE, code, area_code=code)
        self.comparison.plan = (self.marks, self.added)


def _mark_before(change: BatchDifference) -> dict[str, Any]:
    """Give a mark's value before the upload; refuse if it is not the upload's any more."""
    name = _COLUMNS[change.field]
    area = Area.objects.get(pk=change.key)
    if said(getattr(area, name)) != change.after:
        raise moved_on(change)
    if name == "is_poor":
        return {name: change.before == "是"}
    return {name: int(change.before) if change.before else None}


def _remove_name(change: BatchDifference) -> None:
    """Take an added name away; refuse if somebody has done so."""
    deleted, _ = AreaAlias.objects.filter(area=change.key, name=change.after).delete()
    if not deleted:
        raise moved_on(change)
