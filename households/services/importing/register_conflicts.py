"""Where file and register cannot both be right: what a person must decide, and what stays out.

The same identity number in two households and the same number for other people keep the file's
household out; a person who moves and a new household like one that is there are applied with a
warning. What was decided before is obeyed: 以登记册为准 and 退回核实 keep the row out.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.masking import MASKS
from accounts.sealing import search_keys
from households.checking.data import Complaint, FoundConflict, Level, RegisterData
from households.models import Household, Member, RegisterConflict
from households.services.importing.register_tables import CHUNK, Changes

Kind = RegisterConflict.Kind
_PASSES = {RegisterConflict.Decision.TAKE_FILE, RegisterConflict.Decision.DIFFERENT}
_ANY = "？"


@dataclass
class Findings:
    """Conflicts, complaints by cell, and the numbers of the households that stay out."""

    conflicts: list[FoundConflict] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    out: set[str] = field(default_factory=set)


class _Search:
    """One search for conflicts between checked data and what is stored."""

    def __init__(self, data: RegisterData, changes: Changes, county: str, scope: str) -> None:
        self.data, self.changes, self.scope = data, changes, scope
        self.found = Findings()
        decided = RegisterConflict.objects.within(county).exclude(decision="")
        self.decisions = {
            (kind, key): decision
            for kind, key, decision in decided.values_list("kind", "key", "decision")
        }

    def household(self, at: int, column: str, value: str, reason: str, level: Level) -> None:
        """Complain about a household's row."""
        self._complain(self.data.households, at, column, value, reason, level)

    def member(self, at: int, column: str, value: str, reason: str, level: Level) -> None:
        """Complain about a person's row."""
        self._complain(self.data.members, at, column, value, reason, level)

    def _complain(
        self,
        columns: dict[str, list[object]],
        at: int,
        column: str,
        value: str,
        reason: str,
        level: Level,
    ) -> None:
        row = columns["row"][at] if "row" in columns else 0
        self.found.complaints.append(Complaint("", int(str(row)), column, value, reason, level))
        if level == Level.BLOCK:
            self.found.out.add(str(columns["household_no"][at]))

    def conflict(self, conflict: FoundConflict, *, otherwise: Level) -> tuple[Level | None, str]:
        """Keep a conflict; give how its row is treated (None: let through) and what to add."""
        self.found.conflicts.append(conflict)
        decision = self.decisions.get((conflict.kind, conflict.key))
        if decision in _PASSES:
            return None, ""
        if decision:
            label = RegisterConflict.Decision(decision).label
            return Level.BLOCK, f"，已决定：{label}"
        return otherwise, "，已列入冲突处理"


def find_conflicts(*, data: RegisterData, changes: Changes, county: str, scope: str) -> Findings:
    """Look for conflicts among the new and changed rows; complaints have no sheet name yet."""
    search = _Search(data, changes, county, scope)
    for at in changes.outside:
        number = data.households["household_no"][at]
        search.household(at, "户编号", number, "该户编号已登记在其他区域", Level.BLOCK)
    _closed_years(search)
    _other_counties(search, county)
    if changes.stored.numbers:
        _same_identity(search)
        _same_number(search)
        _moved(search)
        _near_matches(search)
    return search.found


def _closed_years(search: _Search) -> None:
    """Tell which closed years the file would have changed; the rest of the row is taken."""
    closed = search.changes.closed
    if not closed:
        return
    for at, number in enumerate(search.data.households["household_no"]):
        if number in closed:
            reason = f"{closed[number]}年度已封存，文件中的年度情况不写入"
            search.household(at, "户编号", number, reason, Level.WARN)


def _other_counties(search: _Search, county: str) -> None:
    """Numbers another county has; they are unique in the whole system. Where is not told."""
    others = Member.objects.exclude(area_code__startswith=county)
    if not others.exists():
        return
    data, members = search.data, search.changes.members
    homes = Household.objects.exclude(area_code__startswith=county)
    numbers = data.households["household_no"]
    for at in _taken(
        homes, "household_no", {at: numbers[at] for at in search.changes.households.new}
    ):
        search.household(at, "户编号", numbers[at], "该户编号已在其他区县登记", Level.BLOCK)
    persons = data.members["person_no"]
    for at in _taken(others, "person_no", {at: persons[at] for at in members.new}):
        search.member(at, "人编号", persons[at], "该人编号已在其他区县登记", Level.BLOCK)
    places = [*members.new, *members.changed]
    shown = data.members["identity_number"]
    keys = search_keys(shown[at] for at in places)
    for at in _taken(others, "identity_key", dict(zip(places, keys, strict=True))):
        value = MASKS["identity_number"](shown[at])
        search.member(at, "证件号码", value, "该证件号码已在其他区县登记", Level.BLOCK)


