"""What every page knows beside its own content."""

from dataclasses import asdict
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts import clock
from accounts.looks import look_of
from accounts.manual import chapter_of
from accounts.menu import menu_of
from accounts.models import User
from accounts.services.notices import read_on_page
from accounts.tours import tour_of


def menu(request: HttpRequest) -> dict[str, Any]:
    """Give the look, menu, unread notices, help, tour; only what a page shows is asked for."""
    look = look_of(request.COOKIES)
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"look": look}
    return {
        "look": look,
        "menu_lines": cache(lambda: menu_of(user, path=request.path)),
        "unread_notices": cache(lambda: _unread(request, user)),
        "help_address": cache(lambda: _help_of(request)),
        "tour": cache(lambda: _tour(request, user)),
    }


def _unread(request: HttpRequest, user: User) -> int:
    """Count the unread notices; one that leads to the page just opened counts as read."""
    standing = {reverse("home"), reverse("accounts:notices")}
    opened = request.method == "GET" and request.path not in standing
    here = {request.path, request.get_full_path()} if opened else set()
    return read_on_page(user=user, addresses=here, now=clock.now())


def _help_of(request: HttpRequest) -> str:
    """Give the address of the chapter that explains the page, else of the whole manual."""
    match = request.resolver_match
    chapter = chapter_of(match.view_name) if match else None
    if chapter is None:
        return reverse("accounts:help")
    return reverse("accounts:help_page", args=[chapter.slug])


def _tour(request: HttpRequest, user: User) -> dict[str, Any]:
    """Give the tour to show: on the home page, the first time or when asked for (?tour=1)."""
    again = "tour" in request.GET
    if request.path != reverse("home") or not (again or user.toured_on is None):
        return {}
    steps = [asdict(step) for step in tour_of(user)]
    return {"steps": steps, "done": reverse("accounts:toured"), "again": again}
