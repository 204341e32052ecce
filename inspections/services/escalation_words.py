"""What a notice of the timetable says, and where it leads: one for many problems of one unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Unit
from inspections.models import EscalationStep, Trigger

Audience, Basis = EscalationStep.Audience, EscalationStep.Basis
NAMED = 3  # problems named by number; the rest stand in the list
LENGTH = 200  # of a notice

ASKED = {
    Audience.UNIT: "请抓紧整改、按时报送。",
    Audience.HEAD: "请单位负责人督促落实。",
    Audience.LEADERS: "已列入领导督办清单。",
    Audience.DISCIPLINE: "请关注。",
}
SIGN = {
    Audience.UNIT: "请尽快签收。",
    Audience.HEAD: "请单位负责人督促签收。",
    Audience.LEADERS: "已列入领导督办清单。",
    Audience.DISCIPLINE: "请关注。",
}


@dataclass(frozen=True)
class Digest:
    """A step that came for problems of a unit: their numbers, the fewest and the most days."""

    step: EscalationStep
    unit: Unit
    numbers: Sequence[str]
    days: tuple[int, int]


def words_of(digest: Digest) -> str:
    """Give the sentence of the notice; of a proposal it tells only how many wait."""
    step = digest.step
    if step.proposes:
        failure = Trigger(step.proposes).label
        return f"有{digest.days[0]}件提请问责事项（{failure}），请登录后在“问责”中办理。"
    whose = "您单位" if step.audience == Audience.UNIT else str(digest.unit)
    asked = ASKED if step.basis == Basis.DUE else SIGN
    what = f"{whose}有{len(digest.numbers)}个问题{_when(digest)}"
    return f"{what}：{_named(digest.numbers)}。{asked[Audience(step.audience)]}"[:LENGTH]


def address_of(step: EscalationStep, unit: Unit, *, problem: int | None = None) -> str:
    """Give where the notice leads: the one problem, else the list of the unit's problems."""
    if step.proposes:
        return f"{reverse('inspections:accountability_list')}?state=proposed"
    if problem is not None:
        return reverse("inspections:problem_detail", args=[problem])
    if step.audience in {Audience.LEADERS, Audience.DISCIPLINE} and step.basis == Basis.DUE:
        return f"{reverse('inspections:escalation_list')}?{urlencode({'unit': unit.pk})}"
    asked: dict[str, int | str] = {"unit": unit.pk, "open": 1}
    if step.basis == Basis.ORDERED:
        asked["state"] = "ordered"
    elif step.days > 0:
        asked["overdue"] = 1
    return f"{reverse('inspections:rectification_list')}?{urlencode(asked)}"


def _when(digest: Digest) -> str:
    fewest, most = digest.days
    days = f"{most}天" if fewest == most else f"{fewest}至{most}天"
    if digest.step.basis == Basis.ORDERED:
        return f"的整改单下达{days}未签收"
    if digest.step.days > 0:
        return f"超过整改时限{days}"
    return f"{days}后到整改时限" if most else "今天到整改时限"


def _named(numbers: Sequence[str]) -> str:
    named = "、".join(numbers[:NAMED])
    return f"{named}等" if len(numbers) > NAMED else named
