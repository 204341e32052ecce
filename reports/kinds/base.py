"""What makes one kind of document: whence its facts, and how they become text and files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.content import Annex
from reports.drafting.catalogue import Catalogue
from reports.passages import Passage

OwnWording = Mapping[str, str]
"""The office's own wording by key of passage; what is not in it is worded as shipped."""

FileStep = tuple[str, str, Callable[[], bytes]]
"""A file to make: its kind, its name, and how to make its bytes."""


@dataclass(frozen=True)
class Masthead:
    """The words on top and at the foot; `report` makes the head of a 专报 with 第×期.

    `upward` documents name who signed (签发人). Source: GB/T 9704-2012 §7.2.
    """

    issuers: tuple[str, ...]
    suffix: str
    office: str
    report: str = ""
    upward: bool = False


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document; every function takes the kind's own facts and nothing else.

    `gather(county=, period=, until=, on=, asked=)` reads the facts; `asked` holds what the office
    chose when it began the document. It raises RuleBroken where there is nothing to report.
    `blockers` names what forbids sending it to review and issuing it.
    """

    code: str
    series: str
    months: int
    facts: type
    gather: Callable[..., Any]
    masthead: Callable[[Any], Masthead]
    title: Callable[[Any], tuple[str, ...]]
    draft: Callable[[Any, OwnWording], tuple[Passage, ...]]
    annexes: Callable[[Any], tuple[Annex, ...]]
    files: Callable[[Any], Iterator[FileStep]]
    blockers: Callable[[Any], list[str]]
    addressees: str = ""
    copies: str = ""
    stem: Callable[[Any], str] = lambda facts: ""
    """The beginning of its files' names: 大安区2016年7月脱贫攻坚督查通报."""
    wording: Catalogue | None = None
    """What the office may word itself; None where the text is written by code."""


def whole_months(period: date, months: int) -> date:
    """Give the first day of the last of so many months that begin with `period`."""
    later = period.month - 1 + max(months, 1) - 1
    return date(period.year + later // 12, later % 12 + 1, 1)
