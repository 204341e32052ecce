"""The platform check: an extract of the 六有 platform against the register, and its explaining.

A difference belongs to a household and one of the four measures. It still stands while its two
figures differ; one that the register or a later comparison has settled stays with equal figures.
Source: plan 000 §4(2), domain B002.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.scope import COUNTY, TOWNSHIP
from accounts.services.notices import notify
from accounts.services.trail import record
from households.bulk import BATCH, insert_columns
from households.models import Area, Household, PlatformDifference, PlatformLine, RegisterBatch
from households.selectors.platform import latest_extract, measures_of, standing

MOST, LEAST = 200, 4  # characters of an explanation
_PIECE = 5000
_KINDS = PlatformDifference.Kind


class _Side(NamedTuple):
    """What one side says of a household under a measure."""

    persons: int
    area_code: str


Sides = dict[tuple[str, str], _Side]  # 户编号 and measure


def _here(county: str, townships: set[str]) -> Sides:
    """Give what the register says of the townships an extract covers."""
    rows = Household.objects.registered().within(county).order_by()
    fields = ("household_no", "area_code", "person_count", "measure", "further_measures")
    return {
        (number, measure): _Side(persons, area)
        for number, area, persons, main, further in rows.values_list(*fields).iterator(
            chunk_size=_PIECE
        )
        if area[:TOWNSHIP] in townships
        for measure in measures_of(main, further)
    }


def _there(batch: RegisterBatch) -> Sides:
    """Give what an extract says."""
    rows = PlatformLine.objects.filter(batch=batch).order_by()
    fields = ("household_no", "measure", "person_count", "area_code")
    return {
        (number, measure): _Side(persons, area)
        for number, measure, persons, area in rows.values_list(*fields).iterator(chunk_size=_PIECE)
    }


def _kind(here: int, there: int) -> str:
    if here and there:
        return _KINDS.PERSONS
    return _KINDS.ONLY_REGISTER if here else _KINDS.ONLY_PLATFORM


@transaction.atomic
def compare_extract(*, batch: RegisterBatch, at: datetime) -> int:
    """Compare an applied extract with the register as it is now; gives how many differ.

    Only townships the extract has a household of are compared. A difference whose figures have
    changed wants a new explanation, one that is gone is settled; a new one that the extract before
    had explained with the same figures keeps that explanation and its day.
    """
    there = _there(batch)
    here = _here(batch.area_code[:COUNTY], {side.area_code[:TOWNSHIP] for side in there.values()})
    known = {
        (row.household_no, row.measure): row
        for row in PlatformDifference.objects.filter(batch=batch)
    }
    moved, new = [], []
    for key in sorted(here.keys() | there.keys()):
        mine, other = here.get(key), there.get(key)
        figures = (mine.persons if mine else 0, other.persons if other else 0)
        if key in known:
            if _move(known[key], figures):
                moved.append(known[key])
        elif figures[0] != figures[1]:
            side = mine or other
            new.append((*key, side.area_code if side else "", *figures))
    moved += [row for key, row in known.items() if key not in here | there and _move(row, (0, 0))]
    fields = ("here_persons", "there_persons", "kind", "explained_at")
    PlatformDifference.objects.bulk_update(moved, fields, batch_size=BATCH // 10)
    _add(batch, new)
    RegisterBatch.objects.filter(pk=batch.pk).update(
        counts=batch.counts | {"compared_at": at.isoformat()}
    )
    batch.refresh_from_db(fields=["counts"])
    return standing(PlatformDifference.objects.filter(batch=batch)).count()


def _move(row: PlatformDifference, figures: tuple[int, int]) -> bool:
    """Give a difference its new figures; its explanation was about the old ones."""
    if (row.here_persons, row.there_persons) == figures:
        return False
    row.here_persons, row.there_persons = figures
    if figures[0] != figures[1]:
        row.kind = _kind(*figures)
        row.explained_at = None
    return True


def _add(batch: RegisterBatch, new: list[tuple[str, str, str, int, int]]) -> None:
    """Store new differences, each with the explanation the extract before had for the same."""
    before = _explained_before(batch)
    told = [before.get((no, m, here, there)) for no, m, _, here, there in new]
    insert_columns(
        PlatformDifference,
        {
            "batch_id": [batch.pk] * len(new),
            "household_no": [row[0] for row in new],
            "measure": [row[1] for row in new],
            "area_code": [row[2] for row in new],
            "kind": [str(_kind(row[3], row[4])) for row in new],
            "here_persons": [row[3] for row in new],
            "there_persons": [row[4] for row in new],
            "explanation": [row.explanation if row else "" for row in told],
            "explained_by_id": [row.explained_by_id if row else None for row in told],
            "explained_at": [row.explained_at if row else None for row in told],
        },
    )


def _explained_before(
    batch: RegisterBatch,
) -> dict[tuple[str, str, int, int], PlatformDifference]:
    """Give the explained differences of the extract before this one, by what they say."""
    extracts = RegisterBatch.objects.within(batch.area_code[:COUNTY]).filter(
        kind=RegisterBatch.Kind.PLATFORM, state=RegisterBatch.State.APPLIED
    )
    last = extracts.exclude(pk=batch.pk).order_by("-applied_at", "-pk").first()
    if last is None:
        return {}
    rows = standing(PlatformDifference.objects.filter(batch=last, explained_at__isnull=False))
    return {(r.household_no, r.measure, r.here_persons, r.there_persons): r for r in rows}


@transaction.atomic
def compare_again(*, county: str, by: User, at: datetime) -> int:
    """Compare the latest extract with the register as it is now; gives how many differ."""
    batch = latest_extract(county)
    if batch is None:
        raise RuleBroken("还没有应用过六有平台名单。", code="no_extract")
    list(Area.objects.select_for_update().filter(code=county))
    count = compare_extract(batch=batch, at=at)
    record(by=by, action="compare_platform", about=batch, differences=count)
    return count


def tell_townships(*, batch: RegisterBatch, at: datetime) -> int:
    """Tell each township's officers how many differences wait for their explanation."""
    waiting: dict[str, int] = {}
    rows = standing(PlatformDifference.objects.filter(batch=batch, explained_at=None))
    for code in rows.values_list("area_code", flat=True):
        waiting[code[:TOWNSHIP]] = waiting.get(code[:TOWNSHIP], 0) + 1
    names = dict(Area.objects.filter(code__in=waiting).values_list("code", "short_name"))
    told = 0
    for code, count in waiting.items():
        told += notify(
            recipients=_officers(code),
            key=f"platform:{batch.pk}",
            text=f"六有平台名单已比对，{names.get(code, code)}有{count}条差异，请逐条说明。",
            url=f"{reverse('households:platform_list')}?area={code}",
            at=at,
        )
    return told


