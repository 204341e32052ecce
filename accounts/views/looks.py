"""Choosing how pages look in this browser; no login needed, as the login page has a look too."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from accounts.looks import SIZE, SIZES, THEME, THEMES

KEPT = 365 * 24 * 3600  # seconds
CHOICES = (("theme", THEME, THEMES), ("size", SIZE, SIZES))  # field, cookie, what it may be


@method_decorator(login_not_required, name="dispatch")
class LookView(View):
    """Keep the chosen theme or size in a cookie and go back to the page."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take what is known of the form; anything else changes nothing."""
        address = request.POST.get("next", "")
        answer = HttpResponseRedirect(address if opens(address) else reverse("home"))
        for field, cookie, known in CHOICES:
            value = request.POST.get(field, "")
            if value in known:
                answer.set_cookie(
                    cookie,
                    value,
                    max_age=KEPT,
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=False,  # the page kept for no network reads it itself
                    samesite="Lax",
                )
        return answer


def opens(address: str) -> bool:
    """Whether a browser may be led to an address: one of ours, and not one that only takes forms.

    A form that was refused is shown at the address it was sent to.
    """
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return False
    try:
        view = resolve(urlsplit(address).path).func
    except Resolver404:
        return True  # the page that says so can be looked at as well
    kind = getattr(view, "view_class", None)
    return kind is None or ("get" in kind.http_method_names and hasattr(kind, "get"))
