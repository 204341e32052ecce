"""Drawing closed problems for 回头看: seal the list, then the public seed, then who goes where."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.draw import DrawError, full_seed
from inspections.models import LookBack, LookBackDraw, Problem
from inspections.selectors.look_backs import Pick, drawn_numbers, picked, sealed_lot
from inspections.services.look_backs import hand_out


@transaction.atomic
def seal_look_back_draw(
    *, area_code: str, pick: Pick, take: int, by: User, at: datetime
) -> LookBackDraw:
    """Freeze the closed problems of the conditions as a list of numbers and seal it.

    Lots are numbered 回头看〔2016〕1号 … in a county's year. Problems a look back is under way for
    are left out. The list is sealed before the seed is made, so that nobody can choose either by
    the other (draw/1 §1). Raises RuleBroken "days_reversed", "empty_frame", "take_out_of_range",
    "another_waiting".
    """
    if pick.closed_from > pick.closed_to:
        raise RuleBroken("销号日期的起点晚于终点，请更正。", code="days_reversed")
    held = Problem.objects.select_for_update(of=("self",)).filter(
        pk__in=picked(pick, by, area_code).order_by().values("pk")
    )
    list(held.order_by("pk").values_list("pk"))  # whoever is choosing one of them by hand ends
    frame = list(picked(pick, by, area_code).values_list("number", flat=True))
    if not frame:
        raise RuleBroken("没有符合条件的已销号问题，请放宽条件。", code="empty_frame")
    if not 1 <= take <= len(frame):
        raise RuleBroken(
            f"名单有{len(frame)}个问题，抽取个数应在1到{len(frame)}之间。",
            code="take_out_of_range",
        )
    draw = _numbered(area_code=area_code, frame=frame, pick=pick, take=take, by=by, at=at)
    record(by=by, action="seal_look_back_draw", about=draw, seal=draw.seal, problems=len(frame))
    return draw


@transaction.atomic
def hold_look_back_draw(
    *,
    draw: LookBackDraw,
    seed: str,
    inspectors: Sequence[User],
    due_on: date,
    by: User,
    at: datetime,
) -> list[LookBack]:
    """Take the digits made in public after the seal, draw, and send the inspectors round robin.

    Nobody is sent to a problem his own unit answers for: the next inspector goes. Raises
    RuleBroken "seed_before_seal", "seed_refused", "seal_broken", "already_drawn",
    "no_inspectors", "no_inspector_fits", and those of hand_out.
    """
    if at < draw.at:
        raise RuleBroken("种子须在封签公布之后产生。", code="seed_before_seal")
    digits = _checked(draw, seed.strip())
    waiting = LookBackDraw.objects.filter(pk=draw.pk, seed="")
    if not waiting.update(seed=digits, drawn_by=by, drawn_at=at):
        raise RuleBroken("该名单已经抽取，不得重抽。", code="already_drawn")
    draw.refresh_from_db()
    pairs = shared_out(_drawn(draw), inspectors)
    made = hand_out(pairs=pairs, due_on=due_on, by=by, at=at, draw=draw)
    record(by=by, action="hold_look_back_draw", about=draw, drawn=len(made))
    return made


def shared_out(
    problems: Sequence[Problem], inspectors: Sequence[User]
) -> list[tuple[Problem, User]]:
    """Give each problem, in the order drawn, the next inspector in turn who is of another unit.

    Raises RuleBroken "no_inspectors", "no_inspector_fits".
    """
    if not inspectors:
        raise RuleBroken("请至少选一名回访人。", code="no_inspectors")
    waiting = list(inspectors)
    pairs = []
    for problem in problems:
        fitting = [one for one in waiting if _may_visit(one, problem)]
        if not fitting:
            raise RuleBroken(
                f"所选回访人都属于问题{problem.number}的责任单位“{problem.responsible_unit}”，"
                "请再选其他单位的人员。",
                code="no_inspector_fits",
            )
        pairs.append((problem, fitting[0]))
        waiting.remove(fitting[0])
        waiting.append(fitting[0])  # whoever goes now comes last next time
    return pairs


def _may_visit(inspector: User, problem: Problem) -> bool:
    return inspector.unit_id is None or inspector.unit_id != problem.responsible_unit_id


def _checked(draw: LookBackDraw, seed: str) -> str:
    """Give the digits as they are kept; refuse what the monthly draw refuses."""
    sealed = sealed_lot(draw)
    try:
        digits = full_seed(sealed, seed)
    except DrawError as error:
        raise RuleBroken(str(error), code="seed_refused") from error
    longest = LookBackDraw._meta.get_field("seed").max_length or 0  # noqa: SLF001 -- documented API
    if len(digits) > longest:
        raise RuleBroken(f"种子不得超过{longest}位。", code="seed_refused")
    if sealed.seal != draw.seal:
        raise RuleBroken("名单与公布的封签不符，不得抽取，请报告。", code="seal_broken")
    return digits


def _drawn(draw: LookBackDraw) -> list[Problem]:
    numbers = drawn_numbers(draw)
    rows = Problem.objects.filter(number__in=numbers).select_related("responsible_unit")
    of_number = {problem.number: problem for problem in rows}
    return [of_number[number] for number in numbers]


def _numbered(
    *, area_code: str, frame: Sequence[str], pick: Pick, take: int, by: User, at: datetime
) -> LookBackDraw:
    """Store the list under the year's next number; one list of a county waits at a time."""
    year = localdate(at).year
    before = LookBackDraw.objects.filter(area_code=area_code, year=year)
    serial = (before.aggregate(last=Max("serial"))["last"] or 0) + 1
    draw = LookBackDraw(
        area_code=area_code, year=year, serial=serial, frame="\n".join(frame), take=take,
        conditions=pick.text, by=by, at=at,
    )  # fmt: skip
    draw.seal = sealed_lot(draw).seal
    try:
        with transaction.atomic():
            draw.save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken(
            "本区县已有回头看名单封存、尚未录入种子，请先完成该次抽取。", code="another_waiting"
        ) from error
    return draw
