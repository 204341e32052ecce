"""The way of a document as its page shows it: the bar of steps, the lines, who countersigned."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from reports.models import Bulletin, BulletinStep, Countersign

State = Bulletin.State
STEPS = ("起草", "审核", "会签", "签发", "编号", "印发", "签收", "归档")
COUNTERSIGNED, RECEIVED = 2, 6
SKIPPED = {COUNTERSIGNED: "未安排", RECEIVED: "无须"}
AT = {
    State.DRAFT: 0,
    State.REVIEW: 1,
    State.COUNTERSIGN: 2,
    State.SIGNING: 3,
    State.SIGNED: 4,
    State.NUMBERED: 5,
    State.ISSUED: RECEIVED,
    State.ARCHIVED: len(STEPS),
}


@dataclass(frozen=True)
class Step:
    """One step of the bar: done, now, todo, or skipped; `note` says how far it is."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of what was done."""

    label: str
    at: datetime
    by: User | None
    note: str


def bar_of(held: Bulletin) -> list[Step]:
    """Give the steps of a document, 起草 to 归档; one that was withdrawn stops where it was."""
    here = _place(held)
    asked = this_edition(held).count()
    notes = {RECEIVED: _received(held), COUNTERSIGNED: _countersigned(held) if asked else ""}
    bar = []
    if held.state == State.ISSUED and not notes[RECEIVED]:
        here += 1  # nobody is to sign for it: what comes next is the archive
    left_out = {COUNTERSIGNED: not asked, RECEIVED: held.issued_at and not notes[RECEIVED]}
    for place, label in enumerate(STEPS):
        skipped = bool(left_out.get(place)) and here > place
        state = "skipped" if skipped else _told(place, here, withdrawn=held.withdrawn_reason != "")
        bar.append(Step(label, state, SKIPPED[place] if skipped else notes.get(place, "")))
    return bar


def _place(held: Bulletin) -> int:
    if held.state == State.WITHDRAWN:
        return RECEIVED if held.issued_at else AT[State.NUMBERED]
    return AT[State(held.state)]


def _told(place: int, here: int, *, withdrawn: bool) -> str:
    if place < here:
        return "done"
    return "now" if place == here and not withdrawn else "todo"


def _received(held: Bulletin) -> str:
    if not held.issued_at:
        return ""
    every = held.receipts.count()
    return f"{held.receipts.exclude(received_at=None).count()}/{every}" if every else ""


def _countersigned(held: Bulletin) -> str:
    asked = this_edition(held)
    return f"{asked.exclude(state=Countersign.State.ASKED).count()}/{asked.count()}"


def this_edition(held: Bulletin) -> "QuerySet[Countersign]":
    """Give who was asked to countersign the present edition, with the answers."""
    rows = Countersign.objects.filter(bulletin=held, edition=held.edition)
    return rows.select_related("unit", "by")


def story_of(held: Bulletin) -> list[Entry]:
    """Give what was done with the document, the newest first."""
    lines = BulletinStep.objects.filter(bulletin=held).select_related("by").order_by("-id")
    return [Entry(line.get_act_display(), line.at, line.by, line.opinion) for line in lines]
