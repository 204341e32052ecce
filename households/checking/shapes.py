"""Whether a cell that was read had to be put right: domain §5, level 归一."""

import re
from typing import Any

from households.checking.words import (
    ATTRIBUTES,
    CAUSES,
    GRADES,
    HEALTH,
    HOUSEHOLD_TYPES,
    MARRIAGES,
    MEASURES,
    SEXES,
    STATUSES,
    STRUCTURES,
    WATCHES,
)

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_CODEBOOKS = (
    *(ATTRIBUTES, CAUSES, GRADES, HEALTH, HOUSEHOLD_TYPES, MARRIAGES, MEASURES, SEXES),
    *(STATUSES, STRUCTURES, WATCHES),
)
_WORDS = frozenset(word for book in _CODEBOOKS for word in book)
_NUMBERS = frozenset(("amount", "size", "months", "year", "percent"))
_CHOICES = frozenset(
    (
        *("cause", "causes", "attribute", "measures", "status", "watch", "household_type"),
        *("house_grade", "house_structure", "marriage", "sex", "health"),
    )
)


def is_normalised(kind: str, text: str, value: Any) -> bool:
    """Whether the value is written otherwise than the cell; a blank that stays blank is not."""
    if value == text or not text:
        return False
    if kind in _NUMBERS:
        return not _PLAIN_NUMBER.fullmatch(text)
    if kind in _CHOICES:
        return any(word not in _WORDS for word in text.split("、"))
    if type(value) is bool:
        return text not in ("是", "否")
    return True
