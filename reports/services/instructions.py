"""批示: given on a document, answered by the unit charged with it, closed or sent back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.notices import notify
from accounts.services.trail import record
from accounts.services.words import short
from reports.models import Bulletin, Instruction, InstructionStep
from reports.selectors.instructions import (
    OFFICE,
    able_units,
    may_answer,
    may_close,
    may_give,
)
from reports.selectors.offices import holders
from reports.services.steps import NOTICE_LENGTH, required

State, Act = Instruction.State, InstructionStep.Act
ACTIONS: dict[str, str] = {act: f"instruction_{act}" for act in Act.values}
NAME_LENGTH, TEXT_LENGTH, REPLY_LENGTH, CLOSING_LENGTH = 40, 500, 1000, 500


@transaction.atomic
def give_instruction(
    *,
    bulletin: Bulletin,
    by: User,
    text: str,
    unit: Unit,
    due_on: date,
    leader: str = "",
    given_on: date | None = None,
    at: datetime | None = None,
) -> Instruction:
    """Write a leader's instruction on an issued document and charge a unit with it.

    A leader signs with his own name and today; the office names the leader and the day it was
    written. Raises RuleBroken for whoever may not, days out of order, and a unit with nobody to
    answer. Source: plan 000 (06), domain §3.3 (领导批示栏).
    """
    at = at or clock.now()
    if not Bulletin.objects.visible_to(by).filter(pk=bulletin.pk).exists():
        raise RuleBroken("您不能查看本文件，不能批示。", code="not_readable")
    if not may_give(bulletin, by):
        raise RuleBroken("文件印发后，由领导批示或目督办登记。", code="may_not_instruct")
    given_on = given_on or clock.today()
    _check_days(bulletin, given_on=given_on, due_on=due_on)
    if not able_units(bulletin.area_code).filter(pk=unit.pk).exists():
        raise RuleBroken(f"{unit}没有可以办理批示的人员，请另选承办单位。", code="nobody")
    asked = Instruction.objects.create(
        bulletin=bulletin,
        leader=required(leader or str(by), what="批示领导", longest=NAME_LENGTH),
        text=required(text, what="批示内容", longest=TEXT_LENGTH),
        given_on=given_on,
        unit=unit,
        due_on=due_on,
        entered_by=by,
        entered_at=at,
    )
    _write_down(asked, act=Act.GIVEN, text=asked.text, by=by, at=at)
    told = f"{asked.leader}批示：{short(asked.text)}，请于{due_on.month}月{due_on.day}日前反馈。"
    _tell(_answerers(asked), asked, event="given", text=told, at=at)
    return asked


def _check_days(bulletin: Bulletin, *, given_on: date, due_on: date) -> None:
    if given_on > clock.today():
        raise RuleBroken("批示日期不得晚于今天。", code="not_yet")
    if bulletin.issued_on and given_on < bulletin.issued_on:
        raise RuleBroken("批示日期不得早于文件的成文日期。", code="before_document")
    if due_on < given_on:
        raise RuleBroken("反馈时限不得早于批示日期。", code="due_before_given")


@transaction.atomic
def answer_instruction(
    *, instruction: Instruction, by: User, reply: str, at: datetime | None = None
) -> Instruction:
    """Reply for the unit charged (反馈). Raises RuleBroken for others and where it was done."""
    at = at or clock.now()
    asked = _locked(instruction)
    if asked.unit_id != by.unit_id:
        raise RuleBroken(f"本批示由{asked.unit}办理，您不能反馈。", code="not_yours")
    _require(asked, State.ASKED)
    if not may_answer(asked, by):
        raise RuleBroken("您没有办理批示的权限。", code="may_not_answer")
    words = required(reply, what="办理情况", longest=REPLY_LENGTH)
    _move(asked, State.REPLIED, reply=words, replied_by=by, replied_at=at)
    _write_down(asked, act=Act.REPLIED, text=words, by=by, at=at)
    told = f"{asked.unit}已反馈{asked.leader}批示：{short(asked.text)}"
    _tell(_watchers(asked, by), asked, event="replied", text=told, at=at)
    return asked


@transaction.atomic
def close_instruction(
    *, instruction: Instruction, by: User, closing: str = "", at: datetime | None = None
) -> Instruction:
    """Close a reply (办结). Raises RuleBroken for others than the office and without a reply."""
    at = at or clock.now()
    asked = _locked(instruction)
    _require(asked, State.REPLIED)
    _require_office(asked, by)
    words = closing.strip()[:CLOSING_LENGTH]
    _move(asked, State.DONE, closing=words, closed_by=by, closed_at=at)
    _write_down(asked, act=Act.DONE, text=words, by=by, at=at)
    people = {*_answerers(asked), *_watchers(asked, by)}
    told = f"{asked.leader}批示已办结：{short(asked.text)}"
    _tell(people, asked, event="done", text=told, at=at)
    return asked


@transaction.atomic
def send_back_instruction(
    *, instruction: Instruction, by: User, reason: str, at: datetime | None = None
) -> Instruction:
    """Send a reply back to its unit (退回); what was replied stays to read. Raises RuleBroken."""
    at = at or clock.now()
    asked = _locked(instruction)
    _require(asked, State.REPLIED)
    _require_office(asked, by)
    words = required(reason, what="退回原因", longest=CLOSING_LENGTH)
    _move(asked, State.ASKED, closing=words)
    _write_down(asked, act=Act.RETURNED, text=words, by=by, at=at)
    told = f"批示办理情况退回：{short(words)}。请重新反馈。"
    _tell(_answerers(asked), asked, event="returned", text=told, at=at)
    return asked


def _locked(instruction: Instruction) -> Instruction:
    rows = Instruction.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "bulletin").get(pk=instruction.pk)


def _require(asked: Instruction, state: str) -> None:
    if asked.state != state:
        raise RuleBroken(
            f"本批示现为“{asked.get_state_display()}”，不能进行此项操作，请刷新页面。",
            code="wrong_state",
        )


def _require_office(asked: Instruction, by: User) -> None:
    if not may_close(asked, by):
        raise RuleBroken("批示由目督办办结或退回。", code="may_not_close")


def _move(asked: Instruction, to: str, **fields: Any) -> None:
    """Move to a state if it still stands where it was read. Raises RuleBroken."""
    rows = Instruction.objects.filter(pk=asked.pk, state=asked.state)
    if not rows.update(state=to, **fields):
        asked.refresh_from_db()
        _require(asked, "")
    asked.refresh_from_db()


def _write_down(asked: Instruction, *, act: str, text: str, by: User, at: datetime) -> None:
    InstructionStep.objects.create(instruction=asked, act=act, text=text, by=by, at=at)
    record(
        by=by,
        action=ACTIONS[act],
        about=asked,
        area_code=asked.bulletin.area_code,
        state=asked.state,
    )


def _answerers(asked: Instruction) -> set[User]:
    rights = ("receive_bulletin", "answer_instruction")
    people = User.objects.filter(
        unit=asked.unit_id, is_active=True, groups__permissions__codename__in=rights
    )
    return set(people)


def _watchers(asked: Instruction, by: User) -> set[User]:
    """Give the office and whoever wrote the instruction, without the one who acts."""
    return {*holders(asked.bulletin.area_code, OFFICE), asked.entered_by} - {by}


def _tell(people: set[User], asked: Instruction, *, event: str, text: str, at: datetime) -> None:
    """Tell people about this act; each act anew, so that a second reply is told again."""
    notify(
        recipients=people,
        key=f"instruction_{event} {asked.pk} {asked.steps.count()}",
        text=text[:NOTICE_LENGTH],
        url=reverse("reports:instruction_detail", args=[asked.pk]),
        at=at,
    )
