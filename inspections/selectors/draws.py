"""Reading a draw back: its chain, its reserves, its replay, its proof pack."""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localtime

from accounts.scope import TOWNSHIP
from inspections.draw import (
    FIRST_PREVIOUS,
    DrawError,
    DrawResult,
    Ranked,
    Sealed,
    Shortfall,
    parse_rule,
)
from inspections.draw_lots import Seating, draw_inspectors, hold_draw
from inspections.models import Draw, DrawnUnit, Round
from inspections.proof_pack import DrawRecord, Replacement, build_pack


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
    """The first ranked unit of a parent that no draw of the round has chosen or brought in."""
    of_round = DrawnUnit.objects.filter(_standing(draw), stage=stage, parent_code=parent)
    used = set(of_round.values_list("subject_code"))
    for line in ranked_lines(draw):
        if (line.stage, line.parent_id) == (stage, parent) and (line.unit_id,) not in used:
            return line
    return None


def drawn_places(round_: Round) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The drawn townships and villages of a round as (code, name), villages with township."""
    units = DrawnUnit.objects.filter(
        draw__round=round_, draw__state=Draw.State.DRAWN, stage__in=["township", "village"]
    )
    rows = list(
        units.order_by("subject_code").values_list("stage", "subject_code", "subject_name")
    )
    townships = {code: name for stage, code, name in rows if stage == "township"}
    villages = [
        (code, f"{townships.get(code[:TOWNSHIP], '')} {name}")
        for stage, code, name in rows
        if stage == "village"
    ]
    return list(townships.items()), villages


def _standing(draw: Draw) -> Q:
    """Units of the draw and of the round's others; of an annulled main draw nothing stands."""
    gone = Q(draw__state=Draw.State.ANNULLED, draw__kind=Draw.Kind.MAIN)
    return Q(draw=draw) | (Q(draw__round=draw.round_id) & ~gone)


def taken(draw: Draw) -> tuple[tuple[str, str], ...]:
    """Reserves of a draw that another draw of its round has chosen: (id, that draw's id)."""
    others = DrawnUnit.objects.filter(_standing(draw), stage="household").exclude(draw=draw)
    drawn = dict(others.order_by("pk").values_list("subject_code", "draw__draw_id"))
    if not drawn:
        return ()
    waiting = (line.unit_id for line in ranked_lines(draw) if not line.chosen)
    return tuple((unit, drawn[unit]) for unit in waiting if unit in drawn)


def replays(draw: Draw) -> bool:
    """Whether pool, rule and seed as stored give the stored seal, result, units and teams."""
    try:
        result = hold_draw(sealed_of(draw), draw.seed)
    except DrawError:
        return False
    same = (result.seal, result.result_text, result.result_sha)
    if same != (draw.seal, draw.result, draw.result_sha):
        return False
    chosen = [line.unit_id for line in result.lines if line.chosen]
    if draw.kind == Draw.Kind.INSPECTORS:
        return draw.state == Draw.State.ANNULLED or _seated(draw) == set(chosen)
    led_through = set(parse_rule(draw.rule).get("given", []))
    kept = draw.units.filter(is_reserve=False).order_by("pk").values_list("subject_code")
    return [code for (code,) in kept] == [unit for unit in chosen if unit not in led_through]


def _seated(draw: Draw) -> set[str]:
    """Ids in the pool of everybody in the teams that a draw has made."""
    members = draw.teams.exclude(members=None).values_list("members", flat=True)
    return {f"{person:06d}" for person in members}


def proof_record(draw: Draw) -> DrawRecord:
    """What the proof pack (验签包) of a drawn draw is made of."""
    replaced = draw.units.exclude(replaced_by=None).select_related(
        "replaced_by", "replaced_by_user"
    )
    shortfalls = tuple(Shortfall(**row) for row in draw.shortfalls)
    return DrawRecord(
        sealed=sealed_of(draw),
        sealed_at=iso_text(draw.sealed_at),
        sealed_by=decided_by(draw.sealed_by),
        result=DrawResult(draw.seal, draw.seed, tuple(ranked_lines(draw)), shortfalls),
        drawn_at=iso_text(draw.drawn_at),
        drawn_by=decided_by(draw.drawn_by),
        replacements=tuple(_replacement(unit) for unit in replaced.order_by("replaced_by")),
        taken=taken(draw),
        seating=seating_of(draw),
    )


def seating_of(draw: Draw) -> Seating | None:
    """The seats of a drawn draw of inspectors, worked out again; nothing for other draws."""
    if draw.kind != Draw.Kind.INSPECTORS or not draw.seed:
        return None
    return draw_inspectors(sealed_of(draw), draw.seed)[1]


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
        by=decided_by(unit.replaced_by_user),
        at=iso_text(unit.replaced_at),
    )


def iso_text(moment: datetime | None) -> str:
    """A moment as the pack writes it; nothing for none."""
    return localtime(moment).isoformat(timespec="seconds") if moment else ""


def decided_by(user: object) -> str:
    """Who did it, in words."""
    return str(user) if user else "系统（按方案定时）"
