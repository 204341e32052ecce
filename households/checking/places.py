"""Finding a village's code from the names in a register row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from households.place_names import bare_name, short_name, township_name

Alias = tuple[str, str, date | None, date | None]
_VILLAGE = 12


@dataclass(frozen=True)
class Found:
    """What a name stands for: one code, or several to choose from, or the reason for neither.

    `column` is the one at fault; `former` says that the name is no longer in use.
    """

    code: str = ""
    column: str = ""
    reason: str = ""
    choices: tuple[str, ...] = ()
    former: bool = False


@dataclass(frozen=True)
class Places:
    """The names of one county: townships by name, villages by township code and name.

    `labels` are the full names by code; `former` the names that are no longer in use, by township
    code ("" for townships) and name.
    """

    county: frozenset[str]
    townships: Mapping[str, str]
    villages: Mapping[tuple[str, str], tuple[str, ...]]
    codes: frozenset[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def find(self, county: str, township: str, village: str) -> tuple[str, str, str]:
        """Return the village's code, or "" with the column at fault and the reason."""
        found = self.look(county, township, village)
        return found.code, found.column, found.reason

    def look(self, county: str, township: str, village: str) -> Found:
        """Look a village up by its own name, another in use, or a former one, in that order."""
        if county and county not in self.county:
            return Found(column="县", reason="不是本区县")
        name = township_name(township)
        above = self.townships.get(name) or self.former.get(("", name), "")
        if not above:
            reason = "本区县没有这个乡镇" if township else "乡镇为空"
            return Found(column="乡", reason=reason)
        was = name not in self.townships
        short = short_name(village)
        found = self.villages.get((above, short)) or self.villages.get(
            (above, "~" + bare_name(village)), ()
        )
        if len(found) == 1:
            return Found(found[0], former=was)
        if found:
            return Found(column="行政村", reason="村和社区同名，请写全称", choices=found)
        old = self.former.get((above, short)) or self.former.get((above, "~" + bare_name(village)))
        if old:
            return Found(old, former=True)
        return Found(column="行政村", reason=self._why_not(village))

    def _why_not(self, village: str) -> str:
        if not village:
            return "村名为空"
        name = short_name(village)
        if any(name == other for _, other in self.villages):
            return "该村不属于这个乡镇"
        return "这个乡镇没有这个村"


def places_from(
    rows: Iterable[tuple[str, str, str]],
    aliases: Iterable[Alias] = (),
    *,
    on: date | None = None,
) -> Places:
    """Build the names from (code, name, level) of one county and all places in it.

    `aliases` are (code, name, in use from, in use to); one that is no longer in use `on` the day
    is only looked at where no name in use fits, one not yet in use not at all.
    """
    county: set[str] = set()
    townships: dict[str, str] = {}
    villages: dict[tuple[str, str], list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for code, name, level in rows:
        labels[code] = short_name(name)
        if level == "county":
            county |= {name, short_name(name)}
        elif level == "township":
            townships[township_name(name)] = code
        else:
            _add_village(villages, code, name)
    codes = frozenset(code for code in labels if len(code) == _VILLAGE)
    former: dict[tuple[str, str], str] = {}
    for code, name, first, last in aliases:
        if on and first and on < first:
            continue
        if on and last and last < on:
            _add_former(former, code, name)
        elif len(code) == _VILLAGE:
            _add_village(villages, code, name)
        else:
            townships.setdefault(township_name(name), code)
    frozen = {key: tuple(found) for key, found in villages.items()}
    return Places(frozenset(county), townships, frozen, codes, labels, former)


def _add_village(villages: dict[tuple[str, str], list[str]], code: str, name: str) -> None:
    for form in (short_name(name), "~" + bare_name(name)):
        found = villages[code[:9], form]
        if code not in found:
            found.append(code)


def _add_former(former: dict[tuple[str, str], str], code: str, name: str) -> None:
    if len(code) == _VILLAGE:
        former.setdefault((code[:9], short_name(name)), code)
        former.setdefault((code[:9], "~" + bare_name(name)), code)
    else:
        former.setdefault(("", township_name(name)), code)
