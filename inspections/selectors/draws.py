"""Reading a draw back: its chain, its reserves, its replay, its one-page record, its pack."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from households.models import Area
from inspections.draw import (
    FIRST_PREVIOUS,
    DrawError,
    DrawResult,
    Ranked,
    Sealed,
    Shortfall,
    draw_month,
    parse_rule,
)
from inspections.models import Draw, DrawnUnit, Round
from inspections.proof_pack import DrawRecord, Replacement, build_pack


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


def sealed_of(draw: Draw) -> Sealed:
    """The frozen pool and rule of a draw as stored."""
    return Sealed(draw.draw_id, draw.previous, draw.pool, draw.rule)


def county_chain(round_: Round) -> tuple[int, str, str]:
    """Number, id and previous result hash of the county's next draw for a round."""
    month = f"{round_.area_code}-{round_.period:%Y-%m}/"
    number = Draw.objects.filter(draw_id__startswith=month).count() + 1
    drawn = Draw.objects.filter(area_code=round_.area_code).exclude(result_sha="")
    last = drawn.order_by("-drawn_at", "-pk").values_list("result_sha", flat=True).first()
    return number, f"{month}{number}", last or FIRST_PREVIOUS


def ranked_lines(draw: Draw) -> list[Ranked]:
    """The stored result, line by line."""
    rows = (line.split("\t") for line in draw.result.split("\n")[:-1])
    return [
        Ranked(stage, parent, int(position), unit, ticket, chosen == "1")
        for stage, parent, position, unit, ticket, chosen in rows
    ]


def next_reserve(draw: Draw, *, stage: str, parent: str) -> Ranked | None:
    """The first ranked unit of a parent that was neither chosen nor brought in."""
    used = set(draw.units.filter(stage=stage, parent_code=parent).values_list("subject_code"))
    for line in ranked_lines(draw):
        if (line.stage, line.parent_id) == (stage, parent) and (line.unit_id,) not in used:
            return line
    return None


def replays(draw: Draw) -> bool:
    """Whether the stored pool, rule and seed give the stored seal, result and units again."""
    try:
        result = draw_month(sealed_of(draw), draw.seed)
    except DrawError:
        return False
    given = draw.units.filter(is_reserve=False).order_by("pk").values_list("subject_code")
    return (
        result.seal == draw.seal
        and result.result_text == draw.result
        and result.result_sha == draw.result_sha
        and [code for (code,) in given] == [line.unit_id for line in result.lines if line.chosen]
    )


def proof_record(draw: Draw) -> DrawRecord:
    """What the proof pack (验签包) of a drawn draw is made of."""
    replaced = draw.units.exclude(replaced_by=None).select_related(
        "replaced_by", "replaced_by_user"
    )
    shortfalls = tuple(Shortfall(**row) for row in draw.shortfalls)
    return DrawRecord(
        sealed=sealed_of(draw),
        sealed_at=_iso(draw.sealed_at),
        sealed_by=_by(draw.sealed_by),
        result=DrawResult(draw.seal, draw.seed, tuple(ranked_lines(draw)), shortfalls),
        drawn_at=_iso(draw.drawn_at),
        drawn_by=_by(draw.drawn_by),
        replacements=tuple(_replacement(unit) for unit in replaced.order_by("replaced_by")),
    )


def proof_pack(draw: Draw) -> bytes:
    """The proof pack of a drawn draw as zip bytes; the same bytes until a replacement."""
    return build_pack(proof_record(draw))


def _replacement(unit: DrawnUnit) -> Replacement:
    reserve = unit.replaced_by
    return Replacement(
        stage=unit.stage,
        parent_id=unit.parent_code,
        unit_out=unit.subject_code,
        unit_in=reserve.subject_code if reserve else "",
        reason=unit.get_replace_reason_display(),
        by=_by(unit.replaced_by_user),
        at=_iso(unit.replaced_at),
    )


def _iso(moment: datetime | None) -> str:
    return localtime(moment).isoformat(timespec="seconds") if moment else ""


def _by(user: object) -> str:
    return str(user) if user else "系统（按方案定时）"


def draw_record(draw: Draw) -> DrawPage:
    """The one-page record of a draw, sealed, drawn or annulled; three queries at any size."""
    rule = parse_rule(draw.rule)
    stages = Counter(line.partition("\t")[0] for line in draw.pool.splitlines())
    units = list(draw.units.select_related("replaces").order_by("pk"))
    codes = {unit.area_code for unit in units} | {draw.area_code}
    places = Area.objects.in_bulk(codes | {code for code, _ in rule["left_out"]})
    return DrawPage(
        title=f"{draw.round.period_text}专项督查抽签记录",
        county=places[draw.area_code].name if draw.area_code in places else draw.area_code,
        draw_id=draw.draw_id,
        state=draw.get_state_display(),
        previous=draw.previous,
        pool_sha=draw.pool_sha,
        rule_sha=draw.rule_sha,
        seal=draw.seal,
        sealed_at=draw.sealed_at,
        sealed_by=_by(draw.sealed_by),
        pool_counts=tuple((label, stages[stage]) for stage, label in STAGE_LABELS.items()),
        rule_lines=_rule_lines(rule),
        left_out=tuple(
            (places[code].short_name if code in places else code, reason)
            for code, reason in rule["left_out"]
        ),
        witnesses=tuple(witness["name"] for witness in rule.get("witnesses", [])),
        seed=draw.seed,
        drawn_at=draw.drawn_at,
        drawn_by=_by(draw.drawn_by) if draw.drawn_at else "",
        result_sha=draw.result_sha,
        townships=_townships(units, places),
        shortfalls=tuple(_shortfall(Shortfall(**row), places) for row in draw.shortfalls),
        annul_reason=draw.annul_reason,
        replays=bool(draw.seed) and replays(draw),
    )


STAGE_LABELS = {"township": "乡镇", "village": "村", "household": "户"}


def _rule_lines(rule: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The rule in words, for people."""
    lots, year = rule["exit_village_lots"], rule["exit_year"]
    return (
        ("抽取乡镇", f"{rule['townships']}个"),
        ("每乡镇抽村", f"{rule['villages_per_township']}个，{rule['villages']}"),
        ("每村抽户", f"{rule['households_per_village']}户"),
        ("轮查", f"超过{rule['rotation_months']}个月未抽中的乡镇排在前档"),
        ("加签", f"{year}年计划摘帽村每村{lots}签，其余1签"),
        ("抽取范围", rule["population"]),
        ("种子", rule["seed"]),
    )


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


def _shortfall(short: Shortfall, places: dict[str, Area]) -> str:
    place = places.get(short.parent_id)
    label = STAGE_LABELS[short.stage]
    return f"{place or short.parent_id}：应抽{short.asked}{label}，只有{short.found}{label}"
