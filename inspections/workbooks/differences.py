"""What an edited checklist changes, in the rows and columns an office sees in its workbook.

Both schemes are written out as rows and compared by key, so that a block asked of seventeen
programmes is one change and not seventeen.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from inspections.scheme_data import SchemeData
from inspections.workbooks.explained import SHEETS, field_name
from inspections.workbooks.plain import PARAMETERS
from inspections.workbooks.rows import Cells, rows_of
from inspections.workbooks.xlsform import kind

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
ACTS = {ADDED: "新增", REMOVED: "删除", CHANGED: "修改", MOVED: "移动"}
GROUPS = "groups"
KEYS = {  # sheet → the columns that tell its rows apart, in the order the parts are shown
    "survey": ("name",),
    GROUPS: ("name",),
    "choices": ("list_name", "name"),
    "settings": ("key", "valid_from"),
    "categories": ("code",),
    "programmes": ("code",),
    "postings": ("question",),
}
TITLES = {"postings": "post", "programmes": "name", "categories": "name"}
PLACE, UNDER = "place", "under"  # the headings a question stands under: their words, their names

Rows = Mapping[tuple[str, ...], Cells]


class Field(NamedTuple):
    """One cell that changed."""

    name: str
    before: str
    after: str


class Change(NamedTuple):
    """One row that was added, removed, changed or moved."""

    act: str
    key: str
    title: str
    place: str
    fields: tuple[Field, ...]

    @property
    def act_name(self) -> str:
        """The act in Chinese."""
        return ACTS[self.act]


class Part(NamedTuple):
    """The changes of one sheet."""

    sheet: str
    name: str
    changes: tuple[Change, ...]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many rows were added, removed, changed, moved; those of none are left out."""
        told = [(act, name, sum(c.act == act for c in self.changes)) for act, name in ACTS.items()]
        return [line for line in told if line[2]]


def differences(before: SchemeData, after: SchemeData) -> list[Part]:
    """Give what changed, sheet by sheet in the order of the workbook; [] when nothing did."""
    old, new = compared_rows(before), compared_rows(after)
    with_item_titles(old["survey"])
    parts = [
        Part(told(sheet), part_name(sheet), tuple(changes(sheet, old[sheet], new[sheet])))
        for sheet in KEYS
    ]
    return [part for part in parts if part.changes]


def told(sheet: str) -> str:
    """The sheet as the workbook calls it."""
    return {"settings": PARAMETERS, GROUPS: "survey"}.get(sheet, sheet)


def part_name(sheet: str) -> str:
    """The sheet's content in Chinese."""
    return "部分和分组" if sheet == GROUPS else SHEETS[told(sheet)][0]


def compared_rows(data: SchemeData) -> dict[str, Rows]:
    """The rows of every sheet by key; survey without its closing lines, headings apart."""
    rows = rows_of(data)
    survey = list(placed(rows["survey"]))
    rows["survey"] = [row for row in survey if not is_heading(row)]
    rows[GROUPS] = [row for row in survey if is_heading(row)]
    return {
        sheet: {tuple(row[k] for k in key): row for row in rows[sheet]}
        for sheet, key in KEYS.items()
    }


def with_item_titles(rows: Rows) -> None:
    """Put an item's title with each of its questions: the one that bears it may have gone."""
    titles: dict[str, str] = {}
    for row in rows.values():
        row["item_title"] = titles.setdefault(row["item"], row["item_title"])


def is_heading(row: Cells) -> bool:
    """Whether a row of survey opens a group."""
    return row["type"].startswith("begin_")


def placed(rows: Sequence[Cells]) -> Iterator[Cells]:
    """Rows of survey with the headings they stand under; closing lines are left out."""
    path: list[Cells] = []
    for row in rows:
        if row["type"].startswith("end_"):
            path.pop()
            continue
        words = " › ".join(heading["label"] or heading["name"] for heading in path)
        names = "/".join(heading["name"] for heading in path)
        yield row | {PLACE: words, UNDER: names, "type": kind(row["type"])}
        if is_heading(row):
            path.append(row)


def changes(sheet: str, old: Rows, new: Rows) -> Iterator[Change]:
    """The changes of one sheet: in the new order, then what is gone."""
    moved = shifted(old, new)
    for key, row in new.items():
        if key not in old:
            yield change(sheet, ADDED, key, row, fields(sheet, {}, row))
        elif found := fields(sheet, old[key], row):
            order = (order_of(key, old, new),) if key in moved else ()
            yield change(sheet, CHANGED, key, row, found + order)
        elif key in moved:
            yield change(sheet, MOVED, key, row, (order_of(key, old, new),))
    for key, row in old.items():
        if key not in new:
            yield change(sheet, REMOVED, key, row, ())


def change(
    sheet: str, act: str, key: tuple[str, ...], row: Cells, found: tuple[Field, ...]
) -> Change:
    """One change with the words it is told by."""
    title = row.get("label") or row.get(TITLES.get(sheet, ""), "")
    shown = "　".join(part for part in key if part)
    return Change(act, shown, title, row.get(PLACE, ""), found)


def fields(sheet: str, old: Cells, new: Cells) -> tuple[Field, ...]:
    """The cells that differ; of a new row those that are filled, without its key and title."""
    said = {PLACE, *KEYS[sheet], *(("label", UNDER) if not old else ())}
    names = [
        name
        for name in new
        if name not in said
        and old.get(name, "") != new[name]
        and (new[name] or name != "item_title")
    ]
    return tuple(cell(sheet, name, old, new) for name in names)


def cell(sheet: str, name: str, old: Cells, new: Cells) -> Field:
    """One cell that changed; another heading is told by its words."""
    if name == UNDER:
        return Field("所在部分", old[PLACE], new[PLACE])
    return Field(field_name(told(sheet), name), old.get(name, ""), new[name])


def shifted(old: Rows, new: Rows) -> set[tuple[str, ...]]:
    """The keys that stand in another order: as few as explain it."""
    at = {key: number for number, key in enumerate(old)}
    common = [key for key in new if key in at]
    return set(common) - set(longest_rising(common, at))


def longest_rising(
    keys: Sequence[tuple[str, ...]], at: Mapping[tuple[str, ...], int]
) -> list[tuple[str, ...]]:
    """The longest run of keys that stayed in their old order."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, key in enumerate(keys):
        place = bisect_left(tops, at[key])
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [at[key]]
        ends[place : place + 1] = [number]
    kept: list[tuple[str, ...]] = []
    last = ends[-1] if ends else -1
    while last >= 0:
        kept.append(keys[last])
        last = before[last]
    return kept[::-1]


def order_of(key: tuple[str, ...], old: Rows, new: Rows) -> Field:
    """Where a moved row stood and stands: behind which one."""
    return Field("顺序", after(key, list(old)), after(key, list(new)))


def after(key: tuple[str, ...], keys: Sequence[tuple[str, ...]]) -> str:
    """The place behind another row, in words."""
    place = keys.index(key)
    return f"在 {keys[place - 1][-1] or keys[place - 1][0]} 之后" if place else "第一行"
