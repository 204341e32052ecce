"""A contest's facts: the scores the office pasted, read against the register's villages."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.errors import RuleBroken
from households.models import Area
from reports.documents.contest import REWARDS, ContestFacts, read_scores
from reports.selectors.chosen import place_of
from reports.selectors.register import areas_of

MOST_SHOWN = 5
LEAST_VILLAGES = 2


def contest_facts(
    *, county: str, period: date, on: date, asked: Mapping[str, Any]
) -> ContestFacts:
    """Read the scores. Raises RuleBroken "bad_scores" with what is wrong in which line."""
    areas = areas_of(county)
    sheet = str(asked.get("scores", ""))
    scores, complaints = read_scores(sheet, _by_name(areas))
    if complaints:
        more = len(complaints) - MOST_SHOWN
        rest = f"另有{more}处。" if more > 0 else ""
        raise RuleBroken("".join(complaints[:MOST_SHOWN]) + rest, code="bad_scores")
    if len(scores) < LEAST_VILLAGES:
        raise RuleBroken("请至少填写两个村的得分。", code="bad_scores")
    return ContestFacts(
        county_code=county,
        county=areas[county].name,
        place=place_of(county, areas),
        period=period,
        as_of=on,
        title=str(asked.get("title", "")),
        scores=tuple(scores),
        rewards=tuple(int(yuan) for yuan in asked.get("rewards", REWARDS)),
        sheet=sheet,
    )


def _by_name(areas: Mapping[str, Area]) -> dict[str, list[tuple[str, str, str]]]:
    """Give the villages by each name they go by, alone and after their township's."""
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for code, area in areas.items():
        township = areas.get(code[:9])
        if area.level != Area.Level.VILLAGE or township is None:
            continue
        named = (code, township.short_name, area.short_name)
        for at in ("", township.name, township.short_name):
            found[f"{at}{area.name}"].add(named)
            found[f"{at}{area.short_name}"].add(named)
    return {name: sorted(named) for name, named in found.items()}
