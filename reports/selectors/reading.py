"""阅文: what a reader finds in the reading room, and what stands about one document."""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from accounts.models import User
from accounts.searches import Search
from reports.models import Bulletin, BulletinStep, Instruction, Receipt

HEAVY = ("facts", "passages", "search_text")


def readable(user: User) -> "QuerySet[Bulletin]":
    """Give the closed books a user may read, the newest first."""
    rows = Bulletin.objects.visible_to(user).issued().defer(*HEAVY)
    return rows.order_by("-year", "-issued_on", "-pk")


def found_by(user: User) -> "QuerySet[Bulletin]":
    """Give the lines of the reading room: what may be read, and what was taken back since.

    A withdrawn document is found by its number and reason; its text and files stay hidden.
    """
    open_now = Bulletin.objects.visible_to(user).issued().values("pk")
    taken = Bulletin.objects.taken_back_from(user).values("pk")
    rows = Bulletin.objects.filter(Q(pk__in=open_now) | Q(pk__in=taken)).defer(*HEAVY)
    return rows.order_by("-year", "-issued_on", "-pk")


def for_list(rows: "QuerySet[Any]", user: User) -> "QuerySet[Any]":
    """Add what a line of the list shows: the own unit's receipt, how many instructions."""
    own = Receipt.objects.filter(bulletin=OuterRef("pk"), unit=user.unit_id or 0)
    asked = Instruction.objects.visible_to(user).filter(bulletin=OuterRef("pk"))
    counts = asked.order_by().values("bulletin").annotate(found=Count("pk")).values("found")
    return rows.annotate(
        mine=Case(
            When(state=Bulletin.State.WITHDRAWN, then=Value("")),
            When(Exists(own.filter(received_at=None)), then=Value("waiting")),
            When(Exists(own), then=Value("received")),
            default=Value(""),
            output_field=CharField(),
        ),
        instructed=Coalesce(Subquery(counts, output_field=IntegerField()), 0),
    )


def waiting_for_unit(user: User) -> "QuerySet[Bulletin]":
    """Give the readable documents the user's unit has not signed for."""
    waiting = Receipt.objects.waiting().filter(unit=user.unit_id or 0)
    return readable(user).filter(pk__in=waiting.values("bulletin"))


def searched(rows: "QuerySet[Any]", search: Search | None) -> "QuerySet[Any]":
    """Keep the documents whose title or text holds every word; a lost search finds nothing.

    The text of a withdrawn one is not searched: a hit would tell what it said.
    """
    if search is None:
        return rows
    if search.kind != "words":
        return rows.none()
    for word in search.value.split():
        in_text = Q(search_text__icontains=word, state__in=Bulletin.SEALED)
        rows = rows.filter(in_text | Q(title__icontains=word))
    return rows


def number_words(path: str = "") -> Case:
    """Give a document's number in SQL as `Bulletin.number` writes it; `path` leads to it."""
    report = Concat(
        Value("第"),
        F(f"{path}serial"),
        Value("期（总第"),
        F(f"{path}total_serial"),
        Value("期）"),
        output_field=CharField(),
    )
    plain = Concat(
        F(f"{path}series"),
        Value("〔"),
        F(f"{path}year"),
        Value("〕"),
        F(f"{path}serial"),
        Value("号"),
        output_field=CharField(),
    )
    return Case(
        When(**{f"{path}serial": None}, then=Value("")),
        When(**{f"{path}total_serial__isnull": False}, then=report),
        default=plain,
        output_field=CharField(),
    )


def corrections_of(held: Bulletin, user: User) -> dict[str, Any]:
    """Give the document it corrects and those that correct it, as far as the user may read."""
    seen = readable(user)
    return {
        "corrects": seen.filter(pk=held.corrects_id or 0).first(),
        "supplements": list(seen.filter(corrects=held).order_by("pk")),
    }


def withdrawal(held: Bulletin) -> BulletinStep | None:
    """Give the act that took a document back: who and when."""
    steps = BulletinStep.objects.filter(bulletin=held, act=BulletinStep.Act.WITHDRAWN)
    return steps.select_related("by").last()
