"""What was asked of a user: to decide, to look, to look again; what has come to the leaders."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from inspections.models import AccountabilityCase, LookBack, SelfCheck
from inspections.selectors import requests
from inspections.selectors.escalation_lists import before_leaders
from reports.selectors.home.waiting import ALL, Waiting, dated, due

DECIDED = (("extension", "待审批延期", "审批"), ("objection", "待审核申诉", "审核"))


def waiting(user: User, *, on: date) -> Iterator[Waiting]:
    """Give what was asked of the user, by his rights; a query for each kind he may have."""
    yield from _requests(user)
    if user.has_perm("inspections.view_escalation"):
        count = before_leaders(user).count()
        yield Waiting("领导督办清单", count, "inspections:escalation_list", ALL, "red")
    if user.has_perm("inspections.decide_accountability"):
        cases = AccountabilityCase.objects.visible_to(user).filter(state="proposed")
        page, act = "inspections:accountability_list", "处理"
        yield Waiting("待处理问责事项", cases.count(), page, "state=proposed", "orange", act=act)
    yield from _looks(user, on)


def _requests(user: User) -> Iterator[Waiting]:
    """Count the requests the user may decide: of other units, not his own."""
    mine = [kind for kind in DECIDED if user.has_perm(requests.DECIDES[kind[0]])]
    if not mine:
        return
    counts = requests.waiting_for(user)
    for name, label, act in mine:
        page = f"inspections:{name}_list"
        yield Waiting(label, counts[name], page, "state=pending&mine=1", "orange", act=act)


def _looks(user: User, on: date) -> Iterator[Waiting]:
    """Count what the user is to visit again, and what his unit is to look for at home."""
    if user.has_perm("inspections.record_look_back"):
        again = LookBack.objects.visible_to(user).open().filter(inspector=user)
        page, found = "inspections:look_back_list", due(again, on=on)
        query = "state=asked&mine=1"
        yield dated("我的回头看", found, page, query, tone="orange", act="去回访")
    answers = user.has_perm("inspections.reply_rectification")
    if user.unit_id and answers and user.has_perm("inspections.view_selfcheck"):
        asked = SelfCheck.objects.visible_to(user).open().filter(unit=user.unit_id)
        page, query = "inspections:self_check_list", f"state=asked&unit={user.unit_id}"
        label, how = "待自查（举一反三）", {"tone": "orange", "act": "去自查"}
        yield dated(label, due(asked, on=on), page, query, **how, of_unit=True)
