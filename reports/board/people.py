"""The make-up of the poor by township: counts in, cells out, small ones hidden. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.board.making import Maker
from reports.board.shapes import Column, MakeUp, MakeUpCell, MakeUpRow
from reports.board.small_counts import hidden_cells
from reports.facts.month import Figure

HIDDEN = "＊"
NOTE = f"{HIDDEN}：1至4{{unit}}，或为防止推算而不予显示。"


@dataclass(frozen=True)
class Kind:
    """A way to sort the poor: the list and the filter its cells lead to, what they are called.

    `more` are further filters of each cell's list; `zero` is what the list calls a kind stored
    as ""; `partial` says that the list of all holds rows of no kind as well.
    """

    key: str
    label: str
    unit: str
    list_name: str
    name: str
    kinds: tuple[tuple[str, str], ...]
    sensitive: bool = True
    more: tuple[tuple[str, str], ...] = ()
    zero: str = ""
    partial: bool = False


def make_up_of(
    make: Maker,
    kind: Kind,
    places: Sequence[tuple[str, str]],
    counts: Mapping[tuple[str, str], int],
) -> MakeUp:
    """Lay counts by (place, kind) out.

    A sensitive kind that nobody is of keeps its column, since a zero in it may have to be hidden
    beside a small count; of others it is left out.
    """
    shown = [
        one
        for one in kind.kinds
        if kind.sensitive or any(counts.get((code, one[0])) for code, _ in places)
    ]
    table = [[counts.get((code, key), 0) for key, _ in shown] for code, _ in places]
    hidden = hidden_cells(table) if kind.sensitive else frozenset()
    totals = [sum(column) for column in zip(*table, strict=True)]

    def whole(area: str, label: str, value: int) -> Figure:
        write = Maker(area, make.on)
        written = write.sum_of if kind.partial else write.figure
        return written(area, label, value, kind.unit, kind.list_name)

    def cell(at: int, area: str, column: int, value: int) -> MakeUpCell:
        if (at, column) in hidden:
            return MakeUpCell(HIDDEN)
        key, label = shown[column]
        asked = {kind.name: key or kind.zero, **dict(kind.more)}
        figure = Maker(area, make.on).figure(
            f"{area}-{key}", label, value, kind.unit, kind.list_name, asked
        )
        return MakeUpCell(str(value), figure)

    rows = tuple(
        MakeUpRow(
            code=code,
            name=name,
            cells=tuple(cell(at, code, column, value) for column, value in enumerate(line)),
            total=whole(code, name, sum(line)),
        )
        for at, ((code, name), line) in enumerate(zip(places, table, strict=True))
    )
    return MakeUp(
        key=kind.key,
        label=kind.label,
        unit=kind.unit,
        columns=tuple(Column(key or kind.zero, label, kind.unit) for key, label in shown),
        rows=rows,
        totals=tuple(
            cell(len(places), make.area, column, value) for column, value in enumerate(totals)
        ),
        whole=whole(make.area, "合计", sum(totals)),
        note=NOTE.format(unit=kind.unit) if hidden else "",
    )
