"""Planning a round (期次) from its scheme, and closing it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import Exclusion, Round, Scheme
from inspections.selectors.completeness import completeness
from inspections.services.sightings import note_round

# numbers of plan 000 §4(1), where a scheme states none
DEFAULTS = {
    "min_townships": 2,
    "min_households": 3,
    "townships": 2,
    "villages_per_township": 1,
    "households_per_village": 4,
    "rotation_months": 12,
    "draw_day": 5,
    "visit_days": 15,
}


def scheme_number(scheme: Scheme, key: str) -> int:
    """A whole number among the scheme's options, else the plan's own."""
    value = scheme.options.get(key)
    return DEFAULTS[key] if value in (None, "") else int(value)


def current_scheme(*, county: str, code: str = "monthly") -> Scheme:
    """The county's newest version of a scheme; raises RuleBroken when none is loaded."""
    scheme = Scheme.objects.current(area_code=county, code=code).first()
    if scheme is None:
        raise RuleBroken("本区县尚未装入督查方案，请先装入方案。", code="no_scheme")
    return scheme


@transaction.atomic
def plan_round(  # noqa: PLR0913 -- a round's own fields; all but four have the scheme's defaults
    *,
    scheme: Scheme,
    period: date,
    by: User | None,
    title: str = "",
    mode: str = Round.Mode.RANDOM,
    methods: Sequence[str] = ("random_check", "site_view", "documents", "hearing"),
    starts_on: date | None = None,
    ends_on: date | None = None,
    exclusions: Sequence[tuple[str, str, str]] = (),
    **numbers: int | None,
) -> Round:
    """Plan a month's round of the scheme's county.

    ``numbers`` may be townships, villages_per_township, households_per_village and
    rotation_months; what is not given comes from the scheme.  ``exclusions`` are (code, name,
    reason).  Raises RuleBroken below the scheme's minimum, without a reason for an exclusion, or
    when the month has a round.
    """
    counts = _counts(scheme, numbers)
    starts_on = starts_on or period.replace(day=scheme_number(scheme, "draw_day"))
    visit_days = timedelta(days=scheme_number(scheme, "visit_days"))
    _refuse_second_round(scheme=scheme, period=period)
    planned = Round(
        scheme=scheme,
        area_code=scheme.area_code,
        period=period,
        title=title or f"{period.year}年{period.month}月{scheme.title}",
        mode=mode,
        methods=list(methods),
        starts_on=starts_on,
        ends_on=ends_on or starts_on + visit_days,
        planned_by=by,
        **counts,
    )
    _save(planned)
    _keep_exclusions(planned, exclusions)
    record(by=by, action="plan_round", about=planned, period=period.isoformat(), counts=counts)
    return planned


def _keep_exclusions(planned: Round, exclusions: Sequence[tuple[str, str, str]]) -> None:
    """Store who is left out and why; raises RuleBroken for one without a reason."""
    if any(not reason.strip() for _, _, reason in exclusions):
        raise RuleBroken("不参加抽签的单位须逐个写明原因。", code="exclusion_without_reason")
    Exclusion.objects.bulk_create(
        Exclusion(round=planned, unit_code=code, unit_name=name, reason=reason.strip())
        for code, name, reason in {row[0]: row for row in exclusions}.values()
    )


def _counts(scheme: Scheme, given: Mapping[str, int | None]) -> dict[str, int]:
    """The four numbers of a round; raises RuleBroken below the scheme's minimum."""
    names = ("townships", "villages_per_township", "households_per_village", "rotation_months")
    strange = sorted(set(given) - set(names))
    if strange:
        raise TypeError(f"plan_round takes no {strange}")
    counts = {name: given.get(name) for name in names}
    full = {
        name: scheme_number(scheme, name) if number is None else number
        for name, number in counts.items()
    }
    if "townships" not in scheme.options and given.get("townships") is None:
        full["townships"] = scheme_number(scheme, "min_townships")
    least = {
        "townships": ("每月抽查乡镇", max(scheme_number(scheme, "min_townships"), 1)),
        "villages_per_township": ("每个乡镇抽村", 1),
        "households_per_village": ("每村抽户", max(scheme_number(scheme, "min_households"), 1)),
    }
    for name, (label, minimum) in least.items():
        if full[name] < minimum:
            raise RuleBroken(f"{label}不得少于{minimum}个（户）。", code="below_minimum")
    return full


def _refuse_second_round(*, scheme: Scheme, period: date) -> None:
    """One round a month and scheme, whichever version of the scheme the first one used."""
    same = Round.objects.filter(
        area_code=scheme.area_code, scheme__code=scheme.code, period=period
    )
    if same.exists():
        raise RuleBroken("该月已有督查期次，不得重复制定。", code="round_exists")


def _save(planned: Round) -> None:
    """Store a round that keeps the model's rules; raises RuleBroken with their sentences."""
    try:
        planned.clean_fields(exclude=["planned_by"])
        planned.validate_constraints()
    except ValidationError as error:
        raise RuleBroken("".join(error.messages), code="round_refused") from error
    planned.save(force_insert=True)


@transaction.atomic
def close_round(*, round: Round, by: User, on: date, reason: str = "") -> Round:  # noqa: A002 -- the word of the trade
    """Finish a round whose field work is done.

    Raises RuleBroken while a checklist or a problem is missing, and below the minimum sample
    unless a reason is given, which stays on record.
    """
    found = completeness(round)
    pending = [check for check in found.failing if check not in found.checks[:3]]
    if pending:
        named = "；".join(f"{check.label}：{check.found}/{check.needed}" for check in pending)
        raise RuleBroken(f"本期督查尚未完成，不得办结：{named}。", code="round_incomplete")
    if not found.enough_drawn and not reason.strip():
        raise RuleBroken("未达到每月最低抽查数，办结须写明原因。", code="below_minimum")
    kept = "" if found.enough_drawn else reason.strip()
    in_field = Round.objects.filter(pk=round.pk, state=Round.State.FIELD)
    if not in_field.update(state=Round.State.DONE, closed_on=on, shortfall_reason=kept):
        raise RuleBroken("只有督查中的期次可以办结。", code="not_in_field")
    record(by=by, action="close_round", about=round, below_minimum=bool(kept))
    round.refresh_from_db()
    note_round(round)
    return round
