"""签收: who signed for a document and who has not; what one unit sees of it."""

from dataclasses import dataclass

from django.db.models import Case, CharField, QuerySet, Value, When

from accounts.models import User
from reports.models import Bulletin, Receipt
from reports.selectors.reading import number_words

REMIND = "reports.issue_bulletin"


@dataclass(frozen=True)
class ReceiptsPanel:
    """The receipts of a document as its page shows them, what is missing first."""

    waiting: list[Receipt]
    signed: list[Receipt]
    may_remind: bool

    @property
    def total(self) -> int:
        """How many units it was sent to."""
        return len(self.waiting) + len(self.signed)


def receipts_panel(held: Bulletin, user: User) -> ReceiptsPanel | None:
    """Give the receipts for the offices; None for whoever is inspected, or before it is sent."""
    if user.is_inspected or not held.issued_at:
        return None
    rows = list(
        held.receipts.select_related("unit", "received_by").order_by(
            "unit__area_code", "unit__kind", "unit__name"
        )
    )
    waiting = [row for row in rows if row.received_at is None]
    signed = [row for row in rows if row.received_at is not None]
    return ReceiptsPanel(
        waiting, signed, bool(waiting) and held.is_sealed and user.has_perm(REMIND)
    )


def own_receipt(held: Bulletin, user: User) -> Receipt | None:
    """Give the receipt of the user's own unit, if the document was sent there."""
    rows = Receipt.objects.filter(bulletin=held, unit=user.unit_id or 0)
    return rows.select_related("unit", "received_by").first()


def lines(user: User) -> "QuerySet[Receipt]":
    """Give the rows of the list 签收情况: of documents that were issued and may be read."""
    seen = Bulletin.objects.visible_to(user).issued()
    return (
        Receipt.objects.visible_to(user)
        .filter(bulletin__in=seen.values("pk"))
        .annotate(
            number=number_words("bulletin__"),
            stands=Case(
                When(received_at=None, then=Value("waiting")),
                default=Value("received"),
                output_field=CharField(),
            ),
        )
    )
