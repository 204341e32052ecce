"""From the shapes of the boards to tables: each number with its list, each share in percent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from reports.board.lines import OF_PROBLEMS
from reports.board.shapes import Categories, Column, MakeUp, MakeUpCell, Matrix, PlaceBoard
from reports.board.windows import KEYS
from reports.facts.month import Figure
from reports.views.board.tables import (
    NOTHING,
    PERCENT,
    Cell,
    Head,
    Line,
    Mark,
    Table,
    amount,
    share,
)

Address = Callable[[Figure], str]
Board = Callable[[str], str]
Cells = Mapping[str, Figure | None]


def cell(figure: Figure | None, to: Address, *, is_share: bool = False) -> Cell:
    """Write a figure as a cell: its number or its rate, with its list."""
    if figure is None:
        return Cell(NOTHING)
    url = to(figure) if figure.value else ""  # nothing counted is nothing to open
    return share(figure.value, figure.of, url) if is_share else amount(figure.value, url)


def heat(figure: Figure, step: int, to: Address) -> Cell:
    """Write a cell of the heat table, coloured by its step."""
    return replace(cell(figure, to), step=step)


def hidden(shown: MakeUpCell, to: Address) -> Cell:
    """Write a count of the make-up; a hidden one has neither number nor list."""
    if shown.figure is None:
        return Cell(shown.text)
    return cell(shown.figure, to)


def problems_table(board: PlaceBoard, to: Address, onward: Board) -> Table:
    """Give the places below with their problems: what is open, stacked by whether it is late."""
    keys = ("problems", "problems_closed", "open_now")
    heads = (
        *(Head(column(board, key).label, "个") for key in keys),
        Head("未到期", "个", draw="bar", tone="orange-mark"),
        Head("已超期", "个", draw="bar", tone="red-mark"),
    )
    return Table(
        slug="below-problems",
        title="各地问题与整改",
        first="地方",
        heads=heads,
        lines=below(board, lambda cells: _problem_cells(cells, keys, to), onward),
        chart="stacked",
        across=True,
        note="图为现未销号问题，按是否超期分开；点击可打开名单。",
        total=Line("合计", _problem_cells(by_key(board, board.total), keys, to)),
    )


def _problem_cells(cells: Cells, keys: Iterable[str], to: Address) -> tuple[Cell, ...]:
    still, late = cells.get("open_now"), cells.get("overdue_now")
    in_time = still.value - late.value if still and late else None
    return (
        *(cell(cells.get(key), to) for key in keys),
        amount(in_time, f"{to(still)}&overdue=0" if still and in_time and to(still) else ""),
        replace(cell(late, to), tone="red" if late and late.value else ""),
    )


def progress_table(board: PlaceBoard, to: Address, onward: Board, pace: Mark) -> Table:
    """Give the places below with their register, their help, the year's target against time."""
    kept = [one for one in board.columns if one.key not in OF_PROBLEMS]
    heads = tuple(
        Head(
            one.label,
            PERCENT if one.is_share else one.unit,
            draw="bar" if one.key == "left_persons" else "",
            tone="green-mark",
        )
        for one in kept
    )

    def cells(known: Cells) -> tuple[Cell, ...]:
        return tuple(cell(known.get(one.key), to, is_share=one.is_share) for one in kept)

    return Table(
        slug="below-progress",
        title="各地帮扶与年度任务",
        first="地方",
        heads=heads,
        lines=below(board, cells, onward, only_opening=True),
        chart="bar",
        across=True,
        note="图为年度减贫任务完成比例，竖线为时序进度。",
        total=Line("合计", cells(by_key(board, board.total))),
        mark=pace,
    )


def by_key(board: PlaceBoard, cells: Iterable[Figure | None]) -> Cells:
    """Give the cells of a row by the keys of their columns."""
    return {one.key: cell for one, cell in zip(board.columns, cells, strict=False)}


def column(board: PlaceBoard, key: str) -> Column:
    """Give a column by its key."""
    return next(one for one in board.columns if one.key == key)


def below(
    board: PlaceBoard,
    cells: Callable[[Cells], tuple[Cell, ...]],
    onward: Board,
    *,
    only_opening: bool = False,
) -> tuple[Line, ...]:
    """Give a row for each place below, and one for what is of the place itself."""
    return tuple(
        Line(
            child.name,
            cells(by_key(board, child.cells)),
            onward(child.code) if child.opens else "",
        )
        for child in board.children
        if child.opens or not only_opening
    )


def matrix_table(matrix: Matrix, to: Address, board: Board) -> Table:
    """Give the heat table, the sums at the right and below."""
    lines = tuple(
        Line(
            row.name,
            (*(heat(one.figure, one.step, to) for one in row.cells), cell(row.total, to)),
            board(row.code) if row.opens else "",
        )
        for row in matrix.rows
    )
    sums = Line("合计", tuple(cell(one, to) for one in (*matrix.totals, matrix.whole)))
    return Table(
        slug="matrix",
        title=f"{matrix.name}问题分布（{KEYS[matrix.window]}）",
        first="地方",
        heads=(*(Head(column.label) for column in matrix.columns), Head("合计")),
        lines=lines,
        heat=True,
        total=sums,
    )


def ranked_table(slug: str, title: str, figures: Iterable[Figure], to: Address) -> Table:
    """Give figures one below the other as bars: problems by category or by block."""
    lines = tuple(Line(one.label, (cell(one, to),), to(one)) for one in figures)
    heads = (Head("问题", "个", draw="bar"),)
    return Table(slug, title, "类别", heads, lines, chart="bar", across=True)


def make_up_table(made: MakeUp, to: Address, board: Board) -> Table:
    """Give one make-up by township; its hidden counts are neither drawn nor sent."""
    lines = tuple(
        Line(
            row.name,
            (*(hidden(one, to) for one in row.cells), cell(row.total, to)),
            board(row.code),
        )
        for row in made.rows
    )
    sums = Line("合计", (*(hidden(one, to) for one in made.totals), cell(made.whole, to)))
    labels = [*(column.label for column in made.columns), "合计"]
    return Table(
        slug=f"people-{made.key}".replace("_", "-"),
        title=f"{made.label}（{made.unit}）",
        first="地方",
        heads=tuple(Head(label) for label in labels),
        lines=lines,
        note=made.note,
        total=sums,
    )


def categories_tables(found: Categories, to: Address) -> tuple[Table, Table]:
    """Give problems by category and by block."""
    window = KEYS[found.window]
    titles = (f"问题类别（{window}）", f"问题所涉督查内容（{window}）")
    return (
        ranked_table("categories", titles[0], found.categories, to),
        ranked_table("found-blocks", titles[1], found.blocks, to),
    )
