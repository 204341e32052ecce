"""What waits in the register: own households, uploads half done, conflicts, the platform check."""

from collections.abc import Iterator

from django.db.models import Count, Q

from accounts.models import Role, User
from households.lists.platform import PLATFORM
from households.models import Household, RegisterBatch, RegisterConflict
from reports.selectors.home.waiting import ALL, Waiting

State = RegisterBatch.State
# the state an upload stops in until somebody goes on with it, what waits, the act
UPLOADS = (
    (State.MAPPING, "上传待对应列名", "对应列名"),
    (State.ASKING, "上传待确认", "确认"),
    (State.STAGED, "上传待应用", "应用"),
)


def waiting(user: User) -> Iterator[Waiting]:
    """Give what waits for the user in the register, by his rights; a query for each kind."""
    if user.has_role(Role.HELPER):
        count = Household.objects.visible_to(user).registered().count()
        yield Waiting("我帮扶的贫困户", count, "households:household_list", ALL)
    if user.has_perm("households.change_registerbatch"):
        yield from _uploads(user)
    if user.has_perm("households.decide_conflict"):
        open_ = RegisterConflict.objects.visible_to(user).filter(decision="").count()
        page = "households:conflict_list"
        yield Waiting("底册冲突待处理", open_, page, "state=open", "orange", act="处理")
    if user.has_perm("households.change_platformdifference"):
        count = PLATFORM.rows(user).filter(explained_at=None).count()
        page = "households:platform_list"
        yield Waiting("平台差异待说明", count, page, "explained=0", "orange", act="说明")


def _uploads(user: User) -> Iterator[Waiting]:
    counts = (
        RegisterBatch.objects.visible_to(user)
        .order_by()
        .aggregate(**{state.value: Count("pk", filter=Q(state=state)) for state, _, _ in UPLOADS})
    )
    for state, label, act in UPLOADS:
        page = "households:batch_list"
        yield Waiting(label, counts[state.value], page, f"state={state}", "orange", act=act)
