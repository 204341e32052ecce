"""What forbids sending a document to review and issuing it, in words for the office."""

from collections.abc import Iterable, Iterator
from typing import Any

from reports.composing import facts_of, passages_of
from reports.drafting.numbers import known_of, unexplained
from reports.kinds import kind_of
from reports.models import Bulletin
from reports.passages import KeptPassage

SHOWN = 12  # characters of a passage that name it
MOST_TOLD = 4  # changed numbers of one passage; its page tells all


def blockers_of(held: Bulletin, facts: Any = None) -> list[str]:
    """Give every reason the document may not go on, each a sentence; [] where it may.

    What its kind finds in the facts, and the edited passages whose numbers differ from the
    facts without a reason. Source: domain §3.2 (generation rules); issue 6 point 2.
    """
    facts = facts_of(held) if facts is None else facts
    kept = passages_of(held, facts)
    return [*kind_of(held.kind).blockers(facts), *text_blockers(kept, facts)]


def text_blockers(kept: Iterable[KeptPassage], facts: Any) -> Iterator[str]:
    """Yield one sentence for each passage with numbers that the facts do not bear out."""
    known = known_of(getattr(facts, "figures", ()))
    for passage in kept:
        if found := unexplained(passage, known):
            said = "；".join(map(str, found[:MOST_TOLD]))
            said += f"等{len(found)}处" if len(found) > MOST_TOLD else ""
            yield f"“{called(passage)}”段{_fault(passage)}：{said}。"


def _fault(passage: KeptPassage) -> str:
    """Say what a passage lacks: a reason, or another look at one given over an older draft."""
    if passage.stale and passage.reason.strip():
        return "说明理由后数据又有变化，请核对后勾选“已按新初稿核对”"
    return "数字与数据不一致且未说明理由"


def called(passage: KeptPassage) -> str:
    """Name a passage by how it begins: 按照《对全区脱贫攻坚…."""
    said = (passage.text or passage.run_in or passage.drafted_text).strip().rstrip("。")
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
