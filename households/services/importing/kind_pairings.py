"""Uploading the list of helpers: dated pairings, one running for each household."""

from collections import defaultdict
from datetime import date
from typing import Any

from accounts.models import Role, User
from households.checking.data import PlainData
from households.checking.kinds import pairings
from households.models import BatchDifference, HelperPairing, Household, RegisterBatch
from households.services.importing.comparison import Act, Comparison, Subject
from households.services.importing.kind_rows import (
    Findings,
    PlainKind,
    Record,
    known_households,
    records,
    said,
)
from households.services.importing.kind_terms import (
    Slot,
    TermKind,
    revert_terms,
    run_terms,
    write_terms,
)

LABELS = {
    "name": "帮扶责任人",
    "unit_name": "单位",
    "user": "登录账号",
    "starts_on": "结对日期",
    "ends_on": "结束日期",
}


def _make(slot: Slot, record: Record) -> HelperPairing:
    return HelperPairing(
        area_code=slot.area_code,
        household_id=record["household_id"],
        name=record["name"],
        unit_name=record["unit_name"] or "",
        user=record["user"],
        starts_on=record["starts_on"],
    )


def _told(term: Any) -> str:
    """Say who helps: 王五 区农业局 2016-01-05起."""
    days = f"{term.starts_on}起" if term.ends_on is None else f"{term.starts_on}至{term.ends_on}"
    return " ".join(word for word in (term.name, term.unit_name, days) if word)


def _say(value: Any) -> str:
    """Give an account by its login name, anything else as usual."""
    return value.username if isinstance(value, User) else said(value)


KIND = TermKind(
    subject=Subject.PAIRING,
    labels=LABELS,
    column="结对日期",
    holder=lambda term: term["name"],
    make=_make,
    told=_told,
    say=_say,
)


class PairingsKind(PlainKind):
    """Pairings of households with their helpers; without a day they begin when applied."""

    def __init__(self) -> None:
        super().__init__(RegisterBatch.Kind.PAIRINGS.label, pairings.COLUMNS, pairings.check)

    def compare(self, data: PlainData, *, county: str, scope: str, on: date) -> Comparison:
        """Compare with the stored pairings; `plan` holds changed and new ones."""
        findings = Findings()
        found = [_with_day(record, on) for record in records(data)]
        households = known_households(found, findings, county=county, scope=scope)
        accounts = _accounts(county, found)
        for record in findings.accepted(found):
            record["household_id"] = households[record["household_no"]].pk
            record["user"] = _account(record, accounts, findings)
        stored: dict[int, list[Any]] = defaultdict(list)
        for term in HelperPairing.objects.within(county).select_related("user"):
            stored[term.household_id].append(term)

        def slots(taken: list[Record], tried: Findings) -> list[tuple[Slot, list[Record]]]:
            return [_slot(record, households, stored) for record in taken]

        comparison = run_terms(KIND, found, slots, findings)
        here = {record["household_no"] for record in found}
        _absent(comparison, households, stored, here, scope)
        findings.close(comparison, data)
        return comparison

    def write(
        self, data: PlainData, comparison: Comparison, *, batch: RegisterBatch, on: date
    ) -> None:
        """Write the pairings."""
        write_terms(HelperPairing, comparison, batch=batch)

    def revert(self, batch: RegisterBatch) -> None:
        """Take the pairings back."""
        revert_terms(batch, KIND, find=_find, restored=_restored, in_use=lambda term: False)


def _with_day(record: Record, on: date) -> Record:
    """Give a record with its first day as a day; `undated` where the sheet says none."""
    day = record["starts_on"]
    starts_on = date.fromisoformat(day) if day else on
    return {**record, "starts_on": starts_on, "undated": not day, "user": None}


def _accounts(county: str, found: list[Record]) -> dict[str, User]:
    """Give a county's helpers by login name."""
    wanted = {record["username"] for record in found if record["username"]}
    users = User.objects.filter(
        username__in=wanted,
        is_active=True,
        area_code__startswith=county,
        groups__name=Role.HELPER.label,
    )
    return {user.username: user for user in users}


def _account(record: Record, accounts: dict[str, User], findings: Findings) -> User | None:
    """Give the account a row names; refuse one that is no helper's of the county."""
    name = record["username"]
    if name and name not in accounts:
        findings.refuse(record, "登录账号", name, "本区县没有这个帮扶责任人账号")
    return accounts.get(name)


def _slot(
    record: Record, households: dict[str, Household], stored: dict[int, list[Any]]
) -> tuple[Slot, list[Record]]:
    household = households[record["household_no"]]
    number, area = household.household_no, household.area_code
    return Slot(number, area, number, stored.get(household.pk, [])), [record]


def _absent(
    comparison: Comparison,
    households: dict[str, Household],
    stored: dict[int, list[Any]],
    here: set[str],
    scope: str,
) -> None:
    """Tell the households that have a helper and that the list does not name."""
    for number, household in households.items():
        helped = any(term.ends_on is None for term in stored.get(household.pk, []))
        if helped and number not in here and household.area_code.startswith(scope):
            comparison.absent += 1
            comparison.differences.add(
                *(Act.ABSENT, Subject.PAIRING, number),
                area_code=household.area_code,
                household_no=number,
            )


def _find(change: BatchDifference) -> Any:
    """Find the pairing a difference is about."""
    number, day = change.key.split(" ")
    terms = HelperPairing.objects.filter(household__household_no=number)
    return terms.select_related("user").filter(starts_on=date.fromisoformat(day)).first()


def _restored(name: str, text: str) -> Any:
    """Read a value back from the list of differences."""
    if name in ("starts_on", "ends_on"):
        return date.fromisoformat(text) if text else None
    return User.objects.filter(username=text).first() if name == "user" else text
