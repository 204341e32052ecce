"""What a page of refusal gives back to the person it refuses."""

from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest

register = template.Library()

WORTH_KEEPING = 8  # characters; what is shorter is soon typed again
SECRET = ("password", "csrf", "token", "secret", "seed", "search")


@register.simple_tag
def typed_text(request: HttpRequest | None) -> list[str]:
    """Give the sentences of a form that was not taken, to be copied; never a secret.

    Only to a person who is logged in and whose form came from a page of this site: another site
    could else put its own words before him.
    """
    if request is None or not _is_ours(request):
        return []
    return [
        text
        for name, texts in request.POST.lists()
        if not any(word in name for word in SECRET)
        for text in texts
        if len(text) >= WORTH_KEEPING and not text.isascii()
    ]


def _is_ours(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    came_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    known = user is not None and user.is_authenticated
    return bool(known and urlsplit(came_from).netloc == request.get_host())
