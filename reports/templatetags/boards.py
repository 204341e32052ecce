"""The cells of a board's table: hundreds on a page, of which a template would take most time."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from reports.views.board.tables import Cell, Head

register = template.Library()


@register.simple_tag
def board_cells(pairs: Iterable[tuple[Head, Cell]]) -> SafeString:
    """Give a row's cells under their heads, with what a chart's script reads of them."""
    return mark_safe("".join(_cell(head, cell) for head, cell in pairs))  # noqa: S308 -- each part is escaped


@register.simple_tag
def board_sums(cells: Iterable[Cell]) -> SafeString:
    """Give the cells of a table's sums."""
    told = "".join(f'<td class="num">{_told(cell)}</td>' for cell in cells)
    return mark_safe(told)  # noqa: S308 -- each part is escaped


def _cell(head: Head, cell: Cell) -> str:
    kinds: str = conditional_escape(head.kind or "text")
    if cell.step is not None:
        kinds += f" heat-{cell.step}"
    if cell.tone:
        kinds += f" cell-{conditional_escape(cell.tone)}"
    value = conditional_escape(cell.plain)
    return f'<td class="{kinds}" data-value="{value}">{_told(cell)}</td>'


def _told(cell: Cell) -> str:
    text = conditional_escape(cell.text)
    return f'<a href="{conditional_escape(cell.url)}">{text}</a>' if cell.url else text
