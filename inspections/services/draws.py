"""Holding a draw (抽签): freeze and seal, then the public seed, then the result. draw/1 §1."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from households.models import Area
from inspections.draw import (
    DrawError,
    DrawResult,
    Sealed,
    draw_month,
    full_seed,
    pool_text,
    rule_text,
    sha,
)
from inspections.models import Draw, DrawnUnit, Round
from inspections.selectors.draws import county_chain, sealed_of
from inspections.selectors.frames import EXIT_LOTS, POOR_VILLAGES_ONLY, Frame, round_frame
from inspections.services.replacements import drawn_units

SEED_SOURCE = "封签公布后当众掷骰，不少于20位数字"


class Witness(NamedTuple):
    """A witness (见证人) and what he handed in: sha("commit|" + round id + "|" + secret)."""

    name: str
    commit: str


@transaction.atomic
def seal_draw(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    by: User | None,
    witnesses: Sequence[Witness] = (),
    seed_source: str = SEED_SOURCE,
    at: datetime | None = None,
) -> Draw:
    """Freeze the pool and the rule of a planned round and seal them.

    Raises RuleBroken when the round has a draw in force, and when nothing can be drawn.
    """
    planned = Round.objects.filter(pk=round.pk, state=Round.State.PLANNED)
    if not planned.update(state=Round.State.SEALED):
        raise RuleBroken(
            "本期名单已封存或已抽签，不得重封；确有错误须先作废。", code="already_sealed"
        )
    round.refresh_from_db()
    frame = round_frame(round)
    if not frame.count("township"):
        raise RuleBroken("底册中没有可抽的乡镇：请先导入贫困村和贫困户。", code="empty_frame")
    Area.objects.select_for_update().filter(code=round.area_code).first()  # one seal at a time
    number, draw_id, previous = county_chain(round)
    rule = _rule(round, frame, witnesses=witnesses, seed_source=seed_source)
    try:
        sealed = Sealed(draw_id, previous, pool_text(frame.units), rule_text(rule))
    except DrawError as error:
        raise RuleBroken(f"名单无法封存：{error}", code="unlawful_pool") from error
    draw = _store(round, sealed, number=number, at=at or clock.now(), by=by)
    record(by=by, action="seal_draw", about=draw, seal=draw.seal, draw_id=draw_id)
    return draw


def _store(round_: Round, sealed: Sealed, *, number: int, at: datetime, by: User | None) -> Draw:
    return Draw.objects.create(
        round=round_,
        area_code=round_.area_code,
        number=number,
        draw_id=sealed.round_id,
        previous=sealed.previous,
        pool=sealed.pool,
        rule=sealed.rule,
        pool_sha=sha(sealed.pool),
        rule_sha=sha(sealed.rule),
        seal=sealed.seal,
        sealed_at=at,
        sealed_by=by,
    )


def _rule(
    round_: Round, frame: Frame, *, witnesses: Sequence[Witness], seed_source: str
) -> dict[str, Any]:
    """All that decides the draw besides the pool, as it is published."""
    options = round_.scheme.options
    poor_only = options.get("population") == POOR_VILLAGES_ONLY
    rule: dict[str, Any] = {
        "county": round_.area_code,
        "townships": round_.townships,
        "villages_per_township": round_.villages_per_township,
        "households_per_village": round_.households_per_village,
        "rotation_months": round_.rotation_months,
        "exit_village_lots": int(options.get("exit_village_lots", EXIT_LOTS)),
        "exit_year": round_.period.year,
        "scheme": f"{round_.scheme.code}/{round_.scheme.version}",
        "population": "只抽有贫困村的乡镇" if poor_only else "有贫困村或贫困户的乡镇",
        "villages": "抽贫困村；乡镇没有贫困村的，抽有贫困户的村",
        "households": options.get("households", "poor_or_planned"),
        "left_out": [[row.unit_id, row.reason] for row in frame.left_out],
        "seed": seed_source,
    }
    if witnesses:
        rule["witnesses"] = [witness._asdict() for witness in witnesses]
    return rule


def draw_to_seed(*, round: Round) -> Draw:  # noqa: A002 -- the word of the trade
    """The sealed draw of a round that waits for its seed; raises RuleBroken when none does."""
    draw = round.draws.exclude(state=Draw.State.ANNULLED).first()
    if draw is None:
        raise RuleBroken("名单尚未封存，不得录入种子；请先封存并公布封签。", code="not_sealed")
    if draw.state != Draw.State.SEALED:
        raise RuleBroken("本期已抽签，不得重抽。", code="already_drawn")
    return draw


@transaction.atomic
def enter_seed(
    *,
    draw: Draw,
    seed: str,
    by: User | None,
    reveals: Sequence[str] | None = None,
    at: datetime | None = None,
) -> Draw:
    """Take the digits made in public after the seal, draw, and keep the result.

    ``reveals`` are the secrets of the rule's witnesses, in its order.  Raises RuleBroken on a
    short or non-digit seed, a reveal that was not committed to, a seed older than the seal, a
    record that no longer fits its seal, and a second draw.
    """
    at = at or clock.now()
    if at < draw.sealed_at:
        raise RuleBroken("种子须在封签公布之后产生。", code="seed_before_seal")
    result = _drawn(draw, seed=seed.strip(), reveals=reveals or ())
    waiting = Draw.objects.filter(pk=draw.pk, state=Draw.State.SEALED)
    if not waiting.update(
        state=Draw.State.DRAWN,
        seed=result.seed,
        drawn_at=at,
        drawn_by=by,
        result=result.result_text,
        result_sha=result.result_sha,
        shortfalls=[shortfall._asdict() for shortfall in result.shortfalls],
    ):
        raise RuleBroken("本期已抽签或该签已作废，不得重抽。", code="already_drawn")
    chosen = [line for line in result.lines if line.chosen]
    DrawnUnit.objects.bulk_create(drawn_units(draw, chosen))
    sealed_round = Round.objects.filter(pk=draw.round_id, state=Round.State.SEALED)
    if not sealed_round.update(state=Round.State.DRAWN):
        raise RuleBroken("该期次不在待抽签状态。", code="round_not_sealed")
    record(by=by, action="enter_seed", about=draw, result=result.result_sha)
    draw.refresh_from_db()
    return draw


def _drawn(draw: Draw, *, seed: str, reveals: Sequence[str]) -> DrawResult:
    try:
        sealed = sealed_of(draw)
        result = draw_month(sealed, full_seed(sealed, seed, reveals))
    except DrawError as error:
        raise RuleBroken(str(error), code="seed_refused") from error
    if result.seal != draw.seal:
        raise RuleBroken(
            "名单或规则与公布的封签不符，不得抽签；请作废并报告。", code="seal_broken"
        )
    return result


@transaction.atomic
def annul_draw(*, draw: Draw, reason: str, by: User) -> Draw:
    """Annul (作废) a draw: it stays on record, and the round may be sealed anew.

    Raises RuleBroken without a reason, twice, and once the field work has begun.
    """
    if not reason.strip():
        raise RuleBroken("作废须写明原因。", code="no_reason")
    in_force = Draw.objects.filter(pk=draw.pk).exclude(state=Draw.State.ANNULLED)
    if not in_force.update(state=Draw.State.ANNULLED, annul_reason=reason.strip()):
        raise RuleBroken("该签已经作废。", code="already_annulled")
    before = Round.objects.filter(
        pk=draw.round_id, state__in=[Round.State.SEALED, Round.State.DRAWN]
    )
    if not before.update(state=Round.State.PLANNED):
        raise RuleBroken("督查任务已分派，不得作废抽签。", code="in_field")
    record(by=by, action="annul_draw", about=draw, state=draw.state)
    draw.refresh_from_db()
    return draw
