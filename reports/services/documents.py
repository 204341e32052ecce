"""Beginning a document of another kind than the month's bulletin, and gathering it anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.models import Area
from inspections.models import Problem
from reports.composing import facts_of
from reports.facts.as_json import fingerprint
from reports.kinds import kind_of
from reports.kinds.base import whole_months
from reports.models import Bulletin
from reports.selectors.distribution import addressed
from reports.services.assembling import assemble_document, standing_one

Kind = Bulletin.Kind
TERMS = (Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR)
BEGUN = (
    Kind.SPECIAL_REPORT,
    Kind.BRIEFING,
    *TERMS,
    Kind.CROSS_CHECK,
    Kind.RANKING,
)
"""What an office begins by itself; the month's bulletin and supplements have their own ways."""


@transaction.atomic
def begin_document(
    *,
    kind: str,
    county: str,
    period: date,
    by: User,
    on: date,
    asked: Mapping[str, Any],
) -> Bulletin:
    """Draft a document; sent twice, the same draft is given again.

    `asked` is what the office chose; problems it may not see are left out. `to` in it becomes the
    addressees. Raises RuleBroken where the kind is not begun so, the term has one already, or
    there is nothing to report. Source: domain §3.3.
    """
    if kind not in BEGUN:
        raise RuleBroken("这种文件不在此新建。", code="not_begun_here")
    Area.objects.select_for_update().get(code=county)
    _refuse_twice(kind, county, period)
    chosen = _visible(asked, by)
    if twin := _twin(kind=kind, county=county, period=period, on=on, asked=chosen):
        return twin
    begun = addressed(
        Bulletin(area_code=county, kind=kind, series=kind_of(kind).series, period=period)
    )
    begun.addressees = str(chosen.get("to", "")) or begun.addressees
    draft = assemble_document(
        kind=kind, county=county, period=period, by=by, on=on, asked=chosen, held=begun
    )
    record(by=by, action="begin_document", about=draft, kind=draft.get_kind_display())
    return draft


@transaction.atomic
def refresh_document(*, held: Bulletin, by: User, on: date) -> Bulletin:
    """Gather the facts of a draft anew, with what was chosen; own words in it stay.

    Raises RuleBroken where it has left the drafter's desk.
    """
    if held.kind not in BEGUN:
        raise RuleBroken("这种文件不在此重新汇总。", code="not_begun_here")
    if held.state != Bulletin.State.DRAFT:
        words = held.get_state_display()
        raise RuleBroken(f"{held.title}{words}，退回起草后才能重新汇总。", code="under_way")
    return assemble_document(
        kind=held.kind,
        county=held.area_code,
        period=held.period,
        by=by,
        on=on,
        asked=facts_of(held).asked,
        held=held,
    )


def _refuse_twice(kind: str, county: str, period: date) -> None:
    """Refuse a second document of one term. Source: plan 002 (27): each term owns its output."""
    if kind not in TERMS:
        return
    held = standing_one(kind=kind, county=county, period=period)
    if held is not None:
        raise RuleBroken(
            f"本期已有{held.get_kind_display()}（{held.get_state_display()}），请打开该文件办理。",
            code="already_begun",
        )


def _visible(asked: Mapping[str, Any], by: User) -> dict[str, Any]:
    """Give what was asked for, without problems the person may not see."""
    chosen = dict(asked)
    if "numbers" in chosen:
        rows = Problem.objects.visible_to(by).filter(number__in=chosen["numbers"])
        chosen["numbers"] = sorted(rows.values_list("number", flat=True))
    return chosen


def _twin(
    *, kind: str, county: str, period: date, on: date, asked: Mapping[str, Any]
) -> Bulletin | None:
    """Give the draft made from the very same facts, if there is one: the form was sent twice."""
    made = kind_of(kind)
    until = whole_months(period, made.months)
    facts = made.gather(county=county, period=period, until=until, on=on, asked=asked)
    drafts = Bulletin.objects.filter(area_code=county, kind=kind, period=period)
    same = drafts.filter(state=Bulletin.State.DRAFT, facts_sha=fingerprint(facts))
    return same.first()
