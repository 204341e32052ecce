"""Uploaded terms in post: each begins after the one before, which ends the day before it."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from accounts.errors import RuleBroken
from households.bulk import BATCH
from households.checking.data import Level
from households.models import BatchDifference, HelperPairing, Posting, RegisterBatch
from households.services.importing.comparison import Act, Comparison, changes_of
from households.services.importing.kind_rows import Findings, Record, moved_on, said

Term = Posting | HelperPairing
STARTS, ENDS = "starts_on", "ends_on"


@dataclass(frozen=True)
class Slot:
    """One post of a village, or one household's help, with its terms stored so far.

    `key` is what it is called in the list of differences; a term's first day is added to it.
    """

    key: str
    area_code: str
    household_no: str
    terms: list[Term]


@dataclass(frozen=True)
class TermKind:
    """What postings and pairings differ in.

    `labels` names the compared attributes; `holder` gives who a term or a record is about;
    `make` an unsaved term of a record; `told` a line about a new term; `say` a value of an
    attribute; `column` is the column complaints of days are about.
    """

    subject: str
    labels: Mapping[str, str]
    column: str
    holder: Callable[[Any], Any]
    make: Callable[[Slot, Record], Term]
    told: Callable[[Term], str]
    say: Callable[[Any], str] = said


class TermRun:
    """One comparison of terms with what is stored; works on copies."""

    def __init__(self, kind: TermKind, findings: Findings) -> None:
        self.kind, self.findings = kind, findings
        self.new: list[tuple[Slot, Term]] = []
        self.touched: dict[int, tuple[Slot, Term, Term]] = {}  # slot, as stored, as it will be
        self.unchanged = 0

    def look(self, slot: Slot, found: Iterable[Record]) -> None:
        """Compare the records of a slot with its terms, the earliest first."""
        terms = list(slot.terms)
        for record in sorted(found, key=lambda record: record[STARTS]):
            terms = self._take(slot, terms, record)

    def _take(self, slot: Slot, terms: list[Term], record: Record) -> list[Term]:
        """Give the slot's terms after a record, or leave them as they are and refuse it."""
        wanted = self._wanted(slot, terms, record)
        if reason := _disorder(wanted):
            self.findings.refuse(record, self.kind.column, said(record[STARTS]), reason)
            return terms
        same = len(wanted) == len(terms)
        before = {term.pk: term for term in slot.terms}
        for term in wanted:
            if term.pk in before:
                self._note(slot, before[term.pk], term)
            elif all(term is not known for known in terms):
                self._note_new(slot, terms, term)
        self.unchanged += same and all(
            a is b for a, b in zip(_ordered(terms), _ordered(wanted), strict=True)
        )
        return wanted

    def _wanted(self, slot: Slot, terms: list[Term], record: Record) -> list[Term]:
        """Give the terms as the record wants them: one put right, or one begun."""
        about = self._about(terms, record)
        if about is not None:
            right = self._put_right(about, record)
            return [right if term is about else term for term in terms]
        ended = []
        for term in terms:
            if term.ends_on is None and term.starts_on < record[STARTS]:
                term = _copied(term)  # noqa: PLW2901 -- the copy takes its place
                term.ends_on = record[STARTS] - timedelta(days=1)
            ended.append(term)
        return [*ended, self.kind.make(slot, record)]

    def _about(self, terms: list[Term], record: Record) -> Term | None:
        """Find the term a record is about: begun the same day, or running with its holder."""
        for term in terms:
            if term.starts_on == record[STARTS]:
                return term
        holder = self.kind.holder(record)
        running = (term for term in terms if term.ends_on is None)
        return next((term for term in running if self.kind.holder(vars_of(term)) == holder), None)

    def _put_right(self, term: Term, record: Record) -> Term:
        """Give the term as the record says it; what the record leaves blank stays."""
        moved = {
            name: record[name]
            for name in self.kind.labels
            if record.get(name) not in (None, "") and getattr(term, name) != record[name]
        }
        if record.get("undated"):
            moved.pop(STARTS, None)
        if not moved:
            return term
        right = _copied(term)
        for name, value in moved.items():
            setattr(right, name, value)
        return right

    def _note(self, slot: Slot, stored: Term, term: Term) -> None:
        if term is not stored:
            self.touched[term.pk] = (slot, stored, term)

    def _note_new(self, slot: Slot, terms: list[Term], term: Term) -> None:
        """Note a new term; one that was new before and is put right takes its old place."""
        old = {id(known) for known in terms}
        for at, (where, known) in enumerate(self.new):
            if where is slot and id(known) in old and known.starts_on == term.starts_on:
                self.new[at] = (slot, term)
                return
        self.new.append((slot, term))

    def tell(self, comparison: Comparison) -> None:
        """Put what was found into the comparison."""
        for slot, term in self.new:
            comparison.new += 1
            self._add(comparison, Act.ADD, slot, term, after=self.kind.told(term))
        for slot, stored, term in self.touched.values():
            comparison.changed += 1
            for name, label in self.kind.labels.items():
                before = self.kind.say(getattr(stored, name))
                after = self.kind.say(getattr(term, name))
                if before != after:
                    self._add(
                        comparison,
                        Act.CHANGE,
                        slot,
                        term,
                        column=label,
                        before=before,
                        after=after,
                    )
        comparison.unchanged = self.unchanged
        comparison.plan = (
            [term for _, _, term in self.touched.values()],
            [t for _, t in self.new],
        )

    def _add(self, comparison: Comparison, act: str, slot: Slot, term: Term, **told: str) -> None:
        comparison.differences.add(
            *(act, self.kind.subject, key_of(slot.key, term.starts_on)),
            area_code=slot.area_code,
            household_no=slot.household_no,
            **told,
        )


