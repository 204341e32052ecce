"""What stands on a household further up: apps above tell here, so that nothing is pulled away.

register_use("督查", households_in_rounds)      in the app's `ready`
"""

from collections.abc import Callable, Collection

Check = Callable[[Collection[str]], Collection[str]]
_USES: dict[str, Check] = {}


def register_use(name: str, check: Check) -> None:
    """Name a use; `check` is given household numbers and gives those that are in this use."""
    _USES[name] = check


def uses_of(household_nos: Collection[str]) -> dict[str, list[str]]:
    """Give for each use the household numbers that are in it, sorted; unused uses are left out."""
    if not household_nos:
        return {}
    found = {name: sorted(check(household_nos)) for name, check in _USES.items()}
    return {name: numbers for name, numbers in found.items() if numbers}
