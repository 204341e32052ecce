"""What every page knows beside its own content."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.menu import menu_of
from accounts.models import Notice, User


def menu(request: HttpRequest) -> dict[str, Any]:
    """Give the menu and the number of unread notices; each is asked once, if a page shows it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        "menu_lines": cache(lambda: menu_of(user, path=request.path)),
        "unread_notices": cache(lambda: Notice.objects.visible_to(user).unread().count()),
    }
