"""What the visited households are found to be: satisfaction both ways, and estimates of all."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from reports.facts.estimates import Frame, VillageSample, estimate
from reports.facts.lines import EstimateLine, Satisfaction
from reports.facts.rows import DrawFrame, HouseholdRow

FAILING = "failing"
FAILING_LABEL = "至少有一项不合格的户"


def satisfaction(rows: Iterable[HouseholdRow], households: int) -> Satisfaction:
    """Count what the visited households said, beside all poor households of the county.

    Source: 003-44, domain §0.4 no. 14; see `Satisfaction`.
    """
    seen = list(rows)
    said = Counter(row.said for row in seen)
    return Satisfaction(
        households=households,
        visited=len(seen),
        satisfied=said["satisfied"],
        mostly=said["mostly"],
        dissatisfied=said["dissatisfied"],
        unclear=said["unclear"],
    )


def estimates(
    rows: Iterable[HouseholdRow], frame: DrawFrame | None, findings: Iterable[tuple[str, str]]
) -> tuple[EstimateLine, ...]:
    """Estimate each finding for all households of the draw's frame; none without a draw.

    Only drawn households speak for the others: those visited for another reason are left out.
    """
    if frame is None or not frame.households:
        return ()
    drawn = [row for row in rows if row.number in frame.drawn and row.village in frame.households]
    whole = Frame(len(frame.households), sum(frame.households.values()))
    asked = [*findings, (FAILING, FAILING_LABEL)]
    return tuple(estimate(key, label, _villages(key, drawn, frame), whole) for key, label in asked)


def _villages(key: str, drawn: list[HouseholdRow], frame: DrawFrame) -> list[VillageSample]:
    seen: dict[str, list[bool]] = defaultdict(list)
    for row in drawn:
        if key in row.answered:
            seen[row.village].append(key in row.so)
    return [
        VillageSample(frame.households[village], len(found), sum(found))
        for village, found in sorted(seen.items())
    ]
