"""更正补充通报: what an issued document said wrong or left out, and what is right. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.content import FIRST, chinese_date
from reports.passages import Passage

NAMED = 14  # characters of the original words that name a correction


@dataclass(frozen=True)
class Correction:
    """One place that is put right; without `original` words something is added."""

    original: str
    corrected: str
    reason: str


@dataclass(frozen=True)
class SupplementFacts:
    """The document that is corrected, as it was issued, and what is put right."""

    county_code: str
    county: str
    place: str
    as_of: date
    original_number: str
    original_title: str
    original_day: date
    corrections: tuple[Correction, ...]


def supplement_title(facts: SupplementFacts) -> str:
    """Give the title: 关于更正补充《…》的通报."""
    return f"关于更正补充《{facts.original_title}》的通报"


def supplement_text(facts: SupplementFacts) -> Iterator[Passage]:
    """Write the text: which document, each correction with its reason, that the rest stands."""
    yield Passage(
        "opening",
        f"{chinese_date(facts.original_day)}印发的《{facts.original_title}》"
        f"（{facts.original_number}，以下简称“原件”）有关内容需要更正补充，现通报如下：",
    )
    for place, correction in enumerate(facts.corrections, start=1):
        if len(facts.corrections) > 1:
            yield Passage(f"head.{place}", _heading(correction), FIRST)
        if correction.original:
            yield Passage(f"original.{place}", f"原件表述：“{correction.original}”")
        verb = "更正为" if correction.original else "补充"
        yield Passage(f"corrected.{place}", f"{verb}：“{correction.corrected}”")
        yield Passage(f"reason.{place}", f"原因：{correction.reason.rstrip('。')}。")
    yield Passage(
        "closing", "原件其他内容不变，有关数据和工作要求以本通报更正补充的内容为准。特此通报。"
    )


def _heading(correction: Correction) -> str:
    if not correction.original:
        return "补充内容"
    words = correction.original
    return f"关于“{words if len(words) <= NAMED else words[:NAMED] + '…'}”的更正"


def supplement_blockers(facts: SupplementFacts) -> list[str]:
    """Say what forbids sending it to review."""
    same = [line.original for line in facts.corrections if line.original == line.corrected]
    return [f"“{words}”更正前后相同，请修改。" for words in same]
