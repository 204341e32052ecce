"""Keeping the office's own wording, edition by edition."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from reports.drafting.catalogue import Catalogue
from reports.kinds import KINDS
from reports.models import Wording
from reports.selectors.wording import editions

MEANWHILE = "他人刚修改了该段用语，您写的还在本页，请与最新版本核对后再保存。"


def set_wording(
    *, area_code: str, kind: str, key: str, text: str, seen: int, by: User, at: datetime
) -> Wording:
    """Keep a new edition of one wording; an empty text goes back to the shipped one.

    `seen` is the edition it was written over (0 for the shipped text). Drafts made before keep
    their words until they are assembled again. Raises RuleBroken for an unknown passage, a text
    with a wrong mark or slot (each named), no change, or where another edition came meanwhile.
    """
    catalogue = catalogue_of_kind(kind)
    if key not in {entry.key for entry in catalogue.worded}:
        raise RuleBroken("没有这一段用语。", code="no_passage")
    text = text.replace("\r\n", "\n").strip()
    if text == catalogue.entry(key).text:
        text = ""
    if wrong := catalogue.wrong_with(key, text):
        raise RuleBroken("".join(wrong), code="wrong_text")
    _refuse_unchanged(editions(area_code=area_code, kind=kind, key=key), text, seen)
    row = Wording(
        area_code=area_code, kind=kind, key=key, version=seen + 1, text=text, by=by, at=at
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(by=by, action="set_wording", about=row, kind=kind, key=key, version=row.version)
    except IntegrityError as twice:
        raise RuleBroken(MEANWHILE, code="changed_meanwhile") from twice
    return row


def catalogue_of_kind(kind: str) -> Catalogue:
    """Give the wording of a kind. Raises RuleBroken for a kind the office does not word."""
    found = KINDS[kind].wording if kind in KINDS else None
    if found is None:
        raise RuleBroken("这一文种没有可修改的用语。", code="no_wording")
    return found


def _refuse_unchanged(kept: list[Wording], text: str, seen: int) -> None:
    newest = kept[0] if kept else None
    if (newest.version if newest else 0) != seen:
        raise RuleBroken(MEANWHILE, code="changed_meanwhile")
    if text == (newest.text if newest else ""):
        raise RuleBroken("没有改动。", code="no_change")
