"""Uploading postings (五个一): dated terms by the rules of services.postings; history stays."""

from collections import defaultdict
from datetime import date
from typing import Any

from accounts.models import Unit
from accounts.scope import COUNTY
from accounts.selectors import units_by_name
from households.checking.data import PlainData
from households.checking.kinds import postings
from households.models import Area, BatchDifference, Posting, PostingSighting, RegisterBatch
from households.services.importing.comparison import Act, Comparison, Subject
from households.services.importing.kind_rows import Findings, PlainKind, Record, records, said
from households.services.importing.kind_terms import (
    Slot,
    TermKind,
    revert_terms,
    run_terms,
    write_terms,
)

LABELS = {
    "person_name": "姓名",
    "title": "职务",
    "unit": "单位",
    "phone": "联系电话",
    "starts_on": "到岗日期",
    "ends_on": "离岗日期",
}


def _make(slot: Slot, record: Record) -> Posting:
    fields = {name: record[name] for name in LABELS}
    texts = {name: fields[name] or "" for name in ("person_name", "title", "phone")}
    return Posting(
        **{**fields, **texts},
        area_code=slot.area_code,
        village_id=slot.area_code,
        post=record["post"],
    )


def _told(term: Any) -> str:
    """Say who is in post: 王五 副主任 区农业局 2016-01-05起."""
    days = f"{term.starts_on}起" if term.ends_on is None else f"{term.starts_on}至{term.ends_on}"
    words = (term.person_name, term.title, said(term.unit), days)
    return " ".join(word for word in words if word)


KIND = TermKind(
    subject=Subject.POSTING,
    labels=LABELS,
    column="到岗日期",
    holder=lambda term: term["person_name"] or term["unit"],
    make=_make,
    told=_told,
)


class PostingsKind(PlainKind):
    """Postings. A village's post is held by one at a time; units must be known."""

    def __init__(self) -> None:
        super().__init__(RegisterBatch.Kind.POSTINGS.label, postings.COLUMNS, postings.check)

    def compare(self, data: PlainData, *, county: str, scope: str, on: date) -> Comparison:
        """Compare with the stored terms; `plan` holds changed and new ones."""
        found = [_with_days(record) for record in records(data)]
        villages = {area.code: area for area in Area.objects.within(county).villages()}
        units = units_by_name(county)
        stored: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for term in Posting.objects.within(county).select_related("unit").order_by("starts_on"):
            stored[term.area_code, term.post].append(term)

        def slots(taken: list[Record], findings: Findings) -> list[tuple[Slot, list[Record]]]:
            by_slot: dict[tuple[str, str], list[Record]] = defaultdict(list)
            for record in taken:
                _check(record, villages.get(record["area_code"]), units, findings)
                by_slot[record["area_code"], record["post"]].append(record)
            return [
                (Slot(f"{code} {postings.LABELS[post]}", code, "", stored[code, post]), rows)
                for (code, post), rows in by_slot.items()
            ]

        findings = Findings()
        comparison = run_terms(KIND, found, slots, findings)
        _absent(comparison, stored, {(r["area_code"], r["post"]) for r in found}, scope)
        findings.close(comparison, data)
        return comparison

    def write(
        self, data: PlainData, comparison: Comparison, *, batch: RegisterBatch, on: date
    ) -> None:
        """Write the terms."""
        write_terms(Posting, comparison, batch=batch)

    def revert(self, batch: RegisterBatch) -> None:
        """Take the terms back; one somebody was met in stays, and with it the whole upload."""
        units: dict[str, Unit] = units_by_name(batch.area_code[:COUNTY])

        def restored(name: str, text: str) -> Any:
            if name in ("starts_on", "ends_on"):
                return date.fromisoformat(text) if text else None
            return units.get(text) if name == "unit" else text

        def in_use(term: Any) -> bool:
            return PostingSighting.objects.filter(posting=term).exists()

        revert_terms(batch, KIND, find=_find, restored=restored, in_use=in_use)


def _with_days(record: Record) -> Record:
    """Give a record with days instead of text."""
    days = {
        name: date.fromisoformat(record[name]) if record[name] else None
        for name in ("starts_on", "ends_on")
    }
    return {**record, **days}


def _check(
    record: Record, village: Area | None, units: dict[str, Unit], findings: Findings
) -> None:
    """Find the unit and refuse what the village has no place for: see services.postings."""
    name = record["unit_name"] or ""
    record["unit"] = units.get(name)
    if village is None:
        findings.refuse(record, "行政村", record["area_code"], "区划里没有这个村")
    elif village.is_poor != (record["post"] in Posting.FIVE):
        kind = "贫困村登记“五个一”" if village.is_poor else "非贫困村登记结对帮扶单位"
        label = postings.LABELS[record["post"]]
        findings.refuse(record, "岗位", label, f"{kind}，不能登记此岗位")
    elif name and record["unit"] is None:
        text = "单位库里没有这个单位，请用全称，或请系统管理员先登记"
        findings.refuse(record, "单位", name, text)


def _absent(
    comparison: Comparison,
    stored: dict[tuple[str, str], list[Any]],
    here: set[tuple[str, str]],
    scope: str,
) -> None:
    """Tell the posts that are held now and that the list does not name."""
    for (code, post), terms in sorted(stored.items()):
        held = any(term.ends_on is None for term in terms)
        if held and (code, post) not in here and code.startswith(scope):
            key = f"{code} {postings.LABELS[post]}"
            comparison.absent += 1
            comparison.differences.add(Act.ABSENT, Subject.POSTING, key, area_code=code)


def _find(change: BatchDifference) -> Any:
    """Find the term a difference is about."""
    code, label, day = change.key.split(" ")
    starts_on = date.fromisoformat(day)
    terms = Posting.objects.filter(area_code=code, post=postings.POSTS[label])
    return terms.select_related("unit").filter(starts_on=starts_on).first()
