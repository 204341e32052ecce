"""Finding a village's code from the names in a register row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from households.place_names import bare_name, short_name, township_name


@dataclass(frozen=True)
class Places:
    """The names of one county: townships by name, villages by township code and name."""

    county: frozenset[str]
    townships: Mapping[str, str]
    villages: Mapping[tuple[str, str], tuple[str, ...]]
    codes: frozenset[str]

    def find(self, county: str, township: str, village: str) -> tuple[str, str, str]:
        """Return the village's code, or "" with the column at fault and the reason."""
        if county and county not in self.county:
            return "", "县", "不是本区县"
        above = self.townships.get(township_name(township), "")
        if not above:
            return "", "乡", "本区县没有这个乡镇" if township else "乡镇为空"
        found = self._village(above, village)
        if len(found) == 1:
            return found[0], "", ""
        if found:
            return "", "行政村", "村和社区同名，请写全称"
        return "", "行政村", self._why_not(village)

    def _village(self, above: str, village: str) -> tuple[str, ...]:
        return self.villages.get((above, short_name(village))) or self.villages.get(
            (above, "~" + bare_name(village)), ()
        )

    def _why_not(self, village: str) -> str:
        if not village:
            return "村名为空"
        name = short_name(village)
        if any(name == other for _, other in self.villages):
            return "该村不属于这个乡镇"
        return "这个乡镇没有这个村"


def places_from(rows: Iterable[tuple[str, str, str]]) -> Places:
    """Build the names from (code, name, level) of one county and all places in it."""
    county: set[str] = set()
    townships: dict[str, str] = {}
    villages: dict[tuple[str, str], list[str]] = defaultdict(list)
    codes: set[str] = set()
    for code, name, level in rows:
        if level == "county":
            county |= {name, short_name(name)}
        elif level == "township":
            townships[township_name(name)] = code
        else:
            codes.add(code)
            villages[code[:9], short_name(name)].append(code)
            villages[code[:9], "~" + bare_name(name)].append(code)
    frozen = {key: tuple(found) for key, found in villages.items()}
    return Places(frozenset(county), townships, frozen, frozenset(codes))
