"""The heat table and the sorting of problems: counts in, figures and colours out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.board.making import LEDGER, Maker
from reports.board.shapes import Categories, Column, Heat, Matrix, MatrixRow, Window
from reports.facts.figures import PROBLEMS
from reports.facts.month import BLOCKS, Figure

STEPS = 5
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Sorting:
    """A way to sort problems: the filter of its lists, and the kinds as (value, name)."""

    name: str
    kinds: tuple[tuple[str, str], ...]


BY_BLOCK = Sorting("block", tuple(BLOCKS.items()))


def step_of(value: int, most: int) -> int:
    """Give the colour of a cell: 0 for none, then five equal steps up to the most."""
    return -(-value * STEPS // most) if value else 0


def matrix_of(
    make: Maker,
    name: str,
    window: Window,
    sorting: Sorting,
    places: Sequence[tuple[str, str, str]],
    counts: Counts,
) -> Matrix:
    """Lay counts by (place, kind) out; places are (code, name, level), a level where it is the
    place itself that is meant and nothing below it. Kinds that no place has are left out.
    """
    kinds = [
        kind for kind in sorting.kinds if any(counts.get((one, kind[0])) for one, _, _ in places)
    ]
    most = max(counts.values(), default=0)
    filters = dict(window.filters)

    def figure(area: str, level: str, kind: str, label: str, value: int) -> Figure:
        asked = {**filters, **({"level": level} if level else {})}
        asked |= {sorting.name: kind} if kind else {}
        listed = LEDGER if level else PROBLEMS
        key = f"{area}-{kind or 'all'}"
        return Maker(area, make.on).figure(key, label, value, "个", listed, asked)

    rows = []
    for code, place, level in places:
        found = [(kind, label, counts.get((code, kind), 0)) for kind, label in kinds]
        cells = tuple(
            Heat(figure(code, level, kind, f"{place}{label}", value), step_of(value, most))
            for kind, label, value in found
        )
        total = figure(code, level, "", place, sum(value for _, _, value in found))
        rows.append(MatrixRow(code, place, cells, total, opens=not level))
    totals = tuple(
        figure(make.area, "", kind, label, sum(counts.get((one, kind), 0) for one, _, _ in places))
        for kind, label in kinds
    )
    return Matrix(
        code=make.area,
        name=name,
        window=window.key,
        columns=tuple(Column(kind, label, "个") for kind, label in kinds),
        rows=tuple(rows),
        totals=totals,
        whole=figure(make.area, "", "", "合计", sum(one.value for one in totals)),
    )


def categories_of(
    make: Maker,
    name: str,
    window: Window,
    by_category: Sequence[tuple[str, str, int]],
    by_block: Mapping[str, int],
) -> Categories:
    """Sort the categories (value, name, count) by frequency; blocks stay in their order."""
    filters = dict(window.filters)
    often = sorted(by_category, key=lambda line: (-line[2], line[0]))
    return Categories(
        code=make.area,
        name=name,
        window=window.key,
        categories=tuple(
            make.figure(key, label, value, "个", PROBLEMS, {**filters, "category": key})
            for key, label, value in often
        ),
        blocks=tuple(
            make.figure(
                code, label, by_block.get(code, 0), "个", PROBLEMS, {**filters, "block": code}
            )
            for code, label in BLOCKS.items()
        ),
        whole=make.figure("all", "问题", sum(by_block.values()), "个", PROBLEMS, filters),
    )
