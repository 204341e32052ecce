"""举一反三: one problem asked of the others who may have it, each unit told once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.trail import record
from inspections.models import Problem, Round, SelfCheck
from inspections.selectors.generalising import Candidate, Key, others_to_check
from inspections.services.transitions import tell_unit, write_down

UNJUDGED = (Problem.State.FOUND, Problem.State.NOT_UPHELD)


@transaction.atomic
def ask_self_checks(
    *,
    problem: Problem,
    chosen: Collection[Key],
    matter: str,
    due_on: date,
    by: User,
    at: datetime,
) -> list[SelfCheck]:
    """Ask the chosen subjects (kind, code) to look for the problem's item by a day.

    Each unit is told once of all its subjects. Who was asked before is not asked again: a repeat
    adds only the new ones, none is well. Raises RuleBroken "nothing_chosen", "no_matter",
    "due_too_early", "wrong_state", "round_is_hidden", "not_offered", "no_responsible_unit".
    Source: plan 003 (57), issue 5 point 5.
    """
    on = localdate(at)
    _refuse_unfit(chosen, matter=matter, due_on=due_on, on=on)
    problem = Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
    _refuse_unready(problem)
    offered = {one.key: one for one in others_to_check(problem, by, on=on)}
    if set(chosen) - set(offered):
        raise RuleBroken("所选对象已不在名单中，请刷新后重新勾选。", code="not_offered")
    fresh = [offered[key] for key in sorted(chosen) if not offered[key].asked]
    made = [
        SelfCheck(
            problem=problem,
            item=problem.item,
            matter=matter.strip(),
            why=one.why,
            unit=_unit_of(one),
            due_on=due_on,
            asked_by=by,
            asked_at=at,
            subject_kind=one.subject_kind,
            subject_code=one.subject_code,
            subject_name=one.subject_name,
            area_code=one.area_code,
        )
        for one in fresh
    ]
    SelfCheck.objects.bulk_create(made)
    if made:
        write_down(problem=problem, by=by, at=at, note=f"布置举一反三自查，{len(made)}个对象。")
        record(by=by, action="ask_self_checks", about=problem, asked=len(made))
        _tell_units(problem, made, at)
    return made


def _refuse_unfit(chosen: Collection[Key], *, matter: str, due_on: date, on: date) -> None:
    if not chosen:
        raise RuleBroken("请先勾选要自查的对象。", code="nothing_chosen")
    if not matter.strip():
        raise RuleBroken("请写明自查内容。", code="no_matter")
    if due_on < on:
        raise RuleBroken("完成期限不得早于今天。", code="due_too_early")


def _refuse_unready(problem: Problem) -> None:
    if problem.state in UNJUDGED:
        raise RuleBroken(
            f"问题{problem.number}现为“{problem.get_state_display()}”，认定以后才能举一反三。",
            code="wrong_state",
        )
    if Round.objects.hidden().filter(pk=problem.round_id).exists():
        raise RuleBroken(
            "暗访尚未完成，布置自查会提前公开。请先完成该期督查。", code="round_is_hidden"
        )


def _unit_of(one: Candidate) -> Unit:
    if one.unit is None:
        raise RuleBroken(
            f"“{one.subject_name}”所在乡镇没有登记单位，请系统管理员先在“单位”中登记。",
            code="no_responsible_unit",
        )
    return one.unit


def _tell_units(problem: Problem, made: Sequence[SelfCheck], at: datetime) -> None:
    """Tell each unit in one notice; a later asking is a notice of its own."""
    address = f"{reverse('inspections:self_check_list')}?problem={problem.pk}"
    of_unit: dict[Unit, list[SelfCheck]] = defaultdict(list)
    for check in made:
        of_unit[check.unit].append(check)
    for unit, checks in of_unit.items():
        names = "、".join(check.subject_name for check in checks[:3])
        more = f"等{len(checks)}个对象" if len(checks) > 3 else ""  # noqa: PLR2004 -- as many names
        text = (
            f"请举一反三自查{names}{more}，{checks[0].due_on:%Y-%m-%d}前完成：{checks[0].matter}"
        )
        key = f"self-check-{problem.pk}-{unit.pk}-{checks[0].pk}"
        tell_unit(unit=unit, key=key, text=text, url=address, at=at)
