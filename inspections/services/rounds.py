"""Planning a round (期次) from its scheme, and closing it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import Exclusion, Round, Scheme
from inspections.selectors.completeness import completeness
from inspections.services.closing import hold_round
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
NUMBERS = ("townships", "villages_per_township", "households_per_village", "rotation_months")
PLANNED = (
    *("mode", "methods", "starts_on", "ends_on", "population", "department_forms"),
    *NUMBERS,
)  # what a plan says besides scheme and month


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
def plan_round(  # noqa: PLR0913 -- a round's own fields; all but three have the scheme's defaults
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
    population: str = "",
    department_forms: str = Round.DepartmentForms.TEAM,
    strengths: Mapping[str, str] | None = None,
    **numbers: int | None,
) -> Round:
    """Plan a month's round of the scheme's county.

    ``numbers`` may be townships, villages_per_township, households_per_village and
    rotation_months; what is not given comes from the scheme, as the population does.
    ``exclusions`` are (code, name, reason), ``strengths`` those of the last round's checks that
    differ from the checklist's.  Raises RuleBroken below the scheme's minimum, without a reason
    for an exclusion, where departments would learn of an unannounced round, or when the month
    has a round.
    """
    _refuse_telling(mode, department_forms)
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
        population=population,
        department_forms=department_forms,
        strengths=dict(strengths or {}),
        **counts,
    )
    _check(planned)
    planned.save(force_insert=True)
    _keep_exclusions(planned, exclusions)
    record(by=by, action="plan_round", about=planned, period=period.isoformat(), counts=counts)
    return planned


@transaction.atomic
def change_plan(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    by: User,
    exclusions: Sequence[tuple[str, str, str]] = (),
    **plan: Any,
) -> Round:
    """Change a planned round before its pool is sealed; scheme and month stay.

    ``plan`` holds what plan_round takes; what is empty among days and numbers comes from the
    scheme again.  Raises RuleBroken once the pool is sealed, and as plan_round does.
    """
    locked = Round.objects.select_for_update().select_related("scheme").get(pk=round.pk)
    if locked.state != Round.State.PLANNED:
        raise RuleBroken(
            "名单封存以后不能再改计划；确需更改的，先作废抽签。", code="already_sealed"
        )
    numbers = {name: plan.pop(name) for name in NUMBERS if name in plan}
    starts_on = plan.pop("starts_on", None) or locked.period.replace(
        day=scheme_number(locked.scheme, "draw_day")
    )
    ends_on = plan.pop("ends_on", None) or starts_on + timedelta(
        days=scheme_number(locked.scheme, "visit_days")
    )
    before = {name: getattr(locked, name) for name in PLANNED}
    given = plan | {"starts_on": starts_on, "ends_on": ends_on} | _counts(locked.scheme, numbers)
    for name in PLANNED:
        setattr(locked, name, given.get(name, before[name]))
    _refuse_telling(locked.mode, locked.department_forms)
    _check(locked)
    locked.save(update_fields=PLANNED)
    locked.exclusions.all().delete()
    _keep_exclusions(locked, exclusions)
    changed = [name for name in PLANNED if getattr(locked, name) != before[name]]
    record(by=by, action="change_plan", about=locked, changed=changed)
    round.refresh_from_db()
    return round


def _refuse_telling(mode: str, department_forms: str) -> None:
    """An unannounced round tells no department to fill in a form."""
    own = department_forms == Round.DepartmentForms.OWN
    if own and mode == Round.Mode.UNANNOUNCED:
        raise RuleBroken("暗访不得事先告知，部门督查表只能由督查组填写。", code="would_be_told")


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
    strange = sorted(set(given) - set(NUMBERS))
    if strange:
        raise TypeError(f"plan_round takes no {strange}")
    counts = {name: given.get(name) for name in NUMBERS}
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


def _check(planned: Round) -> None:
    """Hold a round against the model's rules; raises RuleBroken with their sentences."""
    try:
        planned.clean_fields(exclude=["planned_by"])
        planned.validate_constraints()
    except ValidationError as error:
        raise RuleBroken("".join(error.messages), code="round_refused") from error


@transaction.atomic
def close_round(*, round: Round, by: User, on: date, reason: str = "") -> Round:  # noqa: A002 -- the word of the trade
    """Finish a round whose field work is done.

    Raises RuleBroken while a checklist or a problem is missing, and below the minimum sample
    unless a reason is given, which stays on record.
    """
    hold_round(round.pk)  # no extra draw hands out work meanwhile
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
