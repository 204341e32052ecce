"""Frozen shapes of the dashboards: what the selectors give and the pages draw.

Every number is a `reports.facts.month.Figure`: its value, unit, denominator (`of`) and the list
behind it. A page turns it into a link with `reports.views.months.linked`, a closed month's county
tiles with `linked_in`. `counts_rows` False means that it adds up a column of its list.
"""

from dataclasses import dataclass, field

from reports.facts.month import Figure


@dataclass(frozen=True)
class Tile:
    """One number tile. `text` is printed large instead of the value (a rate; "—" for nothing).

    `note` is printed small (18/20, an interval, what the number means); `tone` is "", "green",
    "orange" or "red": a colour only where there is something to act on.
    """

    figure: Figure
    text: str = ""
    note: str = ""
    tone: str = ""

    @property
    def shown(self) -> str:
        """What is printed large, without the unit."""
        return self.text or str(self.figure.value)


@dataclass(frozen=True)
class Group:
    """Some tiles under one heading. `live` is False where they are of the closed book."""

    key: str
    label: str
    tiles: tuple[Tile, ...]
    live: bool = True


@dataclass(frozen=True)
class Column:
    """A column of a comparison: key, heading, unit, and whether its cells are n/of."""

    key: str
    label: str
    unit: str = ""
    is_share: bool = False


@dataclass(frozen=True)
class Child:
    """One place below, its cells in the order of the board's columns; None is no number.

    `opens` says that `code` has a board of its own; the row of what belongs to no place below
    (区级部门, 镇本级) has the code of the place itself and does not open.
    """

    code: str
    name: str
    cells: tuple[Figure | None, ...]
    opens: bool = True


@dataclass(frozen=True)
class HouseholdLine:
    """A household of a village: its number (for households:household_detail), masked label."""

    number: str
    label: str
    persons: int
    status: str
    helped: bool
    visited: bool
    problems: Figure
    open_problems: Figure


@dataclass(frozen=True)
class PlaceBoard:
    """A place's month. `level` is "county", "township" or "village".

    `parents` are the places above as (code, name), the highest first, only those the reader may
    open. `children` are townships or villages; a village has `households` instead. `total` are
    the place's own figures in the order of `columns`. Tiles may be of the closed book
    (`Group.live` False); children, households and total are always of today (现时情况).
    """

    code: str
    name: str
    level: str
    parents: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    columns: tuple[Column, ...]
    children: tuple[Child, ...] = ()
    total: tuple[Figure | None, ...] = ()
    households: tuple[HouseholdLine, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether some tiles are of the closed book."""
        return any(not group.live for group in self.groups)


@dataclass(frozen=True)
class TrendLine:
    """One line of the trends: a point for each month, None where there is nothing to tell.

    `is_share`: draw value/of in percent; a point's `share` is its text.
    """

    key: str
    label: str
    unit: str
    points: tuple[Figure | None, ...]
    is_share: bool = False


@dataclass(frozen=True)
class Trends:
    """A place's months side by side, the oldest first: months as 2016-07."""

    code: str
    name: str
    months: tuple[str, ...]
    lines: tuple[TrendLine, ...]

    def line(self, key: str) -> TrendLine:
        """Give a line by its key; KeyError if there is none."""
        for line in self.lines:
            if line.key == key:
                return line
        raise KeyError(key)


@dataclass(frozen=True)
class Heat:
    """One cell of the heat table; `step` 0 (nothing) to 5 (the most) for its colour."""

    figure: Figure
    step: int


@dataclass(frozen=True)
class MatrixRow:
    """A place's cells in the order of the columns, and their sum."""

    code: str
    name: str
    cells: tuple[Heat, ...]
    total: Figure
    opens: bool = True


@dataclass(frozen=True)
class Matrix:
    """Places below × categories (or blocks) of problems, with the sums of both and of all."""

    code: str
    name: str
    window: str
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[Figure, ...]
    whole: Figure


@dataclass(frozen=True)
class Categories:
    """A place's problems by category and by block, the most frequent first, and all of them."""

    code: str
    name: str
    window: str
    categories: tuple[Figure, ...]
    blocks: tuple[Figure, ...]
    whole: Figure


@dataclass(frozen=True)
class MakeUpCell:
    """A count of the make-up; `figure` is None where it is hidden: print `text`, no link."""

    text: str
    figure: Figure | None = None

    @property
    def hidden(self) -> bool:
        """Whether the count is not told."""
        return self.figure is None


@dataclass(frozen=True)
class MakeUpRow:
    """A township's cells in the order of the columns, and its households (or people)."""

    code: str
    name: str
    cells: tuple[MakeUpCell, ...]
    total: Figure


@dataclass(frozen=True)
class MakeUp:
    """Who the poor are, by township: one way of sorting them. `note` says what is hidden.

    `totals` is the row of all, whose cells may be hidden as well; `whole` never is.
    """

    key: str
    label: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[MakeUpRow, ...]
    totals: tuple[MakeUpCell, ...]
    whole: Figure
    note: str = ""


@dataclass(frozen=True)
class Window:
    """Which problems are counted: `key` "month", "year" or "open"; its name; its list filters."""

    key: str
    label: str
    filters: tuple[tuple[str, str], ...] = field(default=())
