"""The tabs over the register's lists."""

from django.http import HttpRequest
from django.urls import reverse

_TABS = (
    ("贫困户", "household_list", "households.view_household"),
    ("乡镇和村", "area_list", "households.view_area"),
    ("底册导入", "batch_list", "households.view_registerbatch"),
)


def register_tabs(request: HttpRequest, here: str) -> list[tuple[str, str, bool, None]]:
    """Give the tabs the user may open, for partials/tabs.html."""
    return [
        (label, reverse(f"households:{name}"), name == here, None)
        for label, name, permission in _TABS
        if request.user.has_perm(permission)
    ]
