"""Which cells of a table of people are not told, so that no cell gives a person away. Pure.

A count of 1 to 4 of a sensitive kind (illness, disability, income) is hidden. Row totals (a
township's households) stand on other pages and count as known, column totals may be hidden too.
Further cells are hidden until no hidden count can be worked out from the rest: a hidden cell that
is alone in its row or column, that alone joins two parts of the table (a sum over one side gives
it), or whose bounds from 0 up to what is left of a sum meet. The smallest other that is not zero
is taken, a zero only where there is nothing else. All hidden cells look the same, since a mark of
its own for 1 to 4 would tell again what the others are.

The table is a list of rows of equal length; the last row are the column totals.
"""

from collections.abc import Iterator, Sequence

FEWEST = 5
Cell = tuple[int, int]  # row, column
Table = Sequence[Sequence[int]]
Line = list[tuple[Cell, int]]  # a cell and its sign: together they make the line's known sum


def hidden_cells(rows: Table) -> frozenset[Cell]:
    """Give the cells to hide of a table without totals; row len(rows) is that of the totals.

    A table of one column tells no more than its row totals and has nothing hidden.
    """
    if not rows or len(rows[0]) < 2:  # noqa: PLR2004 -- one column cannot be kept from its total
        return frozenset()
    table = [*map(list, rows), [sum(column) for column in zip(*rows, strict=True)]]
    hidden = {cell for cell in _cells(table) if 0 < _value(table, cell) < FEWEST}
    _pair_up(table, hidden)
    while found := sorted(_given_away(table, hidden)):
        partner = _partner(table, hidden, found)
        if partner is None:
            break
        hidden.add(partner)
        _pair_up(table, hidden)
    return frozenset(hidden)


def worked_out(rows: Table, hidden: frozenset[Cell] | set[Cell]) -> set[Cell]:
    """Give the hidden cells that can be worked out from the shown ones and the row totals."""
    table = [*map(list, rows), [sum(column) for column in zip(*rows, strict=True)]]
    return _known(table, set(hidden))


def _value(table: Table, cell: Cell) -> int:
    return table[cell[0]][cell[1]]


def _pair_up(table: Table, hidden: set[Cell]) -> None:
    """Leave no hidden count alone in its row or column: the plain case, done without search."""
    lines = [
        *([(at, column) for column in range(len(row))] for at, row in enumerate(table)),
        *([(at, column) for at in range(len(table))] for column in range(len(table[0]))),
    ]
    moved = True
    while moved:
        moved = False
        for line in lines:
            alone = hidden.intersection(line)
            if len(alone) == 1 and any(_value(table, cell) for cell in alone):
                beside = _smallest(table, [cell for cell in line if cell not in hidden])
                if beside is not None:
                    hidden.add(beside)
                    moved = True


def _given_away(table: Table, hidden: set[Cell]) -> set[Cell]:
    """Give the hidden cells that are known and are somebody: a known zero gives nobody away."""
    return {cell for cell in _known(table, hidden) if _value(table, cell)}


def _partner(table: Table, hidden: set[Cell], found: Sequence[Cell]) -> Cell | None:
    """Choose what to hide beside a cell given away: the smallest of its row or column.

    Those alone in a row or column come first; where all around is hidden, anywhere.
    """
    lines = [
        line
        for row, column in found
        for line in (
            [(row, at) for at in range(len(table[row]))],
            [(at, column) for at in range(len(table))],
        )
    ]
    for line in sorted(lines, key=lambda line: len(hidden.intersection(line))):
        if chosen := _smallest(table, [cell for cell in line if cell not in hidden]):
            return chosen
    return _smallest(table, [cell for cell in _cells(table) if cell not in hidden])


def _smallest(table: Table, cells: Sequence[Cell]) -> Cell | None:
    """Give the cell of the smallest count, a zero only where all are; None of no cells."""
    sizes = ((not _value(table, cell), _value(table, cell), cell) for cell in cells)
    return min(sizes, default=(False, 0, None))[2]


def _cells(table: Table) -> Iterator[Cell]:
    for at, row in enumerate(table):
        yield from ((at, column) for column in range(len(row)))


def _known(table: Table, hidden: set[Cell]) -> set[Cell]:
    """Work out what can be: joins and bounds, until nothing more comes of it."""
    unknown, known = set(hidden), set[Cell]()
    while found := _joins(unknown) | _bounded(table, unknown):
        known |= found
        unknown -= found
    return known


def _joins(unknown: set[Cell]) -> set[Cell]:
    """Give the cells that alone join two parts of the graph of rows and columns (its bridges).

    A cell of the spanning forest is none as soon as another cell closes a ring around it.
    """
    above, depth = _forest(unknown)
    alone = {cell for _, cell in above.values()}
    for cell in unknown - alone:
        one, other = _ends(cell)
        while one != other:
            if depth[one] < depth[other]:
                one, other = other, one
            one, passed = above[one]
            alone.discard(passed)
    return alone


def _ends(cell: Cell) -> tuple[int, int]:
    """Give the two nodes a cell joins: its row, and its column as a number below zero."""
    return cell[0], -1 - cell[1]


def _forest(unknown: set[Cell]) -> tuple[dict[int, tuple[int, Cell]], dict[int, int]]:
    """Give a spanning forest: of each node but the roots the node above and the cell between."""
    beside: dict[int, list[Cell]] = {}
    for cell in sorted(unknown):
        for node in _ends(cell):
            beside.setdefault(node, []).append(cell)
    above: dict[int, tuple[int, Cell]] = {}
    depth: dict[int, int] = {}
    for root in beside:
        if root in depth:
            continue
        depth[root], waiting = 0, [root]
        while waiting:
            here = waiting.pop()
            for cell in beside[here]:
                there = next(node for node in _ends(cell) if node != here)
                if there not in depth:
                    depth[there], above[there] = depth[here] + 1, (here, cell)
                    waiting.append(there)
    return above, depth


def _lines(table: Table, unknown: set[Cell]) -> Iterator[tuple[Line, int]]:
    """Give each row and column as its unknown cells with their signs, and what they sum up to."""
    last = len(table) - 1
    for at, row in enumerate(table):
        cells = [(at, column) for column in range(len(row))]
        line = [(cell, 1) for cell in cells if cell in unknown]
        yield line, sum(_value(table, cell) for cell, _ in line)
    for column in range(len(table[0])):
        down = [((at, column), -1 if at == last else 1) for at in range(len(table))]
        line = [(cell, sign) for cell, sign in down if cell in unknown]
        yield line, sum(sign * _value(table, cell) for cell, sign in line)


def _bounded(table: Table, unknown: set[Cell]) -> set[Cell]:
    """Give the unknown cells whose least and most possible counts meet."""
    low = dict.fromkeys(unknown, 0.0)
    high = dict.fromkeys(unknown, float("inf"))
    lines = [(line, whole) for line, whole in _lines(table, unknown) if line]
    moved = True
    while moved:
        moved = False
        for line, whole in lines:
            for cell, sign in line:
                others = [one for one in line if one[0] != cell]
                least = whole - sum(_end(one, high, low) for one in others)
                most = whole - sum(_end(one, low, high) for one in others)
                down, up = (least, most) if sign > 0 else (-most, -least)
                if down > low[cell] or up < high[cell]:
                    low[cell], high[cell] = max(down, low[cell]), min(up, high[cell])
                    moved = True
    return {cell for cell in unknown if low[cell] == high[cell]}


def _end(one: tuple[Cell, int], plus: dict[Cell, float], minus: dict[Cell, float]) -> float:
    cell, sign = one
    return plus[cell] if sign > 0 else -minus[cell]
