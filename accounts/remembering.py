"""The filters somebody last used on a list: kept in his session, by the list's address.

Only what he chose himself on the list's own page is kept: a link from a card or a board brings
its own filters and changes nothing here. What was searched for is not kept (accounts.searches).
"""

from collections.abc import Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib.messages import get_messages
from django.http import HttpRequest, QueryDict

from accounts.searches import PARAMETER

_KEPT, _MOST, _LONGEST = "filters", 40, 600
_BROUGHT = "filters_brought"
WHOLE = "all"  # ?all=1 asks for a list as it is, whatever is kept
PASSING = {"page", "total", PARAMETER, WHOLE}


def last_filters(request: HttpRequest) -> str:
    """Give the filters to bring back to somebody who comes to a list without any; "" for none.

    Who asks for the bare list on the list itself wants to see all of it, and it is forgotten;
    whoever comes back from an act done on the list, which has something to tell him, does not.
    """
    if request.GET:
        return ""
    kept: str = request.session.get(_KEPT, {}).get(request.path, "")
    if kept and _before(request) is not None and not get_messages(request):
        _keep(request.session, request.path, "")
        return ""
    if kept:
        request.session[_BROUGHT] = request.path
    return kept


def keep_filters(request: HttpRequest, *, typed: Iterable[str]) -> None:
    """Keep the filters of a list if they were changed on its own page.

    `typed` names the fields of free words: a name may have been typed there, so they are not kept.
    """
    before = _before(request)
    if before is None or not request.GET or WHOLE in request.GET:
        return
    now = _filters(request.GET)
    for name in typed:
        now.pop(name, None)
    kept = QueryDict(request.session.get(_KEPT, {}).get(request.path, ""))
    if _plain(now) != _plain(_filters(before)) or _plain(now) == _plain(kept):
        query = now.urlencode()
        _keep(request.session, request.path, query if len(query) <= _LONGEST else "")


def were_brought(request: HttpRequest) -> bool:
    """Whether the filters of this page are the ones brought back just now."""
    return bool(request.session.get(_BROUGHT) == request.path and request.session.pop(_BROUGHT))


def _before(request: HttpRequest) -> QueryDict | None:
    """Give the query of the page somebody came from if it was this list; None otherwise."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    here = came_from.path == request.path and came_from.netloc == request.get_host()
    return QueryDict(came_from.query) if here else None


def _filters(asked: QueryDict) -> QueryDict:
    """Give what was asked without what passes and without empty fields."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name not in PASSING and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept


def _plain(filters: QueryDict) -> dict[str, list[Any]]:
    """Give the filters without the sorting, to be compared."""
    return {name: values for name, values in filters.lists() if name != "sort"}


def _keep(session: MutableMapping[str, Any], path: str, query: str) -> None:
    kept = {place: told for place, told in session.get(_KEPT, {}).items() if place != path}
    if query:
        kept[path] = query
    session[_KEPT] = dict(list(kept.items())[-_MOST:])
