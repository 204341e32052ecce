"""Where the columns of a sheet that is no register stand in its header."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from households.checking.columns import Column
from households.identity import normal_text

AMOUNTS = ("money", "profit")  # kinds of column whose header may name a year and a unit
TEN_THOUSAND = 10000
_UNIT = re.compile(r"(.+?)\((元|万元|元/年|元/人)\)")
_YEAR = re.compile(r"([12][0-9]{3})年?度?(.+)")


@dataclass
class PlainLayout:
    """Where the columns stand: by the year a header names, if any, and the column's key.

    `factors` turns the cells of a place into 元; `headers` pairs each header with the name of the
    column it was taken for, "" if it is not read.
    """

    by_key: Mapping[str, Column]
    at: dict[tuple[int | None, str], int] = field(default_factory=dict)
    factors: dict[int, int] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def has(self, key: str) -> bool:
        """Whether the sheet has the column, under any year."""
        return any(key == known for _, known in self.at)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of required columns the header lacks."""
        return tuple(c.name for c in self.by_key.values() if c.required and not self.has(c.key))


def match_header(
    header: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str]
) -> PlainLayout:
    """Find the known columns in a header, whatever their order; the user's mapping goes first."""
    layout = PlainLayout({column.key: column for column in columns})
    names = {
        normal_text(name): column.key
        for column in columns
        for name in (column.name, *column.aliases)
    }
    for index, text in enumerate(header):
        mapped = mapping.get(text, mapping.get(normal_text(text)))
        key, year, factor = _read_header(layout, names, text, mapped)
        if key and (year, key) in layout.at:
            layout.doubled.append(text)
            key = ""
        if key:
            layout.at[year, key] = index
            layout.factors[index] = factor
        if text.strip():
            layout.headers.append((text, layout.by_key[key].name if key else ""))
    return layout


def _read_header(
    layout: PlainLayout, names: Mapping[str, str], text: str, mapped: str | None
) -> tuple[str, int | None, int]:
    """Give a header's column, the year it names and the factor that turns its cells into 元."""
    name = normal_text(text)
    unit = _UNIT.fullmatch(name)
    factor = TEN_THOUSAND if unit and unit[2] == "万元" else 1
    if mapped is not None:
        return (mapped if mapped in layout.by_key else ""), None, factor
    if name in names:
        return names[name], None, factor
    bare, year = (unit[1] if unit else name), None
    if bare not in names and (dated := _YEAR.fullmatch(bare)):
        bare, year = dated[2], int(dated[1])
    key = names.get(bare, "")
    amount = bool(key) and layout.by_key[key].kind in AMOUNTS
    return (key, year, factor) if amount or not (unit or year) else ("", None, 1)
