"""The one-page record of a draw (抽签记录), ready to print."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from households.models import Area
from inspections.draw import Shortfall, parse_rule
from inspections.models import Draw, DrawnUnit
from inspections.selectors.draws import decided_by, ranked_lines, replays
from inspections.selectors.frames import POOR_VILLAGES_ONLY
from inspections.selectors.inspectors import SeatingPage, seating_page


@dataclass(frozen=True)
class RecordHousehold:
    """A household that is to be visited; ``stands_in_for`` is the one it replaced."""

    label: str
    household_no: str
    ticket: str
    stands_in_for: str = ""
    reason: str = ""


@dataclass(frozen=True)
class RecordVillage:
    """A drawn village with the households that stand."""

    name: str
    code: str
    ticket: str
    is_poor: bool
    households: tuple[RecordHousehold, ...]


@dataclass(frozen=True)
class RecordTownship:
    """A drawn township with its drawn villages."""

    name: str
    code: str
    ticket: str
    villages: tuple[RecordVillage, ...]


@dataclass(frozen=True)
class DrawPage:
    """What the one-page draw record (抽签记录) states, ready to print."""

    title: str
    county: str
    draw_id: str
    state: str
    previous: str
    pool_sha: str
    rule_sha: str
    seal: str
    sealed_at: datetime
    sealed_by: str
    pool_counts: tuple[tuple[str, int], ...]
    rule_lines: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    witnesses: tuple[str, ...]
    seed: str
    drawn_at: datetime | None
    drawn_by: str
    result_sha: str
    townships: tuple[RecordTownship, ...]
    shortfalls: tuple[str, ...]
    annul_reason: str
    replays: bool
    kind: str = Draw.Kind.MAIN
    reason: str = ""
    seating: SeatingPage | None = None


def draw_record(draw: Draw) -> DrawPage:
    """The one-page record of a draw, sealed, drawn or annulled; three queries at any size."""
    rule = parse_rule(draw.rule)
    units = led_through(draw) + list(draw.units.select_related("replaces").order_by("pk"))
    codes = {unit.area_code for unit in units} | {draw.area_code}
    places = Area.objects.in_bulk(codes | {code for code, _ in rule["left_out"]})
    seating = seating_page(draw) if draw.kind == Draw.Kind.INSPECTORS else None
    return DrawPage(
        title=f"{draw.round.period_text}{TITLES[draw.kind]}",
        county=places[draw.area_code].name if draw.area_code in places else draw.area_code,
        draw_id=draw.draw_id,
        state=draw.get_state_display(),
        previous=draw.previous,
        pool_sha=draw.pool_sha,
        rule_sha=draw.rule_sha,
        seal=draw.seal,
        sealed_at=draw.sealed_at,
        sealed_by=decided_by(draw.sealed_by),
        pool_counts=pool_counts(draw),
        rule_lines=_rule_lines(rule, places),
        left_out=seating.left_out if seating else _left_out(rule, places),
        witnesses=witness_names(draw),
        seed=draw.seed,
        drawn_at=draw.drawn_at,
        drawn_by=decided_by(draw.drawn_by) if draw.drawn_at else "",
        result_sha=draw.result_sha,
        townships=_townships(units, places),
        shortfalls=_shortfalls(draw, rule, places),
        annul_reason=draw.annul_reason,
        replays=bool(draw.seed) and replays(draw),
        kind=draw.kind,
        reason=draw.reason,
        seating=seating,
    )


STAGE_LABELS = {"township": "乡镇", "village": "村", "household": "户"}
TITLES = {
    "main": "专项督查抽签记录",
    "extra": "专项督查加抽记录",
    "inspectors": "督查人员抽签记录",
}


def _left_out(rule: dict[str, Any], places: dict[str, Area]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (places[code].short_name if code in places else code, reason)
        for code, reason in rule["left_out"]
    )


def pool_counts(draw: Draw) -> tuple[tuple[str, int], ...]:
    """How many units of each stage are in the drum."""
    stages = Counter(line.partition("\t")[0] for line in draw.pool.splitlines())
    people = draw.kind == Draw.Kind.INSPECTORS
    labels = {"inspector": "督查人员"} if people else STAGE_LABELS
    return tuple((label, stages[stage]) for stage, label in labels.items())


def witness_names(draw: Draw) -> tuple[str, ...]:
    """The witnesses of the rule, in its order."""
    return tuple(witness["name"] for witness in parse_rule(draw.rule).get("witnesses", []))


def led_through(draw: Draw) -> list[DrawnUnit]:
    """Places that an extra draw only leads through, as units that are not stored."""
    if draw.kind != Draw.Kind.EXTRA:
        return []
    given = set(parse_rule(draw.rule)["given"])
    lines = [line for line in ranked_lines(draw) if line.unit_id in given]
    names = dict(Area.objects.filter(code__in=given).values_list("code", "short_name"))
    return [
        DrawnUnit(
            stage=line.stage,
            subject_code=line.unit_id,
            subject_name=names.get(line.unit_id, line.unit_id),
            area_code=line.unit_id,
            parent_code=line.parent_id,
            ticket=line.ticket,
        )
        for line in lines
    ]


def _rule_lines(rule: dict[str, Any], places: dict[str, Area]) -> tuple[tuple[str, str], ...]:
    """The rule in words, for people."""
    if rule.get("kind") == Draw.Kind.INSPECTORS:
        teams = "、".join(f"{name}{seats}人" for name, seats, _ in rule["teams"])
        return (
            ("督查组", teams),
            ("席位", "按组次和席次，依签值先后入席；须回避的跳过，首席为组长"),
            ("种子", rule["seed"]),
        )
    extra = rule.get("kind") == Draw.Kind.EXTRA
    return (*(_extra_lines(rule, places) if extra else ()), *_month_lines(rule))


def _extra_lines(rule: dict[str, Any], places: dict[str, Area]) -> tuple[tuple[str, str], ...]:
    """What an extra draw draws anew, and where."""
    label, codes = STAGE_LABELS[rule["level"]], rule["given"]
    length = max(map(len, codes), default=0)
    where = "、".join(
        str(places[code].short_name if code in places else code)
        for code in codes
        if len(code) == length
    )
    return (
        ("加抽原因", rule["reason"]),
        ("加抽", f"在{where}内另抽{label}" if where else f"另抽{label}"),
        ("名单", "底册当日名单减去本期已抽中的单位"),
    )


def _month_lines(rule: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    lots, year = rule["exit_village_lots"], rule["exit_year"]
    return (
        ("抽取乡镇", f"{rule['townships']}个"),
        ("每乡镇抽村", f"{rule['villages_per_township']}个，{_villages_clause(rule)}"),
        ("每村抽户", f"{rule['households_per_village']}户"),
        ("轮查", f"超过{rule['rotation_months']}个月未抽中的乡镇排在前档"),
        ("加签", f"{year}年计划摘帽村每村{lots}签，其余1签"),
        ("抽取范围", rule["population"]),
        ("种子", rule["seed"]),
    )


def _villages_clause(rule: dict[str, Any]) -> str:
    """Which villages are drawn; without what only holds of townships that are not drawn."""
    clause: str = rule["villages"]
    return clause.partition("；")[0] if rule["population"] == POOR_VILLAGES_ONLY else clause


def _townships(units: list[DrawnUnit], places: dict[str, Area]) -> tuple[RecordTownship, ...]:
    below: dict[str, list[DrawnUnit]] = defaultdict(list)
    for unit in units:
        if unit.replaced_by_id is None:
            below[unit.parent_code].append(unit)

    def village(unit: DrawnUnit) -> RecordVillage:
        place = places.get(unit.subject_code)
        households = tuple(_household(one) for one in below[unit.subject_code])
        poor = bool(place and place.is_poor)
        return RecordVillage(unit.subject_name, unit.subject_code, unit.ticket, poor, households)

    return tuple(
        RecordTownship(
            unit.subject_name,
            unit.subject_code,
            unit.ticket,
            tuple(village(one) for one in below[unit.subject_code]),
        )
        for unit in units
        if unit.stage == "township"
    )


def _household(unit: DrawnUnit) -> RecordHousehold:
    given_up = getattr(unit, "replaces", None)
    return RecordHousehold(
        label=unit.subject_name,
        household_no=unit.subject_code,
        ticket=unit.ticket,
        stands_in_for=given_up.subject_name if given_up else "",
        reason=given_up.get_replace_reason_display() if given_up else "",
    )


def _shortfalls(draw: Draw, rule: dict[str, Any], places: dict[str, Area]) -> tuple[str, ...]:
    """Where fewer were found than asked for; villages only led through are not missing any."""
    led = "village" if rule.get("level") == "household" else ""
    rows = (Shortfall(**row) for row in draw.shortfalls)
    return tuple(_shortfall(row, places) for row in rows if row.stage != led)


def _shortfall(short: Shortfall, places: dict[str, Area]) -> str:
    place = places.get(short.parent_id)
    label = STAGE_LABELS[short.stage]
    return f"{place or short.parent_id}：应抽{short.asked}{label}，只有{short.found}{label}"
