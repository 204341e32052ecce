"""批示: what waits, who may do what, and the list's rows."""

from datetime import date

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from accounts.models import Unit, User
from accounts.scope import COUNTY
from reports.models import Bulletin, Instruction
from reports.selectors.reading import found_by, number_words

State = Instruction.State
OFFICE = "assemble_bulletin"
GIVE, ENTER = "reports.instruct_bulletin", f"reports.{OFFICE}"
ANSWERS = ("reports.receive_bulletin", "reports.answer_instruction")
HIDDEN = "内部文件"
"""What stands for a document that the reader may not see."""


def may_give(held: Bulletin, user: User) -> bool:
    """Whether the user may write an instruction on this document, or enter a leader's."""
    return held.is_sealed and any(map(user.has_perm, (GIVE, ENTER)))


def may_answer(asked: Instruction, user: User) -> bool:
    """Whether the user may reply now: of the unit that is to act, with the right to."""
    if asked.state != State.ASKED or user.unit_id is None:
        return False
    return asked.unit_id == user.unit_id and any(map(user.has_perm, ANSWERS))


def may_close(asked: Instruction, user: User) -> bool:
    """Whether the user may close a reply or send it back now: the office."""
    return asked.state == State.REPLIED and user.has_perm(ENTER)


def able_units(county: str) -> "QuerySet[Unit]":
    """Give the units of a county that can be charged: somebody there may answer."""
    able = User.objects.filter(
        is_active=True,
        unit__isnull=False,
        groups__permissions__codename__in=[right.partition(".")[2] for right in ANSWERS],
    )
    rows = Unit.objects.within(county[:COUNTY]).filter(pk__in=able.values("unit"))
    return rows.order_by("area_code", "kind", "name")


def waiting_for_unit(user: User) -> "QuerySet[Instruction]":
    """Give the instructions the user's unit has not replied to."""
    rows = Instruction.objects.visible_to(user)
    return rows.filter(state=State.ASKED, unit=user.unit_id or 0)


def on_document(held: Bulletin, user: User, *, on: date) -> list[Instruction]:
    """Give the instructions on a document that the user may see, each with `late` and rights."""
    seen = Instruction.objects.visible_to(user).filter(bulletin=held)
    found = list(seen.select_related("unit", "replied_by", "closed_by"))
    for asked in found:
        asked.late = is_late(asked, on=on)  # for the template
    return found


def is_late(asked: Instruction, *, on: date) -> bool:
    """Whether the reply is missing after its day."""
    return asked.state == State.ASKED and asked.due_on < on


def lines(user: User, *, on: date) -> "QuerySet[Instruction]":
    """Give the list's rows: the state with 逾期 told, the document only where it may be read.

    Raises nothing; the gate is `visible_to` of the instruction and of its document.
    """
    seen = found_by(user).values("pk")
    late = Q(state=State.ASKED, due_on__lt=on)
    return Instruction.objects.visible_to(user).annotate(
        document=Case(
            When(bulletin__in=seen, then=F("bulletin__title")),
            default=Value(HIDDEN),
            output_field=CharField(),
        ),
        document_number=Case(
            When(bulletin__in=seen, then=number_words("bulletin__")),
            default=Value(""),
            output_field=CharField(),
        ),
        stands=Case(
            When(late, then=Value("overdue")), default=F("state"), output_field=CharField()
        ),
    )
