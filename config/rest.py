"""Who may call an API view, and how its lists page."""

from typing import TYPE_CHECKING, Any, cast

from rest_framework import permissions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.paging import MOST, CappedPaginator

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Pages(PageNumberPagination):
    """Pages of 50, up to 500 when asked with `page_size`, as deep as the site's own lists.

    `count` and the pages stop at 10 000 rows, and `capped` then says that there are more: filters
    by place, year or number lead to them. A page behind the last one answers 404.
    """

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    django_paginator_class = CappedPaginator

    def get_paginated_response(self, data: Any) -> Response:
        """Add whether there are more rows than are leafed through."""
        response = super().get_paginated_response(data)
        response.data["capped"] = cast("Any", self.page).paginator.capped
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Tell the API's documents of `capped`."""
        told: dict[str, Any] = super().get_paginated_response_schema(schema)
        told["properties"]["count"]["description"] = f"至多 {MOST}"
        told["properties"]["capped"] = {
            "type": "boolean",
            "description": f"超过 {MOST} 条：其余请按区划、年度或编号筛选。",
        }
        told["required"] = [*told.get("required", []), "capped"]
        return told


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
