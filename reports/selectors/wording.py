"""The office's own wording as it holds today, and its earlier editions."""

from typing import Any

from reports.models import Bulletin, Wording


def current_wordings(*, area_code: str, kind: str) -> dict[str, Wording]:
    """Give the newest edition of each wording of a county; one query."""
    rows = Wording.objects.filter(area_code=area_code, kind=kind).order_by("version")
    return {row.key: row for row in rows.select_related("by")}


def own_wording(*, area_code: str, kind: str, catalogue: Any) -> dict[str, str]:
    """Give the office's own texts by key, as drafting takes them.

    One whose slots a later version of the program has taken away is left out: the shipped text
    stands in for it, and the settings page shows what is wrong.
    """
    if catalogue is None:
        return {}
    known = {entry.key for entry in catalogue.worded}
    return {
        key: row.text
        for key, row in current_wordings(area_code=area_code, kind=kind).items()
        if row.text and key in known and not catalogue.wrong_with(key, row.text)
    }


def editions(*, area_code: str, kind: str, key: str) -> list[Wording]:
    """Give every edition of one wording, the newest first."""
    rows = Wording.objects.filter(area_code=area_code, kind=kind, key=key)
    return list(rows.select_related("by").order_by("-version"))


def newest_of_kind(*, area_code: str, kind: str) -> Bulletin | None:
    """Give the newest document of a kind, whose facts a new wording is shown with."""
    rows = Bulletin.objects.standing().filter(area_code=area_code, kind=kind)
    return rows.order_by("-period", "-id").first()
