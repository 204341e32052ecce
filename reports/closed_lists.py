"""The lists behind the figures of a closed month, out of its own frozen facts."""

from collections.abc import Callable

from reports.facts import MonthFacts, ProblemLine, SampleLine

LAST, SEEN = "last", "visited_"
ENDED = ("closed", "not_upheld")

# the end of a figure's key → which of the month's problems it counts
PARTS: dict[str, Callable[[ProblemLine], bool]] = {
    "": lambda line: True,
    "_common": lambda line: line.scope == "common",
    "_individual": lambda line: line.scope == "individual",
    "_severe": lambda line: line.severity == "严重",
    "_ordered": lambda line: bool(line.requirement),
    "_closed": lambda line: line.state == "closed",
    "_open": lambda line: line.state not in ENDED,
    "_overdue": lambda line: line.overdue,
    "_rejected": lambda line: line.state == "not_upheld",
}


def is_kept(key: str) -> bool:
    """Whether the facts hold the rows that a figure counts: problems and visits, not the register.

    The register goes on living; of it a closed month keeps the numbers only.
    """
    return key.startswith(SEEN) or _part(key) in PARTS


def problems_of(facts: MonthFacts, key: str) -> tuple[ProblemLine, ...]:
    """Give the problems that a figure counted, in the order of their numbers."""
    month = (facts.last_problems, facts.last_rejected) if key.startswith(LAST) else None
    stand, rejected = month or (facts.problems, facts.rejected)
    counts = PARTS[_part(key)]
    lines = (line for line in (*stand, *rejected) if counts(line))
    return tuple(sorted(lines, key=lambda line: (line.area_code, line.number)))


def visits_of(facts: MonthFacts, key: str) -> tuple[SampleLine, ...]:
    """Give the visited units that a figure counted."""
    return tuple(line for line in facts.sample if line.kind == key.removeprefix(SEEN))


def _part(key: str) -> str:
    head = LAST if key.startswith(LAST) else "problems"
    return key.removeprefix(head) if key.startswith(head) else "unknown"
