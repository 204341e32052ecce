"""The lists behind the figures of a closed month, out of its own frozen facts."""

from reports.facts.figures import PARTS
from reports.facts.month import MonthFacts, ProblemLine, SampleLine

LAST, EARLIER, SEEN, FOUND = "last", "earlier", "visited_", "found_"
HEADS = ("problems", LAST, EARLIER)
SATISFIED = {"satisfied_of_all": "satisfied", "satisfied_of_visited": "satisfied"}


def is_kept(key: str) -> bool:
    """Whether the facts hold the rows that a figure counts: problems and visits, not the register.

    The register goes on living; of it a closed month keeps the numbers only.
    """
    return is_of_visits(key) or _part(key) in PARTS


def is_of_visits(key: str) -> bool:
    """Whether a figure counts visited units."""
    return key.startswith((SEEN, FOUND)) or key in SATISFIED


def problems_of(facts: MonthFacts, key: str) -> tuple[ProblemLine, ...]:
    """Give the problems that a figure counted, in the order of their numbers."""
    months = {
        LAST: (*facts.last_problems, *facts.last_rejected),
        EARLIER: facts.earlier_problems,
    }
    counts = PARTS[_part(key)]
    held = months.get(_head(key), (*facts.problems, *facts.rejected))
    lines = (line for line in held if counts(line))
    return tuple(sorted(lines, key=lambda line: (line.area_code, line.number)))


def visits_of(facts: MonthFacts, key: str) -> tuple[SampleLine, ...]:
    """Give the visited units that a figure counted."""
    if key.startswith(SEEN):
        return tuple(line for line in facts.sample if line.kind == key.removeprefix(SEEN))
    finding = SATISFIED.get(key, key.removeprefix(FOUND))
    return tuple(line for line in facts.sample if finding in line.findings)


def _head(key: str) -> str:
    return next((head for head in HEADS if key.startswith(head)), "")


def _part(key: str) -> str:
    head = _head(key)
    return key.removeprefix(head) if head else "unknown"
