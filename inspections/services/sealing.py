"""Freezing and sealing (封存): what every kind of draw does before its seed. draw/1 §1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.models import Area
from inspections.draw import DrawError, Sealed, Unit, pool_text, rule_text, sha
from inspections.models import Draw, Round
from inspections.selectors.draws import county_chain
from inspections.selectors.frames import EXIT_LOTS, POOR_VILLAGES_ONLY, Frame

SEED_SOURCE = "封签公布后当众掷骰，不少于20位数字"


class Witness(NamedTuple):
    """A witness (见证人) and what he handed in: sha("commit|" + round id + "|" + secret)."""

    name: str
    commit: str


@dataclass(frozen=True)
class Sealing:
    """How a draw is sealed: by whom, when, before whom, and where its seed will come from."""

    by: User | None
    witnesses: Sequence[Witness] = ()
    seed_source: str = SEED_SOURCE
    at: datetime | None = None


def freeze(
    round_: Round,
    units: Iterable[Unit],
    rule: Mapping[str, Any],
    sealing: Sealing,
    *,
    kind: str = Draw.Kind.MAIN,
    reason: str = "",
) -> Draw:
    """Write pool and rule down, chain them to the county's draw before, and store the seal.

    A county seals one draw at a time, so that its draws form one chain.  Raises RuleBroken while
    another one waits for its seed, and on a pool that has no lawful text.
    """
    county = Area.objects.select_for_update().filter(code=round_.area_code)
    county.first()  # one seal at a time
    _refuse_while_waiting(round_)
    number, draw_id, previous = county_chain(round_)
    published = {**rule, "seed": sealing.seed_source}
    if sealing.witnesses:
        published["witnesses"] = [witness._asdict() for witness in sealing.witnesses]
    try:
        sealed = Sealed(draw_id, previous, pool_text(units), rule_text(published))
    except DrawError as error:
        raise RuleBroken(f"名单无法封存：{error}", code="unlawful_pool") from error
    draw = Draw.objects.create(
        round=round_,
        kind=kind,
        reason=reason,
        area_code=round_.area_code,
        number=number,
        draw_id=sealed.round_id,
        previous=sealed.previous,
        pool=sealed.pool,
        rule=sealed.rule,
        pool_sha=sha(sealed.pool),
        rule_sha=sha(sealed.rule),
        seal=sealed.seal,
        sealed_at=sealing.at or clock.now(),
        sealed_by=sealing.by,
    )
    record(by=sealing.by, action="seal_draw", about=draw, seal=draw.seal, draw_id=draw_id)
    return draw


def _refuse_while_waiting(round_: Round) -> None:
    waiting = Draw.objects.filter(area_code=round_.area_code, state=Draw.State.SEALED)
    if other := waiting.values_list("draw_id", flat=True).first():
        raise RuleBroken(
            f"本区县的签{other}已封存、尚未录入种子。请先完成或作废该签，再封存新签。",
            code="another_waiting",
        )


def month_rule(round_: Round, frame: Frame) -> dict[str, Any]:
    """All that decides a draw of places and households besides the pool, as it is published."""
    options = round_.scheme.options
    poor_only = round_.poor_villages_only
    return {
        "county": round_.area_code,
        "townships": round_.townships,
        "villages_per_township": round_.villages_per_township,
        "households_per_village": round_.households_per_village,
        "rotation_months": round_.rotation_months,
        "exit_village_lots": int(options.get("exit_village_lots", EXIT_LOTS)),
        "exit_year": round_.period.year,
        "scheme": f"{round_.scheme.code}/{round_.scheme.version}",
        "population": POOR_VILLAGES_ONLY if poor_only else "有贫困村或贫困户的乡镇",
        "villages": "抽贫困村；乡镇没有贫困村的，抽有贫困户的村",
        "households": "still_poor" if round_.still_poor_only else "poor_or_planned",
        "left_out": [[row.unit_id, row.reason] for row in frame.left_out],
    }
