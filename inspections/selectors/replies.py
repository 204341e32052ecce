"""Reading replies by the three gates: what the unit said, what proves it, how it was judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.errors import RuleBroken
from accounts.selectors import parameter
from inspections.models import Attachment, Gate, Problem, Reply, Verification

RANK = {
    Problem.Severity.ORDINARY: 1,
    Problem.Severity.SERIOUS: 2,
    Problem.Severity.SEVERE: 3,
}
# what the unit is asked at a gate, where its words are, the judgement and its note
FIELDS = {
    Gate.CAUSE: ("问题原因", "cause", "cause_found", "cause_note"),
    Gate.MEASURE: ("整改措施", "measure", "measure_done", "measure_note"),
    Gate.RESULT: ("整改结果", "result", "result_met", "result_note"),
}


Files = tuple[Attachment, ...]


@dataclass(frozen=True)
class ShownGate:
    """One gate of a reply: the unit's words and own files, and the judgement if there is one."""

    name: str
    label: str
    asked: str
    said: str
    files: Files
    passed: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class ShownReply:
    """A reply as a page shows it; `shared` files prove all three gates."""

    reply: Reply
    gates: tuple[ShownGate, ...]
    shared: Files
    verdict: Verification | None


def last_reply(problem: Problem) -> Reply:
    """Give the problem's newest reply. Raises RuleBroken "no_reply"."""
    last = problem.replies.order_by("-pk").first()
    if last is None:
        raise RuleBroken("责任单位还没有报送整改情况。", code="no_reply")
    return last


def shown_replies(problem: Problem) -> list[ShownReply]:
    """Give the problem's replies by gate, the newest first, in as many queries for any number."""
    rows = problem.replies.select_related("by", "verification__by").order_by("-pk")
    return shown(rows.prefetch_related("evidence", "gate_evidence", "verification__photos"))


def shown(replies: Iterable[Reply]) -> list[ShownReply]:
    """Sort each reply's words, files and judgement by gate."""
    made = []
    for reply in replies:
        verdict = getattr(reply, "verification", None)
        shared, own = sorted_files(reply)
        gates = tuple(_gate(reply, gate, own[gate], verdict) for gate in Gate)
        made.append(ShownReply(reply, gates, shared, verdict))
    return made


def sorted_files(reply: Reply) -> tuple[Files, dict[Gate, Files]]:
    """Give the files that prove all three gates, and those that prove one, by gate."""
    lines = reply.gate_evidence.all()
    bound = {line.attachment_id for line in lines}
    pairs = {(line.attachment_id, line.gate) for line in lines}
    files = list(reply.evidence.all())
    own = {gate: tuple(f for f in files if (f.pk, gate.value) in pairs) for gate in Gate}
    return tuple(file for file in files if file.pk not in bound), own


def needs_own_visit(problem: Problem, *, on: date) -> bool:
    """Whether who verifies must have been there himself, with a day or a photo.

    From which severity on is the parameter `on_site_from_severity`: 1 一般, 2 较重, 3 严重; where
    none is set it is 3.
    """
    least = parameter(
        key="on_site_from_severity", area_code=problem.area_code, on=on, default=Decimal(3)
    )
    return least is not None and RANK[Problem.Severity(problem.severity)] >= least


def _gate(reply: Reply, gate: Gate, files: Files, verdict: Verification | None) -> ShownGate:
    asked, word, passed, note = FIELDS[gate]
    return ShownGate(
        name=passed,
        label=gate.label,
        asked=asked,
        said=getattr(reply, word),
        files=files,
        passed=getattr(verdict, passed) if verdict else None,
        note=getattr(verdict, note) if verdict else "",
    )