def _taken(rows: models.QuerySet[Any], name: str, wanted: dict[int, str]) -> Iterator[int]:
    """Give the places whose value some of the rows have."""
    values = list(wanted.values())
    found: set[str] = set()
    for start in range(0, len(values), CHUNK):
        piece = rows.filter(**{f"{name}__in": values[start : start + CHUNK]}).order_by()
        found.update(piece.values_list(name, flat=True))
    return (at for at, value in wanted.items() if value in found)


def _same_identity(search: _Search) -> None:
    """An identity number of the file that stands under another 人编号 in the register."""
    data, owners = search.data, search.changes.stored.owners
    keys = search.changes.member_keys["identity_key"]
    for at in (*search.changes.members.new, *search.changes.members.changed):
        person, here = owners.get(keys[at], ("", ""))
        if not person or person == data.members["person_no"][at]:
            continue
        there, shown = data.members["household_no"][at], data.members["identity_number"][at]
        reason = "该证件号码已登记在另一人编号下；确为同一人的，请按登记册的人编号填写"
        if here != there:
            text = f"{data.members['name'][at]}的证件号码已登记在户{here}（人编号{person}）"
            key = f"{keys[at]}:{there}"
            found = FoundConflict(Kind.SAME_IDENTITY, key, here, there, person, text)
            search.conflict(found, otherwise=Level.BLOCK)
        search.member(at, "证件号码", MASKS["identity_number"](shown), reason, Level.BLOCK)


def _same_number(search: _Search) -> None:
    """A household number of the register under which the file has nobody who is known there."""
    data, stored = search.data, search.changes.stored
    outside = set(search.changes.outside)
    strangers = {
        number: at
        for at, number in enumerate(data.households["household_no"])
        if number in stored.peopled and number not in stored.recognised and at not in outside
    }
    if not strangers:
        return
    first: dict[str, str] = {}
    keys = search.changes.member_keys["identity_key"]
    for number, key in zip(data.members["household_no"], keys, strict=True):
        if number in strangers:
            first[number] = min(first.get(number, key), key)
    for number, at in strangers.items():
        head = data.households["head_name"][at]
        here = stored.villages[stored.numbers[number]][2]
        text = f"登记册户主{here}，文件户主{head}，没有相同的家庭成员"
        found = FoundConflict(
            Kind.SAME_NUMBER, f"{number}:{first.get(number, '')}", number, number, "", text
        )
        level, more = search.conflict(found, otherwise=Level.BLOCK)
        if level:
            reason = f"该户编号在登记册中是另一户人{more}"
            search.household(at, "户编号", number, reason, level)


def _moved(search: _Search) -> None:
    """A person of the register whom the file has in another household."""
    data, stored = search.data, search.changes.stored
    for at, before in search.changes.members.changed.items():
        here, there = before[0], data.members["household_no"][at]
        if here == there:
            continue
        person = data.members["person_no"][at]
        area = stored.villages[stored.numbers[here]][1]
        if not area.startswith(search.scope):
            search.member(at, "人编号", person, "该人员登记在其他区域的户", Level.BLOCK)
            continue
        text = f"{data.members['name'][at]}由户{here}换到户{there}"
        found = FoundConflict(Kind.MOVED, f"{person}:{there}", here, there, person, text)
        level, more = search.conflict(found, otherwise=Level.WARN)
        if level:
            search.member(at, "户编号", there, f"该人员原登记在户{here}{more}", level)


def _near_matches(search: _Search) -> None:
    """A new household in a village where another of the same or nearly the same head stands."""
    data, changes = search.data, search.changes
    if not changes.households.new:
        return
    columns = data.households
    named = set(columns["household_no"])
    villages = {columns["area_code"][at] for at in changes.households.new}
    heads: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number, area, head in changes.stored.villages.values():
        if area in villages:
            heads[area, head].append(number)
            if number not in named:
                for spelling in _spellings(head):
                    heads[area, spelling].append(number)
    for at in changes.households.new:
        area, head = columns["area_code"][at], columns["head_name"][at]
        near = [n for s in (head, *_spellings(head)) for n in heads.get((area, s), ())]
        if near and columns["household_no"][at] not in search.found.out:
            _tell_near(search, at, head, near[0])


def _tell_near(search: _Search, at: int, head: str, here: str) -> None:
    number = search.data.households["household_no"][at]
    stored = search.changes.stored
    other = stored.villages[stored.numbers[here]][2]
    text = f"同村户{here}户主{other}，文件户{number}户主{head}"
    found = FoundConflict(Kind.NEAR_MATCH, f"{here}:{number}", here, number, "", text)
    level, more = search.conflict(found, otherwise=Level.WARN)
    if level:
        reason = f"同村已有户主姓名相同或相近的户{here}{more}"
        search.household(at, "户编号", number, reason, level)


def _spellings(name: str) -> Iterator[str]:
    """Give a name with each of its characters left open; two that share one are near."""
    for at in range(len(name)):
        yield f"{name[:at]}{_ANY}{name[at + 1 :]}"
