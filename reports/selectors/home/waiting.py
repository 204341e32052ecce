"""One kind of work that waits, with the list it counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """How much waits, where its list is, and how urgent it is (its tone).

    `of_unit` is what the user's own unit must put right (本单位整改), the rest is his own work.
    """

    label: str
    count: int
    url_name: str
    query: str = ""
    tone: str = "blue"
    of_unit: bool = False
