"""Holding a draw (抽签): freeze and seal, then the public seed, then the result. draw/1 §1."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Role, User
from accounts.services.notices import notify
from accounts.services.trail import record
from inspections.draw import DrawError, DrawResult, full_seed
from inspections.draw_lots import hold_draw
from inspections.models import Draw, DrawnUnit, Round
from inspections.selectors.draws import sealed_of
from inspections.selectors.frames import round_frame
from inspections.services.extra_draws import add_units, refuse_assigned
from inspections.services.inspector_draws import drop_teams, make_teams
from inspections.services.replacements import drawn_units
from inspections.services.sealing import SEED_SOURCE, Sealing, Witness, freeze, month_rule


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

    Raises RuleBroken when the round has a draw in force, when another draw of the county waits
    for its seed, and when nothing can be drawn.
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
    sealing = Sealing(by=by, witnesses=witnesses, seed_source=seed_source, at=at)
    return freeze(round, frame.units, month_rule(round, frame), sealing)


def draw_to_seed(*, round: Round) -> Draw:  # noqa: A002 -- the word of the trade
    """The sealed main draw of a round that waits for its seed; raises RuleBroken without one."""
    main = round.draws.filter(kind=Draw.Kind.MAIN)
    draw = main.exclude(state=Draw.State.ANNULLED).first()
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
    draw.refresh_from_db()
    if draw.kind == Draw.Kind.INSPECTORS:
        make_teams(draw)
    elif draw.kind == Draw.Kind.EXTRA:
        add_units(draw, result, by=by, at=at)
    else:
        _open_round(draw, result)
    record(by=by, action="enter_seed", about=draw, result=result.result_sha)
    return draw


def _open_round(draw: Draw, result: DrawResult) -> None:
    """Store what the main draw has drawn."""
    chosen = [line for line in result.lines if line.chosen]
    DrawnUnit.objects.bulk_create(drawn_units(draw, chosen))
    sealed_round = Round.objects.filter(pk=draw.round_id, state=Round.State.SEALED)
    if not sealed_round.update(state=Round.State.DRAWN):
        raise RuleBroken("该期次不在待抽签状态。", code="round_not_sealed")


def _drawn(draw: Draw, *, seed: str, reveals: Sequence[str]) -> DrawResult:
    try:
        sealed = sealed_of(draw)
        result = hold_draw(sealed, full_seed(sealed, seed, reveals))
    except DrawError as error:
        raise RuleBroken(str(error), code="seed_refused") from error
    if result.seal != draw.seal:
        raise RuleBroken(
            "名单或规则与公布的封签不符，不得抽签；请作废并报告。", code="seal_broken"
        )
    return result


@transaction.atomic
def propose_annulment(*, draw: Draw, reason: str, by: User) -> Draw:
    """Ask that a draw be annulled (提请作废); it stands until somebody else confirms.

    Raises RuleBroken without a reason, for others than 目督办, for a draw that is annulled,
    while another proposal waits, and once the work of a main draw is handed out. The others who
    may confirm are told. Source: reliability.md H1 (two people and a reason).
    """
    if not reason.strip():
        raise RuleBroken("作废须写明原因。", code="no_reason")
    if not by.has_role(Role.SUPERVISION_OFFICE):
        raise RuleBroken("作废由目督办提请。", code="not_the_office")
    in_force = Draw.objects.filter(pk=draw.pk).exclude(state=Draw.State.ANNULLED)
    if not in_force.exists():
        raise RuleBroken("该签已经作废。", code="already_annulled")
    if not in_force.filter(annul_proposal="").update(
        annul_proposal=reason.strip(), annul_proposed_by=by
    ):
        raise RuleBroken("已有人提请作废，请先确认或撤销。", code="already_proposed")
    if draw.kind == Draw.Kind.MAIN and not _before_work(draw).exists():
        raise RuleBroken("督查任务已分派，不得作废抽签。", code="in_field")
    _tell_confirmers(draw, by)
    record(by=by, action="propose_annulment", about=draw, reason=reason.strip())
    draw.refresh_from_db()
    return draw


@transaction.atomic
def drop_annulment(*, draw: Draw, by: User) -> Draw:
    """Drop a proposal to annul (撤销提请): the draw goes on standing; none is well."""
    waiting = Draw.objects.filter(pk=draw.pk).exclude(annul_proposal="")
    in_force = waiting.exclude(state=Draw.State.ANNULLED)
    if in_force.update(annul_proposal="", annul_proposed_by=None):
        record(by=by, action="drop_annulment", about=draw, reason=draw.annul_proposal)
    draw.refresh_from_db()
    return draw


@transaction.atomic
def annul_draw(*, draw: Draw, by: User) -> Draw:
    """Confirm that a draw is annulled (作废): it stays on record, and another may be sealed.

    Raises RuleBroken without a proposal, for who proposed it himself, twice, once the field work
    has begun, and for a main draw on which others stand.
    """
    draw = Draw.objects.select_for_update().get(pk=draw.pk)
    if draw.state == Draw.State.ANNULLED:
        raise RuleBroken("该签已经作废。", code="already_annulled")
    if not draw.annul_proposal:
        raise RuleBroken("作废须先提请并写明原因。", code="not_proposed")
    if draw.annul_proposed_by_id == by.pk:
        raise RuleBroken("作废须由提请人以外的人确认。", code="own_proposal")
    draw.state, draw.annul_reason, draw.annulled_by = Draw.State.ANNULLED, draw.annul_proposal, by
    draw.save(update_fields=["state", "annul_reason", "annulled_by"])
    if draw.kind == Draw.Kind.INSPECTORS:
        drop_teams(draw)
    elif draw.kind == Draw.Kind.EXTRA:
        refuse_assigned(draw)
    else:
        _close_round(draw)
    record(by=by, action="annul_draw", about=draw, state=draw.state)
    draw.refresh_from_db()
    return draw


def _close_round(draw: Draw) -> None:
    """Set the round of an annulled main draw back to planned."""
    others = Draw.objects.filter(round=draw.round_id).exclude(state=Draw.State.ANNULLED)
    if others.exclude(kind=Draw.Kind.MAIN).exists():
        raise RuleBroken("本期另有加抽或督查人员抽签，请先作废它们。", code="others_stand")
    if not _before_work(draw).update(state=Round.State.PLANNED):
        raise RuleBroken("督查任务已分派，不得作废抽签。", code="in_field")


def _before_work(draw: Draw) -> QuerySet[Round]:
    """The draw's round, as long as its work is not handed out."""
    states = [Round.State.SEALED, Round.State.DRAWN]
    return Round.objects.filter(pk=draw.round_id, state__in=states)


def _tell_confirmers(draw: Draw, by: User) -> None:
    """Tell the others of 目督办 and 扶贫移民办 that a proposal waits for one of them."""
    roles = [Role.SUPERVISION_OFFICE.label, Role.POVERTY_OFFICE.label]
    people = User.objects.filter(is_active=True, groups__name__in=roles, area_code=draw.area_code)
    at = clock.now()
    notify(
        recipients=people.exclude(pk=by.pk).distinct(),
        key=f"annul:{draw.pk}:{at.isoformat()}",
        text=f"{by}提请作废抽签{draw.draw_id}，请核对后确认或撤销。",
        url=reverse("inspections:draw_annul", args=[draw.pk]),
        at=at,
    )
