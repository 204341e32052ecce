"""What somebody searched for: kept in his session, so that it stands in no address and no log."""

import json
import secrets
from collections.abc import MutableMapping
from typing import Any, NamedTuple

from accounts.sealing import open_sealed, seal

PARAMETER = "search"
_KEPT, _MOST = "searches", 20
_PLACE = "accounts_job.search"


class Search(NamedTuple):
    """A search: what kind, the word or the keyed index it looks for, and how it is told."""

    kind: str
    value: str
    told: str


NOTHING = Search("nothing", "", "检索条件已失效，请重新检索")


def keep_search(session: MutableMapping[str, Any], search: Search) -> str:
    """Keep a search in the session and give the token it is found by; the oldest go first."""
    token = secrets.token_urlsafe(9)
    kept = dict(session.get(_KEPT, {}))
    kept[token] = list(search)
    session[_KEPT] = dict(list(kept.items())[-_MOST:])
    return token


def kept_search(session: MutableMapping[str, Any], token: str) -> Search | None:
    """Give the search of a token; NOTHING for one this session does not hold, None for none."""
    if not token:
        return None
    kept = session.get(_KEPT, {}).get(token)
    return Search(*kept) if kept else NOTHING


def seal_search(search: Search | None) -> str:
    """Seal a search for a job's payload."""
    return seal(json.dumps(search), place=_PLACE) if search else ""


def open_search(sealed: str) -> Search | None:
    """Open what `seal_search` gave; raises CannotOpen for anything else."""
    return Search(*json.loads(open_sealed(sealed, place=_PLACE))) if sealed else None
