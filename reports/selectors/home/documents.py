"""Documents that wait: to be sent to review, reviewed, countersigned, signed, numbered, issued."""

from collections.abc import Iterator

from django.db.models import Count, Q

from accounts.models import User
from reports.models import Bulletin
from reports.selectors.acts import WAITING
from reports.selectors.home.waiting import Waiting

LIST = "reports:bulletin_list"
DRAFT = Q(state=Bulletin.State.DRAFT)


def waiting(user: User) -> Iterator[Waiting]:
    """Give what waits for the user on the way of the documents, by his rights; one query."""
    offers = [offer for offer in WAITING if user.has_perm(f"reports.{offer.right}")]
    drafts = user.has_perm("reports.assemble_bulletin")
    if not user.has_perm("reports.view_bulletin") or not (offers or drafts):
        return
    rows = Bulletin.objects.visible_to(user)
    counts = rows.order_by().aggregate(
        draft=Count("pk", filter=DRAFT),
        **{offer.code: Count("pk", filter=offer.applies_to(user)) for offer in offers},
    )
    if drafts:
        yield Waiting("起草中文件", counts["draft"], LIST, "state=draft", act="继续起草")
    for offer in offers:
        query = f"state={offer.states[0]}&mine=1"
        yield Waiting(offer.waits, counts[offer.code], LIST, query, "orange", act=offer.label)
