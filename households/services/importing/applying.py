"""Whether an upload may be asked to be applied, before a worker is woken for it."""

from accounts.errors import RuleBroken
from households.models import RegisterBatch

State = RegisterBatch.State


def check_may_apply(batch: RegisterBatch, *, partial: bool) -> bool:
    """Whether there is anything to apply; False for a file that is applied already.

    Raises RuleBroken for a file that is not staged, and for one with rejected rows unless it is
    said that they may stay out.
    """
    if batch.state in {State.APPLIED, State.UNCHANGED}:
        return False
    if batch.state != State.STAGED:
        raise RuleBroken(f"这份文件{batch.get_state_display()}，不能应用。", code="wrong_state")
    rejected = batch.counts.get("rejected")
    if rejected and not partial:
        text = f"有{rejected}行不能导入：确认这些行不写入后再应用，或改正后重新上传。"
        raise RuleBroken(text, code="rows_rejected")
    return True
