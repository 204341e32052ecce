"""What was asked of a user: to decide, to look, to look again; what has come to the leaders."""

from collections.abc import Iterator

from accounts.models import User
from inspections.models import AccountabilityCase, LookBack, SelfCheck
from inspections.selectors import requests
from inspections.selectors.escalation_lists import before_leaders
from reports.selectors.home.waiting import Waiting

DECIDED = (("extension", "待审批延期"), ("objection", "待审核申诉"))


def waiting(user: User) -> Iterator[Waiting]:
    """Give what was asked of the user, by his rights; a query for each kind he may have."""
    yield from _requests(user)
    if user.has_perm("inspections.view_escalation"):
        count = before_leaders(user).count()
        yield Waiting("领导督办清单", count, "inspections:escalation_list", tone="red")
    if user.has_perm("inspections.decide_accountability"):
        cases = AccountabilityCase.objects.visible_to(user).filter(state="proposed")
        page = "inspections:accountability_list"
        yield Waiting("待处理问责事项", cases.count(), page, "state=proposed", "orange")
    yield from _looks(user)


def _requests(user: User) -> Iterator[Waiting]:
    """Count the requests the user may decide: of other units, not his own."""
    mine = [pair for pair in DECIDED if user.has_perm(requests.DECIDES[pair[0]])]
    if not mine:
        return
    counts = requests.waiting_for(user)
    for name, label in mine:
        page = f"inspections:{name}_list"
        yield Waiting(label, counts[name], page, "state=pending&mine=1", "orange")


def _looks(user: User) -> Iterator[Waiting]:
    """Count what the user is to visit again, and what his unit is to look for at home."""
    if user.has_perm("inspections.record_look_back"):
        again = LookBack.objects.visible_to(user).open().filter(inspector=user)
        query = "state=asked&mine=1"
        yield Waiting("我的回头看", again.count(), "inspections:look_back_list", query, "orange")
    answers = user.has_perm("inspections.reply_rectification")
    if user.unit_id and answers and user.has_perm("inspections.view_selfcheck"):
        asked = SelfCheck.objects.visible_to(user).open().filter(unit=user.unit_id)
        page, query = "inspections:self_check_list", f"state=asked&unit={user.unit_id}"
        yield Waiting("待自查（举一反三）", asked.count(), page, query, "orange", of_unit=True)
