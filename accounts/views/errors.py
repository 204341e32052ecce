"""The pages of 400 and 500 in the look of the browser that asks; nothing else is relied on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.looks import look_of


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that what was sent could not be read."""
    return _told(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke; the database may be what broke, so it is not asked."""
    return _told(request, "500.html", 500)


def _told(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(None, template, {"look": look_of(request.COOKIES)}, status=status)
