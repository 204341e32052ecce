"""The tabs over the register's lists."""

from django.http import HttpRequest
from django.urls import reverse

_TABS = (
    ("贫困户", "household_list", "households.view_household"),
    ("家庭成员", "member_list", "households.view_member"),
    ("重点户", "concern_list", "households.view_concernflag"),
    ("乡镇和村", "area_list", "households.view_area"),
    ("五个一", "board", "households.view_posting"),
    ("帮扶责任人", "pairing_list", "households.view_helperpairing"),
    ("派驻人员", "posting_list", "households.view_posting"),
    ("退出程序", "exit_list", "households.view_exitprocedure"),
    ("平台比对", "platform_list", "households.view_platformdifference"),
    ("冲突处理", "conflict_list", "households.view_registerconflict"),
    ("底册导入", "batch_list", "households.view_registerbatch"),
)


def register_tabs(request: HttpRequest, here: str) -> list[tuple[str, str, bool, None]]:
    """Give the tabs the user may open, for partials/tabs.html."""
    return [
        (label, reverse(f"households:{name}"), name == here, None)
        for label, name, permission in _TABS
        if request.user.has_perm(permission)
    ]
