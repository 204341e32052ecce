"""公文模板: a county's versions, the one in use for a kind, what a document is printed on."""

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import COUNTY
from reports.models import Bulletin, Letterhead

ALL_KINDS = "各文种通用"


@dataclass(frozen=True)
class Version:
    """One version as the list shows it: the row and its kind in words."""

    row: Letterhead
    kind: str


def letterheads_of(user: User) -> "QuerySet[Letterhead]":
    """Give the versions of the user's county, the newest of each kind first."""
    rows = Letterhead.objects.within(user.area_code[:COUNTY])
    return rows.select_related("uploaded_by").order_by("kind", "-version")


def versions_told(rows: "QuerySet[Letterhead]") -> list[Version]:
    """Give the versions with their kinds in Chinese."""
    words = dict(Bulletin.Kind.choices)
    return [Version(row, str(words.get(row.kind, ALL_KINDS))) for row in rows]


def letterhead_for(*, county: str, kind: str) -> Letterhead | None:
    """Give the template in use for a kind of document, else the one for every kind."""
    rows = Letterhead.objects.filter(area_code=county[:COUNTY], in_use=True, kind__in=[kind, ""])
    return rows.order_by("-kind").first()


def template_of(letterhead: Letterhead | None) -> bytes | None:
    """Give the template's bytes as uploaded; None for our own layout.

    Raises RuleBroken where the file is gone or is another than the one that was checked.
    """
    if letterhead is None:
        return None
    try:
        with letterhead.file.open("rb") as file:
            content: bytes = file.read()
    except OSError as gone:
        raise _damaged(letterhead) from gone
    if hashlib.sha256(content).hexdigest() != letterhead.sha256:
        raise _damaged(letterhead)
    return content


def _damaged(letterhead: Letterhead) -> RuleBroken:
    return RuleBroken(
        f"公文模板“{letterhead}”的文件丢失或被改动，请停用该模板后再办，并告知系统管理员。",
        code="letterhead_damaged",
    )


def previewed_document(*, county: str, kind: str) -> Bulletin | None:
    """Give the newest document a template is shown with: of its kind, or of any kind."""
    rows = Bulletin.objects.standing().filter(area_code=county[:COUNTY])
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("-period", "-id").first()
