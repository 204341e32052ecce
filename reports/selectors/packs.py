"""What goes into a month's pack, who may take it, and whether anything in it has changed."""

import hashlib
import json
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from inspections.models import Draw, LedgerEntry, Problem, RectificationOrder, Reply, Verification
from reports.ledgers.month import LEDGERS
from reports.models import Bulletin, MonthPack

EDITION = 1  # of the pack's own form: raised when what is put in it changes
RIGHTS = frozenset(
    {
        "reports.view_bulletin",
        "inspections.view_draw",
        "inspections.view_rectificationorder",
        *(f"reports.{ledger.permission}" for ledger in LEDGERS),
    }
)
"""Everything a pack holds needs its right: whoever lacks one may not have the whole."""
ON_PAPER = (
    *("number", "state", "order", "due_on", "closed_on", "subject_name", "fact", "basis"),
    *("category", "severity", "scope", "track", "responsible_unit", "responsible_person"),
)


def may_have_pack(*, held: Bulletin, user: User) -> bool:
    """Tell whether a user may ask for the pack of a document: a monthly one, with all rights."""
    return held.kind == Bulletin.Kind.MONTHLY and user.is_active and user.has_perms(RIGHTS)


def draws_of(held: Bulletin) -> QuerySet[Draw]:
    """Give the draws of the month's rounds that have a result, in the order they were held."""
    month = Draw.objects.filter(round__area_code=held.area_code, round__period=held.period)
    return month.exclude(result_sha="").select_related("round").order_by("drawn_at", "pk")


def orders_of(held: Bulletin) -> QuerySet[RectificationOrder]:
    """Give the orders issued for the month's problems, by number."""
    county = RectificationOrder.objects.filter(area_code=held.area_code)
    month = county.filter(covers__period=held.period).distinct()
    return month.select_related("unit", "issued_by", "acknowledged_by").order_by("year", "serial")


def mark_of(held: Bulletin) -> str:
    """Fingerprint all that goes into the pack of a document; a fixed number of queries.

    Equal marks mean equal content: what is sealed never changes, papers made from live rows are
    told apart by those rows.
    """
    problems = Problem.objects.filter(orders__in=orders_of(held).values("pk"))
    of_orders = Q(problem__in=problems.values("pk"))
    told: list[Any] = [
        EDITION,
        *(held.pk, held.state, held.number, held.facts_sha),
        list(held.files.order_by("kind").values_list("kind", "name", "sha256")),
        list(
            draws_of(held)
            .annotate(out=Count("units", filter=Q(units__replaced_by__isnull=False)))
            .values_list("draw_id", "state", "seal", "result_sha", "annul_reason", "out")
        ),
        list(orders_of(held).values_list("pk", "acknowledged_at", "due_on", "requirement")),
        list(problems.order_by("number").distinct().values_list(*ON_PAPER)),
        LedgerEntry.objects.filter(of_orders).aggregate(Max("pk"), Count("pk")),
        Reply.objects.filter(of_orders).aggregate(Max("pk"), Count("pk")),
        Verification.objects.filter(reply__problem__in=problems.values("pk")).aggregate(
            Max("pk"), Count("pk")
        ),
    ]
    text = json.dumps(told, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def pack_of(held: Bulletin, *, mark: str) -> MonthPack | None:
    """Give the pack of this very content, if it was made."""
    return held.packs.filter(mark=mark).first()
