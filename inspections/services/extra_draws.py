"""Extra draws (加抽): numbered, with a reason, from what the round has not drawn. draw/1 §1."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import TOWNSHIP
from inspections.draw import DrawResult, parse_rule
from inspections.models import Assignment, ClosedTownship, Draw, DrawnUnit, Round
from inspections.selectors.extra_frames import Counts, ExtraFrame, extra_frame
from inspections.services.assignments import assign_units
from inspections.services.replacements import drawn_units
from inspections.services.sealing import Sealing, freeze, month_rule

OPEN = (Round.State.DRAWN, Round.State.FIELD)


@transaction.atomic
def seal_extra(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    level: str,
    counts: Counts,
    reason: str,
    sealing: Sealing,
    places: Sequence[str] = (),
) -> Draw:
    """Seal an extra draw of a round that has drawn.

    ``level`` is the highest stage that is drawn anew: ``township`` draws other townships,
    ``village`` other villages of the drawn townships in ``places``, ``household`` other
    households of the drawn villages in ``places``.  Raises RuleBroken without a reason, outside
    the drawn and field phases, where nothing is left to draw, and in a closed township.
    """
    if not reason.strip():
        raise RuleBroken("加抽须写明原因。", code="no_reason")
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.state not in OPEN:
        raise RuleBroken("本期完成月度抽签以后、办结以前才能加抽。", code="not_drawn")
    _refuse_closed(round, places)
    frame = extra_frame(round, level=level, places=places)
    if problem := frame.problem:
        raise RuleBroken(problem, code="nothing_to_draw")
    rule = {
        **month_rule(round, frame.whole),
        **_numbers(level, counts, frame),
        "kind": Draw.Kind.EXTRA.value,
        "level": level,
        "given": sorted(frame.given),
        "reason": reason.strip(),
    }
    return freeze(round, frame.units, rule, sealing, kind=Draw.Kind.EXTRA, reason=reason.strip())


def _refuse_closed(round_: Round, places: Sequence[str]) -> None:
    townships = {place[:TOWNSHIP] for place in places}
    closed = ClosedTownship.objects.filter(round=round_, area_code__in=townships)
    if closed.exists():
        raise RuleBroken("该乡镇本期督查已办结，不能再加抽。", code="township_closed")


def _numbers(level: str, counts: Counts, frame: ExtraFrame) -> dict[str, int]:
    """The rule's three numbers; what was drawn before is only led through, all of it."""
    asked = {
        "townships": counts.townships,
        "villages_per_township": counts.villages,
        "households_per_village": counts.households,
    }
    by_stage = {"township": 1, "village": 2, "household": 3}
    if any(number < 1 for number in list(asked.values())[by_stage[level] - 1 :]):
        raise RuleBroken("加抽的数目须不少于1。", code="below_minimum")
    if level != "township":
        asked["townships"] = frame.count("township")
    if level == "household":
        parents = Counter(unit.parent_id for unit in frame.units if unit.stage == "village")
        asked["villages_per_township"] = max(parents.values())
    return asked


def add_units(draw: Draw, result: DrawResult, *, by: User | None, at: datetime) -> None:
    """Store what an extra draw has drawn; in the field the teams get it at once.

    Raises RuleBroken when the round has been closed meanwhile.
    """
    round_ = Round.objects.select_for_update().get(pk=draw.round_id)
    if round_.state not in OPEN:
        raise RuleBroken("本期已不能加抽，请作废该签。", code="not_drawn")
    given = set(parse_rule(draw.rule)["given"])
    chosen = [line for line in result.lines if line.chosen and line.unit_id not in given]
    units = DrawnUnit.objects.bulk_create(drawn_units(draw, chosen))
    if round_.state == Round.State.FIELD and by is not None:
        assign_units(round=round_, units=units, by=by, on=localdate(at))


def refuse_assigned(draw: Draw) -> None:
    """Refuse to annul an extra draw whose units have been handed to a team."""
    if Assignment.objects.active().filter(drawn_unit__draw=draw).exists():
        raise RuleBroken("加抽的任务已分派，不得作废抽签。", code="in_field")
