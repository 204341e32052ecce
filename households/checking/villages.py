"""The village of each household of a register: found by name, asked about, or rejected."""

from collections.abc import Callable

from households.checking.asks import VILLAGE_TEXT
from households.checking.data import Level
from households.checking.places import Found
from households.checking.roster import Roster
from households.checking.sheet import Sheet
from households.identity import normal_text

_PLACE = ("county", "township", "village")
MOST_KEY = 80
_KEYS_OF = {"县": "county", "乡": "township"}


def find_villages(roster: Roster) -> list[str]:
    """Return each household's village code; each distinct place is looked up once.

    A name that fits a village and a community is asked about; a former name is warned of; a
    household outside the uploader's area is rejected. Source: domain §5 nos. 23–26.
    """
    found_cells = [roster.household_cells(key) for key in _PLACE]
    sheet, _, places = found_cells[2]
    wanted = [
        tuple(map(normal_text, names))
        for names in zip(*(cells for _, cells, _ in found_cells), strict=True)
    ]
    look: Callable[..., Found] = sheet.options.places.look
    answers = {names: look(*names) for names in set(wanted)}
    if all(_is_plain(found, sheet.options.scope) for found in answers.values()):
        return [answers[names].code for names in wanted]
    return [
        _place(sheet, place, names, answers[names])
        for names, place in zip(wanted, places, strict=True)
    ]


def _is_plain(found: Found, scope: str) -> bool:
    return bool(found.code) and not found.former and found.code.startswith(scope)


def _place(sheet: Sheet, at: int, names: tuple[str, ...], found: Found) -> str:
    """Say what is wrong with a household's place, and return its code or ""."""
    shown, code = "/".join(filter(None, names[1:])), found.code
    column = sheet.name(_KEYS_OF.get(found.column, "village"))
    if found.choices:
        code = _answered(sheet, at, column, shown, found)
    elif found.reason:
        sheet.complain(at, column, shown, found.reason)
    if code and not code.startswith(sheet.options.scope):
        sheet.complain(at, column, shown, "不在本人负责的区域")
    elif code and found.former:
        label = sheet.options.places.labels.get(code, code)
        sheet.complain(at, column, shown, f"是原用名，按{label}登记", level=Level.WARN)
    return code


def _answered(sheet: Sheet, at: int, column: str, shown: str, found: Found) -> str:
    """Return the village a person has chosen, or ask which it is and return ""."""
    key = f"village:{shown}"[:MOST_KEY]
    code = sheet.options.answers.get(key, "")
    if code in found.choices:
        sheet.complain(at, column, shown, "按您的答复登记", level=Level.NOTE)
        sheet.normalised += 1
        return code
    labels = sheet.options.places.labels
    choices = tuple((choice, labels.get(choice, choice)) for choice in found.choices)
    sheet.asked.add(key, VILLAGE_TEXT, choices, shown, shown)
    sheet.complain(at, column, shown, found.reason, level=Level.ASK, question=key)
    return ""
