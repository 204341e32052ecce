"""Planning from the last round: what it was, what of it still holds, what differs."""

from calendar import monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from accounts.models import Role, User
from inspections.models import Round, Scheme, Team

CARRIED = (
    *("mode", "methods", "population", "department_forms"),
    *("townships", "villages_per_township", "households_per_village", "rotation_months"),
)


class Difference(NamedTuple):
    """One thing of a plan that is not as it was in the last round."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class TeamProposal:
    """A team of the last round with those of its people who may inspect today."""

    name: str
    leader: User | None
    members: tuple[User, ...]


def last_round(*, area_code: str, scheme: Scheme, before: date) -> Round | None:
    """The county's newest earlier round under any version of the scheme."""
    rounds = Round.objects.filter(area_code=area_code, scheme__code=scheme.code)
    return rounds.filter(period__lt=before).select_related("scheme").order_by("-period").first()


def next_period(*, scheme: Scheme, today: date) -> date:
    """The month to be planned: this one, or the first after it without a round of the scheme."""
    rounds = Round.objects.filter(area_code=scheme.area_code, scheme__code=scheme.code)
    taken = set(rounds.values_list("period", flat=True))
    period = today.replace(day=1)
    while period in taken:
        period = (period.replace(day=28) + timedelta(days=4)).replace(day=1)
    return period


def carried_over(last: Round, period: date) -> dict[str, Any]:
    """What a new month takes from its last round; the days stand on the same days of the month."""
    starts_on = _same_day(last.starts_on, period)
    ends_on = starts_on + (last.ends_on - last.starts_on)
    fields = {name: getattr(last, name) for name in CARRIED}
    return fields | {"starts_on": starts_on, "ends_on": ends_on}


def _same_day(day: date, period: date) -> date:
    """The same day of another month, at most its last."""
    return period.replace(day=min(day.day, monthrange(period.year, period.month)[1]))


def carried_exclusions(last: Round, units: Container[str]) -> list[dict[str, str]]:
    """The last round's exclusions whose units can still be left out, with their reasons."""
    rows = last.exclusions.order_by("unit_code")
    return [{"unit_code": r.unit_code, "reason": r.reason} for r in rows if r.unit_code in units]


def proposed_teams(round_: Round) -> list[TeamProposal]:
    """The teams of the county's last round, without those who no longer inspect; four queries."""
    last = last_round(area_code=round_.area_code, scheme=round_.scheme, before=round_.period)
    if last is None:
        return []
    inspectors = {
        person.pk
        for person in User.objects.filter(is_active=True, groups__name=Role.INSPECTOR.label)
    }
    teams = Team.objects.filter(round=last).select_related("leader").prefetch_related("members")
    return [
        TeamProposal(
            team.name,
            team.leader if team.leader_id in inspectors else None,
            tuple(one for one in team.members.all() if one.pk in inspectors),
        )
        for team in teams.order_by("pk")
    ]


def plan_words(round_: Round) -> dict[str, str]:
    """What a plan says, by label, in words."""
    methods = dict(Round.METHODS)
    days = (round_.ends_on - round_.starts_on).days
    return {
        "组织形式": round_.get_mode_display(),
        "督查方式": "、".join(methods.get(name, name) for name in round_.methods),
        "督查时间": f"{round_.starts_on.day}日起{days}天",
        "抽签范围": round_.population_rule.label,
        "抽取乡镇": f"{round_.townships}个",
        "每乡镇抽村": f"{round_.villages_per_township}个",
        "每村抽户": f"{round_.households_per_village}户",
        "轮查月数": f"{round_.rotation_months}个月",
        "部门督查表": round_.get_department_forms_display(),
        "不参加抽签": "、".join(
            round_.exclusions.order_by("unit_code").values_list("unit_name", flat=True)
        )
        or "无",
    }


def differences(round_: Round, last: Round) -> list[Difference]:
    """What of a plan is not as it was in the last round."""
    was, now = plan_words(last), plan_words(round_)
    return [Difference(label, was[label], now[label]) for label in now if was[label] != now[label]]
