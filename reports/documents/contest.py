"""大比武 scores: read from a pasted sheet, put in order, with rewards and duties.

Pure. Points are kept as hundredths. Source: plan 001 (54–70), domain §2.2.6–2.2.8.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

MOST = {"看户": 50, "看组": 20, "看村": 30}
"""The parts and their full marks, 100 in all. Source: plan 001 (55, 59, 63)."""
REWARDS = (5000, 3000, 2000)
"""Yuan to the first three, and from the last three. Source: plan 001 (67, 68)."""
MEASURE = (
    "总分100分，看户50分、看组20分、看村30分；按总分排名，总分相同的依次比看户、看村、看组得分，"
    "仍相同的抽签确定，未抽签的名次并列"
)
FIRST_DUTY = "村书记、第一书记作典型发言"
LAST_DUTY = "驻村领导、村书记、第一书记作表态发言"
HUNDREDTHS, PLACES = 100, 2
LEAST_CELLS, MOST_CELLS = 4, 5
HEADS = {"村", "村名", "村社区", "名称", "单位"}  # first cell of a heading line


@dataclass(frozen=True)
class VillageScore:
    """One village's points in hundredths; `lot` parts villages that are level, 0 if not drawn."""

    code: str
    township: str
    village: str
    households: int
    groups: int
    site: int
    lot: int = 0

    @property
    def total(self) -> int:
        """All points together."""
        return self.households + self.groups + self.site

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """What it is put in order by, the best first."""
        return (-self.total, -self.households, -self.site, -self.groups, self.lot)


@dataclass(frozen=True)
class Place:
    """A village's place, what it gets (or gives up) in yuan, and who speaks for it."""

    place: int
    score: VillageScore
    yuan: int
    duty: str


@dataclass(frozen=True)
class ContestFacts:
    """What a 排名通报 is written from; `rewards` are the yuan of the first places."""

    county_code: str
    county: str
    place: str
    period: date
    as_of: date
    title: str
    scores: tuple[VillageScore, ...]
    rewards: tuple[int, ...]
    sheet: str

    @property
    def asked(self) -> dict[str, object]:
        """What the office typed when it began the bulletin."""
        return {"title": self.title, "scores": self.sheet, "rewards": list(self.rewards)}


def read_scores(
    text: str, villages: Mapping[str, Sequence[tuple[str, str, str]]]
) -> tuple[list[VillageScore], list[str]]:
    """Read lines of 村、看户、看组、看村 and, where needed, 抽签顺序, as pasted from a sheet.

    `villages` are (code, township, village) by each name a village goes by. Gives the scores and
    what is wrong, by line; a heading line and empty lines are passed over.
    """
    scores: list[VillageScore] = []
    complaints: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell for cell in re.split(r"[\t,，\s]+", line.strip()) if cell]
        if not cells or cells[0] in HEADS:
            continue
        try:
            scores.append(_score(cells, villages))
        except ValueError as wrong:
            complaints.append(f"第{number}行：{wrong}")
    twice = {it.code for it in scores if sum(other.code == it.code for other in scores) > 1}
    complaints += [f"{it.village}重复填写。" for it in scores if it.code in twice][: len(twice)]
    return scores, complaints


def places(scores: Iterable[VillageScore], rewards: Sequence[int] = REWARDS) -> list[Place]:
    """Put villages in order (1, 2, 2, 4), with rewards above and deductions below.

    With too few villages for both, only the upper half is rewarded and only the lower half pays,
    so that the money of a month always adds up to nothing.
    """
    ordered = sorted(scores, key=lambda it: (it.order, it.code))
    orders = [it.order for it in ordered]
    paid = rewards[: len(ordered) // 2]
    last = len(ordered) - 1
    found = []
    for at, score in enumerate(ordered):
        yuan, duty = 0, ""
        if at < len(paid):
            yuan, duty = paid[at], FIRST_DUTY
        elif last - at < len(paid):
            yuan, duty = -paid[last - at], LAST_DUTY
        found.append(Place(orders.index(score.order) + 1, score, yuan, duty))
    return found


def undecided(found: Sequence[Place]) -> list[str]:
    """Name villages that share a place though it settles what they get; they must draw lots."""
    by_place: dict[int, list[Place]] = {}
    for it in found:
        by_place.setdefault(it.place, []).append(it)
    return [
        "、".join(it.score.village for it in level)
        for level in by_place.values()
        if len({it.yuan for it in level}) > 1
    ]


def points(hundredths: int) -> str:
    """Write points with two decimals: 86.50."""
    return f"{Decimal(hundredths) / HUNDREDTHS:.2f}"


def _score(
    cells: Sequence[str], villages: Mapping[str, Sequence[tuple[str, str, str]]]
) -> VillageScore:
    if not LEAST_CELLS <= len(cells) <= MOST_CELLS:
        raise ValueError("应为村名、看户、看组、看村四栏，需抽签的加抽签顺序。")
    known = villages.get(cells[0], ())
    if not known:
        raise ValueError(f"底册没有“{cells[0]}”。")
    if len(known) > 1:
        raise ValueError(f"有{len(known)}个“{cells[0]}”，请在村名前加乡镇名。")
    code, township, village = known[0]
    parts = zip(cells[1:LEAST_CELLS], MOST, strict=True)
    households, groups, site = (_points(cell, part) for cell, part in parts)
    lot = cells[LEAST_CELLS] if len(cells) > LEAST_CELLS else "0"
    if not re.fullmatch(r"[0-9]{1,3}", lot):
        raise ValueError(f"抽签顺序不是整数：{lot}。")
    return VillageScore(code, township, village, households, groups, site, int(lot))


def _points(cell: str, part: str) -> int:
    try:
        value = Decimal(cell)
    except InvalidOperation as wrong:
        raise ValueError(f"{part}得分不是数字：{cell}。") from wrong
    if not value.is_finite() or not 0 <= value <= MOST[part]:
        raise ValueError(f"{part}得分应在0至{MOST[part]}之间：{cell}。")
    hundredths = value * HUNDREDTHS
    if hundredths != hundredths.to_integral_value():
        raise ValueError(f"{part}得分最多{PLACES}位小数：{cell}。")
    return int(hundredths)
