"""Lists as data: one tuple of columns drives the table, its sorting, its choice and its export.

A listing is declared in an app's `lists` module and registered under its name; the page, the
export job and the choice of columns all work from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.urls import reverse
from django_filters import FilterSet

from accounts.errors import RuleBroken
from accounts.masking import masker
from accounts.models import ListChoice, User
from accounts.searches import Search

Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class ListColumn:
    """One column. `value` is a path from the row (its key unless given) or an expression.

    `field` names the entry of the masking registry a personal value stands under; `words` turns a
    code or a list of codes into Chinese, `read` does so by a rule; `link` is an address and the
    path of its argument, which `query` puts behind the address of a list (a figure leads to what
    it counts, 0 to nothing); `needs` is the right to open it; `tone` colours a value as a badge;
    `width` is in characters, `group` the heading above it on an office's sheet; `chosen` until a
    person chooses.
    """

    key: str
    label: str
    value: str | Combinable = ""
    _: KW_ONLY
    sort: str = ""
    field: str = ""
    words: Mapping[Any, Any] | None = None
    read: Reader | None = None
    link: tuple[str, str] | None = None
    query: str = ""
    needs: str = ""
    tone: Callable[[Any], str] | None = None
    kind: str = ""
    width: float = 12
    group: str = ""
    chosen: bool = True

    @property
    def name(self) -> str:
        """Give the name the value is asked of the database by."""
        return self.value or self.key if isinstance(self.value, str) else f"{self.key}_value"


class Cell(NamedTuple):
    """One cell of a page."""

    label: str
    text: Any
    kind: str
    url: str
    tone: str


@dataclass(frozen=True)
class Asker:
    """What a filter set needs of a request when a job asks: who."""

    user: User


@dataclass(frozen=True)
class Official:
    """How a list looks as an office's ledger: its title, its paper, the notes at its foot.

    `notes` gives what was counted and what was left out, from the reader, the filter set as it was
    asked for and the rows it keeps.
    """

    title: Callable[[User], str]
    notes: Callable[[User, FilterSet], Sequence[str]]
    paper: str = "A3"


@dataclass(frozen=True)
class Listing:
    """A list of records: its columns, its gate, its filters, its search."""

    name: str
    label: str
    permission: str
    columns: tuple[ListColumn, ...]
    order: tuple[str, ...]
    rows: Callable[[User], "QuerySet[Any]"]
    filterset: type[FilterSet]
    hint: str = ""  # what the search box takes; "" for no box
    read_search: Callable[[User, str], Search | None] | None = None
    search: Callable[["QuerySet[Any]", Search], "QuerySet[Any]"] | None = None
    sums: tuple[tuple[str, str], ...] = ()  # a column to add up over all rows, and its unit
    official: Official | None = None  # a plain sheet unless given

    def column(self, key: str) -> ListColumn | None:
        """Give the column of a key."""
        return next((column for column in self.columns if column.key == key), None)

    def ordered(self, rows: "QuerySet[Any]", wanted: str) -> "QuerySet[Any]":
        """Order by `key` or `-key` and then as the list stands; an unknown key is passed over."""
        column = self.column(wanted.removeprefix("-"))
        first = (column.sort,) if column and column.sort else ()
        fields = tuple(dict.fromkeys((*first, *self.order)))
        down = bool(first) and wanted.startswith("-")
        return rows.order_by(*(f"-{name}" if down else name for name in fields))

    def searched(self, rows: "QuerySet[Any]", search: Search | None) -> "QuerySet[Any]":
        """Keep what a search found."""
        return self.search(rows, search) if search and self.search else rows

    def found(self, user: User, *, query: str, search: Search | None) -> "QuerySet[Any]":
        """Give the rows a user sees under the filters and the sorting of an address.

        Raises RuleBroken "wrong_filter" for a filter that cannot be read.
        """
        kept = self.kept(user, query=query)
        return self.ordered(self.searched(kept.qs, search), kept.data.get("sort", ""))

    def kept(self, user: User, *, query: str) -> FilterSet:
        """Give the filter set of an address; raises RuleBroken "wrong_filter"."""
        kept = self.filterset(QueryDict(query), queryset=self.rows(user), request=Asker(user))
        if not kept.is_valid():
            raise RuleBroken("筛选条件有误，请返回清单重新筛选。", code="wrong_filter")
        return kept


LISTINGS: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    """Make a listing known by its name."""
    LISTINGS[listing.name] = listing
    return listing


def default_columns(listing: Listing) -> list[ListColumn]:
    """Give the columns shown until a person chooses."""
    return [column for column in listing.columns if column.chosen]


def chosen_columns(listing: Listing, user: User) -> list[ListColumn]:
    """Give the columns this person wants to see of the list."""
    return _choice(listing, user) or default_columns(listing)


def exported_columns(listing: Listing, user: User) -> list[ListColumn]:
    """Give the columns of a workbook: an office's ledger is whole unless a person chose."""
    usual = list(listing.columns) if listing.official else default_columns(listing)
    return _choice(listing, user) or usual


