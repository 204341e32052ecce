"""How large the red head is set: as wide as the type area, and narrowed where it is long."""

from dataclasses import dataclass

from reports.content import OfficialDocument

WIDTH = 442.2  # points in the 156 mm between the margins
LARGEST, TALL = 44.0, 36.0  # points; below TALL the characters are narrowed before they shrink
NARROWEST = 66  # per cent of their width that characters keep
REPORT = 48.0  # points of a 专报's head
GAP = 0.8  # characters between joint names and the 「文件」 to their right
ROOM = 6  # characters of a suffix that stay on one line


@dataclass(frozen=True)
class RedHead:
    """A head's words and size; `suffix` stands right of the names, on as many lines as it has."""

    names: tuple[str, ...]
    suffix: tuple[str, ...]
    points: float
    scale: int = 100


def red_head(document: OfficialDocument) -> RedHead:
    """Give the head of a document: a 专报's own, one office's, or the joint one, host first.

    Source: GB/T 9704-2012 §7.2.4; domain §3.1.
    """
    if document.report:
        return RedHead((spread_out(document.report),), (), REPORT)
    if len(document.issuers) == 1:
        name = document.issuers[0] + document.head_suffix
        return RedHead((name,), (), *fitted(len(name)))
    suffix = suffix_lines(document.head_suffix)
    longest = max(len(name) for name in document.issuers)
    beside = GAP + max(len(line) for line in suffix) if suffix else 0
    return RedHead(document.issuers, suffix, *fitted(longest + beside))


def fitted(characters: float) -> tuple[float, int]:
    """Give the points and the width in per cent at which so many characters fill the line."""
    each = WIDTH / max(characters, 1)
    if each >= TALL:
        return min(LARGEST, int(each * 2) / 2), 100
    points = min(TALL, int(each * 100 / NARROWEST * 2) / 2)
    return points, int(each / points * 100)


def suffix_lines(suffix: str) -> tuple[str, ...]:
    """Break a long suffix after its bracket: 督查（目标管理） above 办公室."""
    cut = suffix.find("）") + 1
    if len(suffix) <= ROOM or cut in {0, len(suffix)}:
        return (suffix,) if suffix else ()
    return suffix[:cut], suffix[cut:]


def spread_out(word: str) -> str:
    """Set a short word's characters apart: 督 查 专 报."""
    return " ".join(word) if len(word) <= ROOM else word