def _officers(township: str) -> "QuerySet[User]":
    """Give the officers of a township."""
    return User.objects.filter(
        is_active=True, groups__name=Role.TOWNSHIP_OFFICER.label, area_code=township
    )


@transaction.atomic
def explain_difference(
    *, difference: PlatformDifference, explanation: str, by: User, at: datetime
) -> PlatformDifference:
    """Keep why register and platform differ. A later sentence is added to the one before it.

    Raises RuleBroken for a settled difference, one of an older extract, a sentence of fewer than
    4 or, with what stands already, of more than 200 characters.
    """
    (explained,) = explain_differences(
        differences=[difference], explanation=explanation, by=by, at=at
    )
    return explained


@transaction.atomic
def explain_differences(
    *, differences: Iterable[PlatformDifference], explanation: str, by: User, at: datetime
) -> list[PlatformDifference]:
    """Keep one sentence for several differences, all of them or none: see explain_difference."""
    sentence = " ".join(explanation.split())
    if len(sentence) < LEAST:
        raise RuleBroken(f"请写明原因，不少于{LEAST}字。", code="explanation_short")
    rows = list(differences)
    for row in rows:
        _explain(row, sentence, by, at)
        record(by=by, action="explain_difference", about=row, measure=row.measure, kind=row.kind)
    return rows


def _explain(row: PlatformDifference, sentence: str, by: User, at: datetime) -> None:
    """Add a sentence to one difference, if nobody else has done so meanwhile."""
    latest = latest_extract(row.area_code)
    if latest is None or latest.pk != row.batch_id:
        raise RuleBroken("这是以前的名单，请说明最近一次名单的差异。", code="extract_outdated")
    text = f"{row.explanation}；{sentence}" if row.explanation else sentence
    if len(text) > MOST:
        raise RuleBroken(f"说明合计不超过{MOST}字。", code="explanation_long")
    rows = standing(PlatformDifference.objects.filter(pk=row.pk, explanation=row.explanation))
    if not rows.update(explanation=text, explained_by=by, explained_at=at):
        raise RuleBroken("该差异已消除或已有新的说明，请刷新后再试。", code="difference_moved")
    row.refresh_from_db()
