"""Another person's judgement of a reply: the three gates, each with its own words."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Attachment, Problem, Reply, Verification
from inspections.selectors.replies import last_reply, needs_own_visit
from inspections.services.attachments import MAX_FILES, PHOTO_KINDS, stored_files
from inspections.services.transitions import move, page_of, refuse_own_unit, tell_unit

State = Problem.State
STOPS = "。；;."  # what a note ends with, when others follow it
FAILED = (
    ("cause_found", "cause_note", "问题未查清"),
    ("measure_done", "measure_note", "整改未到位"),
    ("result_met", "result_note", "成效未达标"),
)


@transaction.atomic
def verify(  # noqa: PLR0913 -- a judgement is three gates, each with its own words
    *,
    problem: Problem,
    cause_found: bool,
    measure_done: bool,
    result_met: bool,
    note: str,
    by: User,
    at: datetime,
    cause_note: str = "",
    measure_note: str = "",
    result_note: str = "",
    visited_on: date | None = None,
    photos: Sequence[Attachment] = (),
    reply: int | None = None,
) -> Verification:
    """Judge the last reply by the three gates; all passed verifies, any failed sends it back.

    `reply` is the number of the reply the verifier has read; None judges the last one. Source:
    plan 001 (49), 三不放过; issue 5: a severe one passes only with the verifier's own visit or
    photo. Raises RuleBroken "own_unit", "no_reply", "own_reply", "another_reply", "no_reason" (a
    failed gate must say why), "bad_visit_day", "bad_photo", "no_own_visit", "wrong_state".
    """
    refuse_own_unit(problem=problem, by=by, act="复核")
    last = _read_reply(problem, reply, by=by)
    gates = {"cause_found": cause_found, "measure_done": measure_done, "result_met": result_met}
    notes = {"cause_note": cause_note, "measure_note": measure_note, "result_note": result_note}
    notes = {name: words.strip() for name, words in notes.items()}
    verdict = _verdict(gates, notes) + note.strip()
    _check_visit(last, visited_on, on=localdate(at))
    _check_photos(photos, by=by)
    if all(gates.values()) and not (visited_on or photos):
        _refuse_unvisited(problem, on=localdate(at))
    move(
        problem=problem,
        came_from=[State.REPORTED],
        to=State.VERIFIED if all(gates.values()) else State.RECTIFYING,
        by=by,
        at=at,
        action="verify_rectification",
        note=verdict,
    )
    made = Verification.objects.create(
        reply=last, note=note.strip(), visited_on=visited_on, by=by, at=at, **gates, **notes
    )
    made.photos.set(photos)
    _tell_judged(problem, made, verdict)
    return made


def verify_with_files(
    *, problem: Problem, files: Sequence["File[bytes]"], by: User, at: datetime, **given: Any
) -> Verification:
    """Store the verifier's photos and judge with them: both or neither.

    Raises RuleBroken as stored_files and verify do, and "too_many_files".
    """
    if len(files) > MAX_FILES:
        raise RuleBroken(f"一次最多上传{MAX_FILES}张照片。", code="too_many_files")
    place = problem.area_code
    with stored_files(files=files, area_code=place, by=by, kinds=PHOTO_KINDS) as kept:
        return verify(problem=problem, photos=kept, by=by, at=at, **given)


def _read_reply(problem: Problem, number: int | None, *, by: User) -> Reply:
    """Give the last reply; refuse its sender, and who has read another one."""
    last = last_reply(problem)
    if last.by_id == by.pk:
        raise RuleBroken("不得复核自己报送的整改情况，请由他人复核。", code="own_reply")
    if number is not None and number != last.pk:
        raise RuleBroken(
            "责任单位在您填写期间重新报送了整改情况，请看过新的报送后再提交。",
            code="another_reply",
        )
    return last


def _verdict(gates: dict[str, bool], notes: dict[str, str]) -> str:
    """Word the judgement; refuse a failed gate without its reason."""
    failed = [(words, notes[note]) for gate, note, words in FAILED if not gates[gate]]
    silent = [words for words, note in failed if not note]
    if silent:
        raise RuleBroken(
            f"退回整改须写明理由和要求：“{'、'.join(silent)}”还没有写。", code="no_reason"
        )
    told = "；".join(f"{words}：{note.rstrip(STOPS)}" for words, note in failed)
    return f"退回整改。{told}。" if failed else "复核通过。"


def _check_visit(last: Reply, visited_on: date | None, *, on: date) -> None:
    """Refuse a visit of a day to come, or from before the reply that is judged."""
    if visited_on is not None and not localdate(last.at) <= visited_on <= on:
        raise RuleBroken(
            f"现场复核日期须在报送之日（{localdate(last.at):%Y-%m-%d}）以后、今天以前，"
            "请改正日期。",
            code="bad_visit_day",
        )


def _check_photos(photos: Sequence[Attachment], *, by: User) -> None:
    """Refuse what is no photo, another's, or used by an earlier judgement."""
    used = photos and Verification.objects.filter(photos__in=photos).exists()
    foreign = any(row.uploaded_by_id != by.pk for row in photos)
    if used or foreign or any(row.content_type != "image/jpeg" for row in photos):
        raise RuleBroken("复核照片须由复核人为本次复核拍摄上传，请重新上传。", code="bad_photo")


def _refuse_unvisited(problem: Problem, *, on: date) -> None:
    """Refuse to pass on paper alone what is too severe for it."""
    if needs_own_visit(problem, on=on):
        raise RuleBroken(
            f"“{problem.get_severity_display()}”问题须到现场复核：请填写现场复核日期，"
            "或上传本人拍摄的复核照片。",
            code="no_own_visit",
        )


def _tell_judged(problem: Problem, made: Verification, verdict: str) -> None:
    tell_unit(
        unit=problem.responsible_unit,
        key=f"verification-{made.pk}",
        text=f"问题{problem.number}{verdict}",
        url=page_of(problem),
        at=made.at,
    )
