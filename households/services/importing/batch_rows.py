"""The rows of an upload that were accepted, as the reader may see them, while they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.errors import RuleBroken
from accounts.masking import shown
from accounts.models import User
from households.checking.columns import Column
from households.checking.data import RegisterData
from households.models import BatchDifference, RegisterBatch
from households.services.importing.checked_file import checked_data
from households.services.importing.kinds import kind_of

ACCEPTED, UNCHANGED = "accepted", "unchanged"
_SHOWN = 6
_WORDS = frozenset(("text", "short_text", "name", "code", "size", "year", "date", "phone"))
_PERSONAL = {"name": "name", "phone": "phone", "identity": "identity_number"}
_PEOPLE = ("household_no", "person_no", "name", "identity_number", "relation")
_HOUSEHOLDS = (("household_no", "户编号", ""), ("head_name", "户主", "name"))
Heads = list[tuple[str, str, str]]


@dataclass(frozen=True)
class AcceptedRows:
    """Column names and rows of text; `kept` is false once the checked data are deleted."""

    heads: list[str] = field(default_factory=list)
    rows: Sequence[list[Any]] = ()
    kept: bool = True


def accepted_rows(batch: RegisterBatch, *, outcome: str, user: User) -> AcceptedRows:
    """Give the accepted rows of an upload, or the records of it that change nothing."""
    try:
        data = checked_data(batch)
    except RuleBroken:
        return AcceptedRows(kept=False)
    columns = kind_of(batch.kind).columns()
    if not isinstance(data, RegisterData):
        rows, heads = data.rows, _plain_heads(columns, data.rows)
    elif outcome == UNCHANGED:
        rows, heads = data.households, list(_HOUSEHOLDS)
    else:
        wanted = {column.key: column for column in columns}
        rows = data.members
        heads = [_head(wanted[key]) for key in _PEOPLE if key in rows]
    places: Sequence[int] = range(len(next(iter(rows.values()), ())))
    if outcome == UNCHANGED:
        places = _unchanged(batch, rows, places)
    return AcceptedRows(["行", *(name for _, name, _ in heads)], _Rows(rows, heads, places, user))


def _head(column: Column) -> tuple[str, str, str]:
    return column.key, column.name, _PERSONAL.get(column.kind, "")


def _plain_heads(columns: Sequence[Column], rows: dict[str, list[Any]]) -> Heads:
    worded = [column for column in columns if column.key in rows and column.kind in _WORDS]
    return [_head(column) for column in worded[:_SHOWN]]


def _unchanged(
    batch: RegisterBatch, rows: dict[str, list[Any]], places: Sequence[int]
) -> Sequence[int]:
    """Leave out what is new or changed: by household number, else by the record's own key."""
    moved = BatchDifference.objects.filter(batch=batch).exclude(act=BatchDifference.Act.ABSENT)
    keys = set(moved.values_list("household_no", flat=True)) | set(
        moved.values_list("key", flat=True)
    )
    by = next((key for key in ("household_no", "code", "area_code") if key in rows), "")
    return [at for at in places if rows[by][at] not in keys] if by else places


class _Rows(Sequence[list[Any]]):
    """Rows made only when a page asks for them."""

    def __init__(
        self, rows: dict[str, list[Any]], heads: Heads, places: Sequence[int], user: User
    ) -> None:
        self._rows, self._heads, self._places, self._user = rows, heads, places, user

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self._row(place) for place in self._places[at]]
        return self._row(self._places[at])

    def _row(self, place: int) -> list[Any]:
        numbers = self._rows.get("row")
        return [
            numbers[place] if numbers else "",
            *(self._value(place, head) for head in self._heads),
        ]

    def _value(self, place: int, head: tuple[str, str, str]) -> str:
        key, _, personal = head
        value = self._rows[key][place]
        text = "" if value is None else str(value)
        return shown(text, field=personal, user=self._user) if personal else text
