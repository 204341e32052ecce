"""How a figure of a place is written: its key, its number, and the list narrowed to the place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from reports.facts.month import Figure

LEDGER = "inspections:problem_ledger"
ROUNDS = "inspections:round_list"
PROGRAMMES = "projects:programme_list"
MEMBERS = "households:member_list"


@dataclass(frozen=True)
class Maker:
    """Writes figures of one place as of one day."""

    area: str
    on: date

    def figure(
        self,
        key: str,
        label: str,
        value: int,
        unit: str,
        list_name: str,
        filters: Mapping[str, str] | None = None,
        of: int | None = None,
    ) -> Figure:
        """Give a figure that counts the rows of its list."""
        query = urlencode({"area": self.area, **(filters or {})})
        return Figure(key, label, value, unit, self.on, list_name, query, of)

    def sum_of(
        self,
        key: str,
        label: str,
        value: int,
        unit: str,
        list_name: str,
        filters: Mapping[str, str] | None = None,
        of: int | None = None,
    ) -> Figure:
        """Give a figure that adds something up over its list, or tells of it otherwise."""
        figure = self.figure(key, label, value, unit, list_name, filters, of)
        return replace(figure, counts_rows=False)
