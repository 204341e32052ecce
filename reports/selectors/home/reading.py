"""What waits for readers: documents to sign for, instructions to answer, replies to close."""

from collections.abc import Iterator

from accounts.models import User
from reports.models import Instruction
from reports.selectors import reading
from reports.selectors.home.waiting import Waiting
from reports.selectors.instructions import ANSWERS, ENTER, waiting_for_unit

READING, INSTRUCTIONS = "reports:reading_list", "reports:instruction_list"


def waiting(user: User) -> Iterator[Waiting]:
    """Give what the user's unit is to sign and answer, and what the office is to close."""
    if user.unit_id and user.has_perm("reports.receive_bulletin"):
        count = reading.waiting_for_unit(user).count()
        yield Waiting("待签收通报", count, READING, "receipt=waiting", "orange")
    if not user.has_perm("reports.view_instruction"):
        return
    if user.unit_id and any(map(user.has_perm, ANSWERS)):
        query = f"state=asked&unit={user.unit_id}"
        yield Waiting("待反馈批示", waiting_for_unit(user).count(), INSTRUCTIONS, query, "red")
    if user.has_perm(ENTER):
        replied = Instruction.objects.visible_to(user).filter(state=Instruction.State.REPLIED)
        yield Waiting("已反馈待办结", replied.count(), INSTRUCTIONS, "state=replied", "blue")
