"""The inspector's word to keep discipline and step aside (督查纪律承诺), once a round."""

from datetime import datetime

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from inspections.models import Declaration, Round

STATEMENT = (
    "严守工作纪律：不提前通知、不打招呼，不接受被督查单位的宴请、礼品和安排，不泄露督查安排和群众反映。",
    "如实填写：逐项实地查看、当面询问，没有查到的写“未查”，不代填、不凑数，照片在现场拍摄。",
    "主动回避：本人所在单位、家乡乡镇、本人帮扶的贫困户由他人督查；发现须回避的，立即报告目督办移交。",
    "保护个人信息：群众的姓名、证件号码、电话只用于本次督查，不外传、不留存。",
)  # plan 000 §5: 严守工作纪律，细化工作安排


def declare(
    *,
    round: Round,  # noqa: A002 -- the word of the trade
    by: User,
    at: datetime | None = None,
) -> Declaration:
    """Keep that a member of the round's teams has given his word; twice does it once.

    Raises RuleBroken for whoever is in none of the round's teams.
    """
    if not round.teams.filter(members=by).exists():
        raise RuleBroken("您不是本期督查组成员，不用承诺。", code="not_a_member")
    made, new = Declaration.objects.get_or_create(
        round=round, person=by, defaults={"at": at or clock.now()}
    )
    if new:
        record(by=by, action="declare_discipline", about=round)
    return made
