"""What waits for readers: documents to sign for, instructions to answer, replies to close."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from reports.models import Instruction
from reports.selectors import reading
from reports.selectors.home.waiting import Waiting, dated, due
from reports.selectors.instructions import ANSWERS, ENTER, waiting_for_unit

READING, INSTRUCTIONS = "reports:reading_list", "reports:instruction_list"


def waiting(user: User, *, on: date) -> Iterator[Waiting]:
    """Give what the user's unit is to sign and answer, and what is to be watched and closed."""
    if user.unit_id and user.has_perm("reports.receive_bulletin"):
        count = reading.waiting_for_unit(user).count()
        yield Waiting("待签收文件", count, READING, "receipt=waiting", "orange", act="签收")
    if not user.has_perm("reports.view_instruction"):
        return
    seen = Instruction.objects.visible_to(user)
    if user.unit_id and any(map(user.has_perm, ANSWERS)):
        query = f"state=asked&unit={user.unit_id}"
        found = due(waiting_for_unit(user), on=on)
        yield dated("待反馈批示", found, INSTRUCTIONS, query, tone="red", act="反馈")
    if user.has_perm("reports.instruct_bulletin"):
        found = due(seen.filter(state=Instruction.State.ASKED), on=on)
        yield dated("批示未反馈", found, INSTRUCTIONS, "state=asked", tone="red", act="查看")
    if user.has_perm(ENTER):
        count = seen.filter(state=Instruction.State.REPLIED).count()
        yield Waiting("已反馈待办结", count, INSTRUCTIONS, "state=replied", act="办结")
