import pytest

from reports.templatetags.boards import board_cells, board_sums
from reports.views.board.tables import Cell, Head


@pytest.mark.parametrize(
    ("head", "cell", "shown"),
    [
        (Head("户"), Cell("1,234", 1234), '<td class="num" data-value="1234">1,234</td>'),
        (Head("户"), Cell("—"), '<td class="num" data-value="">—</td>'),
        (Head("单位", kind=""), Cell("<b>"), '<td class="text" data-value="">&lt;b&gt;</td>'),
        (
            Head("户"),
            Cell("3", 3, "/x/?a=1&b=2", step=0, tone="red"),
            '<td class="num heat-0 cell-red" data-value="3"><a href="/x/?a=1&amp;b=2">3</a></td>',
        ),
    ],
)
def test_a_cell_has_its_number_its_list_its_colour_and_is_escaped(head, cell, shown):
    assert board_cells([(head, cell)]) == shown


def test_sums_are_numbers_with_their_lists():
    assert board_sums([Cell("5", 5, "/x/?a&b"), Cell("—")]) == (
        '<td class="num"><a href="/x/?a&amp;b">5</a></td><td class="num">—</td>'
    )
