"""回头看: closed problems handed out to be visited again, by choice, and what was found there."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import Attachment, LookBack, LookBackDraw, Problem
from inspections.services.attachments import MAX_FILES, stored_files
from inspections.services.reopening import reopen_problem
from inspections.services.requests import held
from inspections.services.transitions import refuse_own_unit, tell, write_down

State = LookBack.State


@transaction.atomic
def choose_look_backs(
    *,
    problems: Iterable[Problem],
    reason: str,
    inspector: User,
    due_on: date,
    by: User,
    at: datetime,
) -> list[LookBack]:
    """Have closed problems visited again by one inspector, for a reason, all or none.

    Raises RuleBroken "nothing_chosen", "no_reason", "due_too_early", "not_closed", "own_unit",
    "in_sealed_draw", "already_asked". Source: issue 5 point 6; domain §3.3.
    """
    chosen = list(problems)
    if not chosen:
        raise RuleBroken("请先勾选要回头看的问题。", code="nothing_chosen")
    if not reason.strip():
        raise RuleBroken("请写明选定这些问题的理由。", code="no_reason")
    hold_closed(chosen)
    _refuse_in_sealed_draw(chosen)
    pairs = [(problem, inspector) for problem in chosen]
    made = hand_out(pairs=pairs, due_on=due_on, by=by, at=at, reason=reason.strip())
    numbers = [problem.number for problem in chosen]
    record(by=by, action="choose_look_backs", about=made[0], problems=numbers)
    return made


def hand_out(
    *,
    pairs: Sequence[tuple[Problem, User]],
    due_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    draw: LookBackDraw | None = None,
) -> list[LookBack]:
    """Give each closed problem to its inspector and tell each inspector once.

    Call it in a transaction. Raises RuleBroken "due_too_early", "not_closed", "own_unit",
    "already_asked".
    """
    if due_on < localdate(at):
        raise RuleBroken("完成期限不得早于今天。", code="due_too_early")
    for problem, inspector in pairs:
        refuse_own_unit(problem=problem, by=inspector, act="回头看")
    hold_closed([problem for problem, _ in pairs])
    common = {"due_on": due_on, "asked_by": by, "asked_at": at, "reason": reason, "draw": draw}
    try:
        with transaction.atomic():
            made = LookBack.objects.bulk_create(
                LookBack(problem=problem, inspector=inspector, **common)
                for problem, inspector in pairs
            )
    except IntegrityError as error:
        raise RuleBroken(
            "所选问题中有的已安排回头看，请刷新后重新勾选。", code="already_asked"
        ) from error
    _tell_inspectors(made, due_on=due_on, at=at)
    return made


@transaction.atomic
def record_look_back(
    *,
    look_back: LookBack,
    relapsed: bool,
    visited_on: date,
    note: str,
    by: User,
    at: datetime,
    photos: Sequence[Attachment] = (),
) -> LookBack:
    """Say what was found at the visit: the rectification held, or the problem came back.

    One that came back is opened again with its whole history. Raises RuleBroken
    "other_inspector", "own_unit", "wrong_day", "no_evidence" (held without note and photo),
    "no_note" and "no_photo" (relapsed), "already_recorded".
    """
    # held first, as whoever chooses it again does: the two wait for each other in one order
    problem, on = held(look_back.problem), localdate(at)
    _refuse_unfit(look_back, by=by, visited_on=visited_on, on=on)
    _require_proof(relapsed=relapsed, note=note, photos=photos)
    state = State.RELAPSED if relapsed else State.HELD
    given = {"state": state, "visited_on": visited_on, "note": note.strip(), "at": at}
    waiting = LookBack.objects.filter(pk=look_back.pk, state=State.ASKED)
    if not waiting.update(**given):
        raise RuleBroken("该问题的回头看已经填报，不能重复填报。", code="already_recorded")
    look_back.photos.set(photos)
    look_back.refresh_from_db()
    record(by=by, action="record_look_back", about=look_back, state=state, number=problem.number)
    if relapsed:
        reopen_problem(problem=problem, by=by, on=on, note=note)
    else:
        said = f"回头看（{visited_on:%Y-%m-%d}）：整改巩固。{note.strip()}"
        write_down(problem=problem, by=by, at=at, note=said)
    tell(
        person=look_back.asked_by,
        key=f"look-back-{look_back.pk}-{state}",
        text=f"问题{problem.number}回头看：{State(state).label}。",
        url=_page(look_back),
        at=at,
    )
    return look_back


def record_with_files(
    *,
    look_back: LookBack,
    relapsed: bool,
    visited_on: date,
    note: str,
    files: Sequence["File[bytes]"],
    by: User,
    at: datetime,
) -> LookBack:
    """Store the photos and record the visit with them: both or neither.

    Raises RuleBroken as stored_files and record_look_back do, and "too_many_files".
    """
    if len(files) > MAX_FILES:
        raise RuleBroken(f"一次最多上传{MAX_FILES}张照片。", code="too_many_files")
    _refuse_unfit(look_back, by=by, visited_on=visited_on, on=localdate(at))
    area = look_back.problem.area_code
    with stored_files(files=files, area_code=area, by=by) as kept:
        return record_look_back(
            look_back=look_back,
            relapsed=relapsed,
            visited_on=visited_on,
            note=note,
            photos=kept,
            by=by,
            at=at,
        )


def _refuse_unfit(look_back: LookBack, *, by: User, visited_on: date, on: date) -> None:
    """Refuse another person, one of the responsible unit, and a day that cannot be."""
    if look_back.inspector_id != by.pk:
        raise RuleBroken(
            f"该问题由{look_back.inspector}回头看，请由本人填报。", code="other_inspector"
        )
    refuse_own_unit(problem=look_back.problem, by=by, act="回头看")
    closed_on = look_back.problem.closed_on
    if visited_on > on or (closed_on is not None and visited_on < closed_on):
        raise RuleBroken("回访日期应在销号日期以后、今天以前（含当天）。", code="wrong_day")


def _require_proof(*, relapsed: bool, note: str, photos: Sequence[Attachment]) -> None:
    if relapsed and not note.strip():
        raise RuleBroken("问题反弹的，请写明看到的情况。", code="no_note")
    if relapsed and not photos:
        raise RuleBroken("问题反弹的，请至少上传一张照片或一份材料。", code="no_photo")
    if not note.strip() and not photos:
        raise RuleBroken("请写明回访情况，或至少上传一张照片。", code="no_evidence")


def hold_closed(problems: Sequence[Problem]) -> None:
    """Hold the problems for the rest of the transaction.

    Raises RuleBroken "not_closed".
    """
    rows = Problem.objects.select_for_update(of=("self",)).order_by("pk")
    states = dict(rows.filter(pk__in=[one.pk for one in problems]).values_list("number", "state"))
    standing = sorted(one for one, state in states.items() if state != Problem.State.CLOSED)
    if standing:
        raise RuleBroken(
            f"问题{'、'.join(standing)}不是“已销号”，不能回头看，请刷新后重新勾选。",
            code="not_closed",
        )


def _refuse_in_sealed_draw(problems: Iterable[Problem]) -> None:
    """Refuse what stands in a sealed list whose seed is awaited: the lot decides about it."""
    waiting = LookBackDraw.objects.filter(seed="").values_list("frame", flat=True)
    sealed = {number for frame in waiting for number in frame.splitlines()}
    if taken := sorted(problem.number for problem in problems if problem.number in sealed):
        raise RuleBroken(
            f"问题{'、'.join(taken)}在已封存、待录种子的回头看名单中，请先完成抽取。",
            code="in_sealed_draw",
        )


def _tell_inspectors(made: Sequence[LookBack], *, due_on: date, at: datetime) -> None:
    """Tell each inspector in one notice how many he has, and by when."""
    for inspector in {one.inspector for one in made}:
        own = [one for one in made if one.inspector_id == inspector.pk]
        address = _page(own[0]) if len(own) == 1 else reverse("inspections:look_back_list")
        tell(
            person=inspector,
            key=f"look-back-{own[0].pk}-asked",
            text=f"请对{len(own)}个已销号问题回头看，{due_on:%Y-%m-%d}前完成，事先不打招呼。",
            url=address,
            at=at,
        )


def _page(look_back: LookBack) -> str:
    return reverse("inspections:look_back_detail", args=[look_back.pk])