def _choice(listing: Listing, user: User) -> list[ListColumn]:
    choice = ListChoice.objects.filter(user=user, list_name=listing.name).first()
    return columns_of(listing, choice.columns) if choice else []


def columns_of(listing: Listing, keys: Sequence[str]) -> list[ListColumn]:
    """Give the columns of these keys in the list's order; unknown keys are passed over."""
    return [column for column in listing.columns if column.key in keys]


def values(
    rows: "QuerySet[Any]", columns: Sequence[ListColumn], *, further: Sequence[str] = ()
) -> "QuerySet[Any]":
    """Ask for the columns' values only, each name once, and for further paths behind them."""
    computed = {c.name: c.value for c in columns if not isinstance(c.value, str)}
    return rows.annotate(**computed).values_list(*_names(columns), *further)


def _names(columns: Sequence[ListColumn]) -> list[str]:
    return list(dict.fromkeys(column.name for column in columns))


def positions(columns: Sequence[ListColumn]) -> list[int]:
    """Give where each column's value stands in a row of `values`; several may read one."""
    names = _names(columns)
    return [names.index(column.name) for column in columns]


def readers(columns: Sequence[ListColumn], user: User) -> list[Reader | None]:
    """Give what turns each column's value into what the user may see; None leaves it as it is."""
    return [_reader(column, user) for column in columns]


def _reader(column: ListColumn, user: User) -> Reader | None:
    if column.field:
        return masker(user, column.field)
    return _worded(column.words) if column.words is not None else column.read


def _worded(words: Mapping[Any, Any]) -> Reader:
    def read(value: Any) -> Any:
        try:
            return words.get(value, value)
        except TypeError:  # a list of codes
            return "、".join(str(words.get(code, code)) for code in value)

    return read


def table(
    found: Sequence[tuple[Any, ...]], columns: Sequence[ListColumn], user: User
) -> Iterator[list[Cell]]:
    """Set a page's values in cells: masked, worded, linked, coloured."""
    read = readers(columns, user)
    paths = link_paths(columns)
    opens = [not column.needs or user.has_perm(column.needs) for column in columns]
    places = positions(columns)
    for row in found:
        arguments = dict(zip(paths, row[max(places) + 1 :], strict=True))
        told = [row[place] for place in places]
        yield [
            _cell(column, value, reader, _address(column, value, arguments) if may else "")
            for column, value, reader, may in zip(columns, told, read, opens, strict=True)
        ]


def link_paths(columns: Sequence[ListColumn]) -> list[str]:
    """Give the paths the columns' addresses need."""
    return list(dict.fromkeys(column.link[1] for column in columns if column.link))


def _address(column: ListColumn, value: Any, arguments: Mapping[str, Any]) -> str:
    """Give where a cell leads; "" for nowhere."""
    if column.link is None or (column.query and not value):
        return ""
    name, path = column.link
    if column.query:
        return f"{reverse(name)}?{column.query.format(arguments[path])}"
    return reverse(name, args=[arguments[path]])


def _cell(column: ListColumn, value: Any, reader: Reader | None, url: str) -> Cell:
    tone = column.tone(value) if column.tone else ""
    text = reader(value) if reader else value
    return Cell(column.label, text, column.kind, url, tone)
