"""What every page knows beside its own content."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.looks import look_of
from accounts.menu import menu_of
from accounts.models import Notice, User


def menu(request: HttpRequest) -> dict[str, Any]:
    """Give the look, the menu and the unread notices; only what a page shows is asked for."""
    look = look_of(request.COOKIES)
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"look": look}
    return {
        "look": look,
        "menu_lines": cache(lambda: menu_of(user, path=request.path)),
        "unread_notices": cache(lambda: Notice.objects.visible_to(user).unread().count()),
    }
