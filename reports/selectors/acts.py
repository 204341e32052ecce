"""What a person may do with a document now, by right, unit and state: the buttons of its page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from reports.models import Bulletin, Countersign

State = Bulletin.State
Test = Callable[[User], Q]


@dataclass(frozen=True)
class Offer:
    """One act: its page's name, its words, who may do it (`right`), in which states.

    `rows` says of which documents besides; the page's button, the list "待我办" and the cards of
    the first page ask the same.
    """

    code: str
    label: str
    icon: str
    right: str
    states: tuple[str, ...]
    rows: Test = lambda user: Q()
    tone: str = "primary"
    waits: str = ""
    """What the first page calls documents that wait for this act; "" where nothing waits."""

    @property
    def url_name(self) -> str:
        """Give the name of the act's page."""
        return f"reports:bulletin_{self.code}"

    def applies_to(self, user: User) -> Q:
        """Give which documents the user may do this with."""
        if not user.has_perm(f"reports.{self.right}"):
            return Q(pk__in=[])
        return Q(state__in=self.states) & self.rows(user)


def _of_others(user: User) -> Q:
    """Nobody reviews or signs what he sent to review himself."""
    return Q(submitted_by=None) | ~Q(submitted_by=user)


def _asked(user: User) -> Q:
    """The user's unit is asked to countersign this edition and has not answered."""
    asked = Countersign.objects.filter(
        bulletin=OuterRef("pk"),
        edition=OuterRef("edition"),
        unit=user.unit_id,
        state=Countersign.State.ASKED,
    )
    return Q(Exists(asked))


def _correctable(user: User) -> Q:
    """A supplement is not corrected by another, the original is; its draft is written anew."""
    is_supplement = Q(kind=Bulletin.Kind.SUPPLEMENT)
    return Q(state=State.DRAFT) & is_supplement | ~Q(state=State.DRAFT) & ~is_supplement


UNNUMBERED = (State.REVIEW, State.COUNTERSIGN, State.SIGNING, State.SIGNED)
CORRECTED = (State.DRAFT, *Bulletin.SEALED)
QUIET = "outline-secondary"
OFFERS = (
    Offer("submit", "送审", "send", "assemble_bulletin", (State.DRAFT,)),
    Offer("text", "修改正文", "pencil", "assemble_bulletin", (State.DRAFT,), tone=QUIET),
    Offer(
        *("review", "审核", "check", "review_bulletin", (State.REVIEW,)),
        rows=_of_others,
        waits="待审核文件",
    ),
    Offer(
        *("countersign", "会签", "users", "countersign_bulletin", (State.COUNTERSIGN,)),
        rows=_asked,
        waits="待会签文件",
    ),
    Offer(
        *("sign", "签发", "pencil", "sign_bulletin", (State.SIGNING,)),
        rows=_of_others,
        waits="待签发文件",
    ),
    Offer("number", "编号", "list-check", "issue_bulletin", (State.SIGNED,), waits="待编号文件"),
    Offer("issue", "印发", "printer", "issue_bulletin", (State.NUMBERED,), waits="待印发文件"),
    Offer("archive", "归档", "archive", "issue_bulletin", (State.ISSUED,)),
    Offer(
        *("correct", "更正补充", "file-text", "assemble_bulletin", CORRECTED),
        rows=_correctable,
        tone=QUIET,
    ),
    Offer("return", "退回", "arrow-back-up", "review_bulletin", UNNUMBERED, tone=QUIET),
    Offer(
        *("withdraw", "撤回", "x", "issue_bulletin", (State.NUMBERED, State.ISSUED)),
        tone=QUIET,
    ),
)
BY_CODE = {offer.code: offer for offer in OFFERS}
WAITING = tuple(offer for offer in OFFERS if offer.waits)


def acts_on(held: Bulletin, user: User) -> list[Offer]:
    """Give what the user may do with the document as it stands, the main act first."""
    row = Bulletin.objects.filter(pk=held.pk)
    possible = [
        offer
        for offer in OFFERS
        if held.state in offer.states and user.has_perm(f"reports.{offer.right}")
    ]
    asked = {offer.code: row.filter(offer.rows(user)).exists() for offer in possible}
    return [offer for offer in possible if asked[offer.code]]


def may(code: str, held: Bulletin, user: User) -> bool:
    """Whether the user may do one act with the document now."""
    return any(offer.code == code for offer in acts_on(held, user))


def waits_for(user: User) -> Q:
    """Give which documents wait for the user: to review, countersign, sign, number or issue."""
    found = Q(pk__in=[])
    for offer in WAITING:
        found |= offer.applies_to(user)
    return found
