"""Who may call an API view, and how its lists page."""

from typing import TYPE_CHECKING

from rest_framework import permissions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Pages(PageNumberPagination):
    """Pages of 50, up to 500 when asked with `page_size`."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500


class HoldsPermission(permissions.IsAuthenticated):
    """Logged in, and holding what the viewset's `permissions_required` names for the action.

    `permissions_required` maps an action's name to a permission; `"*"` stands for the rest. A
    viewset that says nothing is closed.
    """

    message = "您没有此项权限。"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not super().has_permission(request, view):
            return False
        named: dict[str, str] = getattr(view, "permissions_required", {})
        needed = named.get(getattr(view, "action", None) or "", named.get("*"))
        return needed is not None and (needed == "" or request.user.has_perm(needed))
