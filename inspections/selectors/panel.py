"""A card of the problem's page, as each subject of the problems makes its own."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A card of the problem's page; `shown` is the template's `panel`."""

    template: str
    shown: dict[str, Any]
