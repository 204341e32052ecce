"""Flagging borderline and key households: worked out by rule, or marked by hand as 其他."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Job, Parameter, User
from accounts.scope import COUNTY, TOWNSHIP
from accounts.services import jobs
from accounts.services.trail import record
from households.bulk import BATCH, insert_columns
from households.concerns.facts import JOB, OTHER
from households.concerns.rules import judge
from households.concerns.standards import shipped_standards
from households.models import Area, ConcernFlag, Household
from households.selectors.concern_facts import StandardsByPlace, facts_of


@dataclass
class Flagging:
    """What a run found: households judged, flags by kind, and where facts are missing."""

    households: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    incomplete: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    added: int = 0
    changed: int = 0
    removed: int = 0


class _Stored(NamedTuple):
    """A flag that stands in the database."""

    pk: int
    area_code: str
    working: str
    flagged_on: date


_Key = tuple[int, str]  # household, kind


@transaction.atomic
def load_standards(*, county: str, by: User | None) -> int:
    """Give a county the shipped standards it has none of; what the office changed stays.

    Returns how many were added.
    """
    area = _locked(county)
    known = set(Parameter.objects.filter(area_code=county).values_list("key", flat=True))
    new = [row for row in shipped_standards() if row["key"] not in known]
    Parameter.objects.bulk_create(
        Parameter(
            area_code=county,
            key=row["key"],
            label=row["label"],
            value=Decimal(row["value"]),
            unit=row["unit"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
        )
        for row in new
    )
    if new:
        record(by=by, action="load_concern_standards", about=area, standards=len(new))
    return len(new)


def _locked(county: str) -> Area:
    """Hold the county, so that two runs come one after the other; raises RuleBroken without it."""
    area = Area.objects.select_for_update().counties().filter(code=county).first()
    if area is None:
        raise RuleBroken(f"没有区划代码为{county}的区县。", code="no_county")
    return area


@transaction.atomic
def flag_households(*, county: str, on: date, by: User | None) -> Flagging:
    """Judge every household of a county by the day's facts and standards and set its flags.

    A flag that still holds keeps its day, also where its working has new figures; what no longer
    holds goes; what was marked by hand stays. Raises RuleBroken for an unknown county.
    """
    load_standards(county=county, by=by)
    area = _locked(county)
    done = _set_flags(Household.objects.within(county), county=county, on=on)
    record(
        by=by,
        action="flag_households",
        about=area,
        households=done.households,
        added=done.added,
        changed=done.changed,
        removed=done.removed,
    )
    return done


@transaction.atomic
def flag_household(*, household: Household, on: date) -> Flagging:
    """Set one household's flags after its facts were changed by an act that left its own trace."""
    county = household.area_code[:COUNTY]
    _locked(county)
    return _set_flags(Household.objects.filter(pk=household.pk), county=county, on=on)


def _set_flags(households: Any, *, county: str, on: date) -> Flagging:
    """Work out the flags of some households and make the table agree."""
    done = Flagging()
    standards = StandardsByPlace(county=county, on=on)
    found: dict[_Key, tuple[str, str]] = {}
    for pk, area_code, facts in facts_of(households, on=on):
        done.households += 1
        for code, finding in judge(facts, standards.of(area_code), on=on).items():
            if finding.holds:
                found[pk, code] = (area_code, finding.working)
                done.flags[code] += 1
            elif finding.holds is None:
                done.incomplete[area_code[:TOWNSHIP]][code] += 1
    _agree(households, found, done, on=on)
    return done


def _agree(
    households: Any, found: dict[_Key, tuple[str, str]], done: Flagging, *, on: date
) -> None:
    """Take away what no longer holds, and add what does with the day it began to."""
    stored = _stored(households)
    same = {key for key, row in stored.items() if found.get(key) == (row.area_code, row.working)}
    _remove(row.pk for key, row in stored.items() if key not in same)
    new = [key for key in found if key not in same]
    insert_columns(
        ConcernFlag,
        {
            "household_id": [household for household, _ in new],
            "area_code": [found[key][0] for key in new],
            "code": [code for _, code in new],
            "working": [found[key][1] for key in new],
            "flagged_on": [stored[key].flagged_on if key in stored else on for key in new],
        },
    )
    done.changed = sum(key in stored for key in new)
    done.added = len(new) - done.changed
    done.removed = len(stored) - len(same) - done.changed


def _stored(households: Any) -> dict[_Key, _Stored]:
    rows = ConcernFlag.objects.filter(household__in=households.order_by().values("pk"))
    given = rows.exclude(code=OTHER).order_by()
    columns = ("household_id", "code", "pk", "area_code", "working", "flagged_on")
    return {
        (household, code): _Stored(*rest) for household, code, *rest in given.values_list(*columns)
    }


def _remove(keys: Iterable[int]) -> None:
    gone = list(keys)
    for start in range(0, len(gone), BATCH):
        ConcernFlag.objects.filter(pk__in=gone[start : start + BATCH]).delete()


@transaction.atomic
def mark_other(*, household: Household, text: str, on: date, by: User) -> ConcernFlag:
    """Mark a household as 其他 by hand with the reason; a household is marked once."""
    text = text.strip()
    if not text:
        raise RuleBroken("请写明需要关注的情形。", code="concern_without_text")
    flag, made = ConcernFlag.objects.get_or_create(
        household=household,
        code=OTHER,
        defaults={"area_code": household.area_code, "working": text, "flagged_on": on},
    )
    if not made:
        raise RuleBroken("该户已标为其他重点户，请先取消原标记。", code="concern_marked")
    record(by=by, action="mark_concern", about=flag, household=household.household_no)
    return flag


@transaction.atomic
def unmark_other(*, household: Household, by: User) -> None:
    """Take a mark made by hand away; the rules' own flags go only with the facts."""
    flag = ConcernFlag.objects.filter(household=household, code=OTHER).first()
    if flag is None:
        raise RuleBroken("该户没有人工标记。", code="concern_not_marked")
    record(by=by, action="unmark_concern", about=flag, household=household.household_no)
    flag.delete()


def ask_to_flag(*, county: str, key: str, by: User | None) -> Job:
    """Give the job that flags a county once for this key, such as a day or an import."""
    return jobs.ask_for(
        kind=JOB,
        key=f"{county}:{key}",
        by=by,
        payload={"county": county},
        url=reverse("households:concern_list"),
    )


def job_result(done: Flagging, *, on: date) -> dict[str, Any]:
    """Give a run as a job keeps it: counts only, 资料不全 by township and kind."""
    return {
        "on": on.isoformat(),
        "households": done.households,
        "added": done.added,
        "changed": done.changed,
        "removed": done.removed,
        "flags": dict(done.flags),
        "incomplete": {township: dict(kinds) for township, kinds in done.incomplete.items()},
    }
