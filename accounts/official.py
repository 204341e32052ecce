"""A list's sheet: an office's ledger where the listing asks for one, a plain list otherwise."""

from collections.abc import Sequence
from typing import Any

from django_filters import FilterSet

from accounts.lists import ListColumn, Listing
from accounts.models import User
from accounts.xlsx_official import OfficialColumn, OfficialSheet
from accounts.xlsx_stream import Layout, Sheet

CENTRED = 13  # columns up to this width hold short words: set in the middle


def sheet_of(
    listing: Listing, columns: Sequence[ListColumn], *, by: User, query: str, foot: str
) -> Layout:
    """Give the sheet a list is written on; raises RuleBroken "wrong_filter"."""
    if listing.official is None:
        return Sheet(listing.label, [(c.label, c.width) for c in columns], foot=foot)
    return OfficialSheet(
        name=listing.label,
        title=listing.official.title(by),
        columns=[_official(column) for column in columns],
        notes=listing.official.notes(by, listing.kept(by, query=query)),
        foot=foot,
        paper=listing.official.paper,
    )


def _official(column: ListColumn) -> OfficialColumn:
    kind = column.kind or ("center" if column.width <= CENTRED else "")
    return OfficialColumn(column.label, column.width, column.group, kind)


def told(kept: FilterSet) -> str:
    """Give the filters in use in words: 期次：2016-07；乡镇：新店镇; "" for none."""
    if not kept.is_valid():
        return ""
    words = []
    for name, field in kept.form.fields.items():
        value = kept.form.cleaned_data.get(name)
        if value not in (None, "") and not field.widget.is_hidden:
            words.append(f"{field.label}：{_shown(field, str(kept.data.get(name, value)), value)}")
    return "；".join(words)


def _shown(field: Any, asked: str, value: Any) -> str:
    """Give a value as its field shows it: the label of a choice, else what was asked for."""
    choices = getattr(field.widget, "choices", None)
    offered = {str(key): str(label) for key, label in choices or [] if key}
    if hasattr(value, "pk"):
        return str(value)
    return offered.get(asked, asked)
