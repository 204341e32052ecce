"""No hidden count can be worked out from what is shown."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.board.small_counts import FEWEST, hidden_cells, worked_out

COUNTS = [0, 0, 1, 2, 3, 4, 5, 6, 9, 40]


def tables_of(counts):
    """Draw tables of two to five columns and one to five rows."""
    cells = st.sampled_from(counts)
    rows = st.integers(2, 5).map(lambda width: st.lists(cells, min_size=width, max_size=width))
    return rows.flatmap(lambda row: st.lists(row, min_size=1, max_size=5))


TABLES = tables_of(COUNTS)
LARGE_ONLY = tables_of([count for count in COUNTS if not 0 < count < FEWEST])

UNHURRIED = settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine draws slowly


def whole(rows):
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def solved(rows, hidden):
    """Give the hidden cells that the sums of rows and columns determine, by elimination."""
    unknown, last = sorted(hidden), len(rows)
    sums = [[Fraction(row == at) for row, _ in unknown] for at in range(last + 1)] + [
        [Fraction((1 if row < last else -1) * (column == at)) for row, column in unknown]
        for at in range(len(rows[0]))
    ]
    done = 0
    for at in range(len(unknown)):
        pivot = next((line for line in sums[done:] if line[at]), None)
        if pivot is None:
            continue
        sums.remove(pivot)
        pivot = [value / pivot[at] for value in pivot]
        sums = [
            [value - line[at] * own for value, own in zip(line, pivot, strict=True)]
            for line in sums
        ]
        sums.insert(done, pivot)
        done += 1
    single = (line for line in sums if sum(map(bool, line)) == 1)
    return {unknown[next(at for at, value in enumerate(line) if value)] for line in single}


@UNHURRIED
@given(TABLES)
def test_every_small_count_is_hidden_and_none_can_be_worked_out(rows):
    hidden, table = hidden_cells(rows), whole(rows)
    small = {
        (at, column)
        for at, row in enumerate(table)
        for column, value in enumerate(row)
        if 0 < value < FEWEST
    }
    found = {cell for cell in solved(rows, hidden) if table[cell[0]][cell[1]]}
    assert small <= hidden
    assert found == set()
    assert {cell for cell in worked_out(rows, hidden) if table[cell[0]][cell[1]]} == set()


@UNHURRIED
@given(LARGE_ONLY)
def test_a_table_without_small_counts_is_shown_whole(rows):
    assert hidden_cells(rows) == frozenset()


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        # the smallest others of row and column, and of the rectangle they make
        ([[3, 20, 30], [40, 50, 60]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        # nothing beside it but zeros: one of them is hidden with it
        ([[3, 0]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        # the boundary: 5 is shown, 4 is not
        ([[5, 7], [9, 8]], set()),
        ([[4, 7], [9, 8]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        # one column cannot be kept from its row totals
        ([[3], [9]], set()),
        ([], set()),
    ],
)
def test_what_is_hidden_beside_a_small_count(rows, hidden):
    assert hidden_cells(rows) == hidden


def test_a_bridge_between_two_parts_is_found():
    """Neither its row nor its column has one hidden cell alone, and yet it is determined."""
    ring = {(0, 0), (0, 1), (1, 0), (1, 1)}
    other = {(2, 2), (2, 3), (3, 2), (3, 3)}
    rows = [[9] * 4 for _ in range(4)]
    assert worked_out(rows, ring | other | {(1, 2)}) == {(1, 2)}