def vars_of(term: Term) -> Record:
    """Give a term's attributes by name, as a record has them."""
    return {name: getattr(term, name, None) for name in ("person_name", "name", "unit")}


def key_of(slot: str, starts_on: date) -> str:
    """Name a term: its slot and its first day, 510304105201 第一书记 20160105."""
    return f"{slot} {starts_on:%Y%m%d}"


def _copied(term: Term) -> Term:
    """Copy a term, for a day in it to be changed."""
    return copy(term)


def _ordered(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: term.starts_on)


def _disorder(terms: list[Term]) -> str:
    """Say what is wrong with the order of the terms, "" for nothing."""
    for term in terms:
        if term.ends_on is not None and term.ends_on < term.starts_on:
            return "结束日期早于开始日期"
    for before, after in pairwise(_ordered(terms)):
        if before.ends_on is None:
            return f"应晚于现任的开始日期{after.starts_on}"
        if after.starts_on <= before.ends_on:
            return f"与{before.starts_on}至{before.ends_on}的任期重叠"
    return ""


def run_terms(
    kind: TermKind,
    found: list[Record],
    slots: Callable[[list[Record], Findings], list[tuple[Slot, list[Record]]]],
    findings: Findings,
) -> Comparison:
    """Compare records slot by slot; a row that is refused keeps all its records out.

    `slots` puts records into their slots with the stored terms, refusing what has none. What is
    found wrong goes to `findings`, which knows rows refused before.
    """
    while True:
        tried, comparison = Findings(), Comparison()
        run = TermRun(kind, tried)
        for slot, records in slots(findings.accepted(found), tried):
            run.look(slot, tried.accepted(records))
        blocks = [told for told in tried.complaints if told.level == Level.BLOCK]
        findings.complaints += blocks if tried.blocked else tried.complaints
        findings.blocked |= tried.blocked
        if not tried.blocked:
            run.tell(comparison)
            return comparison


def write_terms(model: type[Term], comparison: Comparison, *, batch: RegisterBatch) -> None:
    """Write changed terms, then the new ones, which the batch has brought."""
    changed, new = comparison.plan
    names = [
        field.name
        for field in model._meta.concrete_fields  # noqa: SLF001 -- Django's documented API
        if not field.primary_key and field.name not in ("source", "area_code")
    ]
    if changed:
        model._default_manager.bulk_update(changed, names, batch_size=BATCH // 10)  # noqa: SLF001 -- the same
    for term in new:
        term.source = batch
    model._default_manager.bulk_create(new, batch_size=BATCH)  # noqa: SLF001 -- the same


def revert_terms(
    batch: RegisterBatch,
    kind: TermKind,
    *,
    find: Callable[[BatchDifference], Term | None],
    restored: Callable[[str, str], Any],
    in_use: Callable[[Term], bool],
) -> None:
    """Take added terms away and set changed ones back; refuse what was changed again since.

    `find` gives the term a difference is about; `restored` reads a value of an attribute back.
    """
    for change in changes_of(batch, Act.ADD):
        term = find(change)
        if term is None or term.source_id != batch.pk or kind.told(term) != change.after:
            raise moved_on(change)
        if in_use(term):
            raise RuleBroken(f"{change.key}已有在岗记录，不能撤回。", code="batch_in_use")
        term.delete()
    by_key: dict[str, list[BatchDifference]] = {}
    for change in changes_of(batch, Act.CHANGE):
        by_key.setdefault(change.key, []).append(change)
    for changes in by_key.values():
        _set_back(find(changes[0]), changes, kind, restored)


def _set_back(
    term: Term | None,
    changes: list[BatchDifference],
    kind: TermKind,
    restored: Callable[[str, str], Any],
) -> None:
    """Set a term's changed attributes back; refuse if one has another value by now."""
    names = {label: name for name, label in kind.labels.items()}
    if term is None:
        raise moved_on(changes[0])
    for change in changes:
        name = names[change.field]
        if kind.say(getattr(term, name)) != change.after:
            raise moved_on(change)
        setattr(term, name, restored(name, change.before))
    term.save(update_fields=[names[change.field] for change in changes])
