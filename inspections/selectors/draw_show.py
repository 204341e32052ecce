"""A draw for the meeting room: who was drawn in what order, group by group, names masked."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from accounts.masking import household_label
from households.models import Area, Household
from inspections.draw import Ranked, parse_rule
from inspections.models import Draw
from inspections.selectors.draws import ranked_lines
from inspections.selectors.inspectors import Passed, SeatedTeam, seating_page

RESERVES = 5  # shown of each group, besides the chosen ones
STAGES = {"township": "抽乡镇", "village": "抽村", "household": "抽户"}


class ShownTicket(NamedTuple):
    """One ticket on the wall."""

    position: int
    name: str
    ticket: str
    chosen: bool
    note: str


class ShownGroup(NamedTuple):
    """The tickets of one parent; ``more`` is how many lie behind the ones shown."""

    stage: str
    heading: str
    place: str
    tickets: tuple[ShownTicket, ...]
    more: int


class DrawShow(NamedTuple):
    """All that the projector page reveals; teams for a draw of people only."""

    groups: tuple[ShownGroup, ...]
    teams: tuple[SeatedTeam, ...] = ()
    passed_over: tuple[Passed, ...] = ()


def draw_show(draw: Draw) -> DrawShow:
    """Give the tickets of a drawn draw in the order drawn; two queries at any size.

    Before the seed there is nothing.  Places that an extra draw only leads through are left out.
    """
    if not draw.seed:
        return DrawShow(())
    if draw.kind == Draw.Kind.INSPECTORS:
        return _people(draw)
    given = set(parse_rule(draw.rule).get("given", []))
    groups: dict[tuple[str, str], list[Ranked]] = defaultdict(list)
    for line in ranked_lines(draw):
        if line.unit_id not in given:
            groups[line.stage, line.parent_id].append(line)
    shown = {key: _front(lines) for key, lines in groups.items()}
    names = _names(shown)
    return DrawShow(
        tuple(
            ShownGroup(
                stage,
                STAGES[stage],
                names.get(parent, parent),
                tuple(_ticket(line, names, lines) for line in lines),
                len(groups[stage, parent]) - len(lines),
            )
            for (stage, parent), lines in shown.items()
        )
    )


def _front(lines: Sequence[Ranked]) -> list[Ranked]:
    """All chosen ones and the first reserves."""
    taken = sum(line.chosen for line in lines)
    return list(lines[: taken + RESERVES])


def _ticket(line: Ranked, names: dict[str, str], lines: Sequence[Ranked]) -> ShownTicket:
    taken = sum(one.chosen for one in lines)
    waiting = "候补" if line.stage == "household" else "未抽中"
    number = f"{waiting}{line.position - taken}" if waiting == "候补" else waiting
    name = names.get(line.unit_id, line.unit_id)
    return ShownTicket(
        line.position, name, line.ticket[:8], line.chosen, "抽中" if line.chosen else number
    )


def _names(groups: dict[tuple[str, str], list[Ranked]]) -> dict[str, str]:
    """Names of all shown units and their parents; a household by its masked label."""
    lines = [line for group in groups.values() for line in group]
    numbers = [line.unit_id for line in lines if line.stage == "household"]
    codes = {line.parent_id for line in lines} | {
        line.unit_id for line in lines if line.stage != "household"
    }
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "short_name"))
    heads = dict(
        Household.objects.filter(household_no__in=numbers).values_list("household_no", "head_name")
    )
    return names | {one: household_label(heads.get(one, ""), one) for one in numbers}


def _people(draw: Draw) -> DrawShow:
    page = seating_page(draw)
    tickets = tuple(
        ShownTicket(row.position, row.name, row.ticket[:8], bool(row.team), row.team or "未入席")
        for row in page.order
    )
    group = ShownGroup("inspector", "抽督查人员", draw.round.period_text, tickets, 0)
    return DrawShow((group,), page.teams, page.passed_over)
