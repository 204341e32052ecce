"""Checking a proof pack step by step, as the public page tells it. Pure: bytes in, steps out."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from inspections.draw import FIRST_PREVIOUS, DrawError
from inspections.proof_pack import read_pack
from inspections.verify_draw_standalone import differences

PACK_LIMIT = 16 * 1024 * 1024
SMALL = {"seed.txt": 8_000, "seal.json": 8_000, "rule.json": 1_000_000, "result.json": 2_000_000}
MOST_LINES = 400_000
MOST_SLIPS = 1_000_000
MOST_WITNESSES = 20
MOST_REPLACEMENTS = 2_000  # with the seats: each is looked up along the lines
MOST_COMPARED = 20_000_000
SHOWN, LONGEST = 50, 1_000  # differences of one step, and how much of each
TOO_MUCH = "验签包超出网页核验的限度，请用包内的 verify_draw.py 核验。"
# escapes of what neither the page nor the database can hold: NUL and halves of a character
UNWRITABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
BROKEN = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
# which step a difference of the replay belongs to, by how its words begin
STEPS = (
    ("封签", "名单、规则与封签相符", ("名单", "规则", "封签值", "公布的封签值")),
    ("种子", "种子合规，见证人密语与承诺相符，产生在封签之后", ("种子", "次序：")),
    ("次序", "按封存的名单、规则和种子重排，逐行相符", ("结果",)),
    ("抽中", "抽中数目、不足额和席位与规则相符", ("不足额", "席位")),
    ("替补", "每条替补都是下一位，并有原因和决定人", ("替补",)),
)


class Step(NamedTuple):
    """One step of the check: whether it holds and what was found; ``ok`` None says unknown."""

    title: str
    ok: bool | None
    found: tuple[str, ...]


@dataclass(frozen=True)
class Verification:
    """What a pack says of itself; without ``round_id`` it could not be read."""

    steps: tuple[Step, ...]
    round_id: str = ""
    seal: str = ""
    result: str = ""
    previous: str = ""
    sealed_at: str = ""
    drawn_at: str = ""
    drawn: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether every step holds."""
        return all(step.ok for step in self.steps)


def check_pack(data: bytes, published: str = "") -> Verification:
    """Replay a pack; whatever is wrong with it becomes a step that does not hold.

    Nothing is trusted: a pack that would take long to replay is not replayed at all.
    """
    try:
        files = _read(data)
        wrong, drawn = differences(files, published)
        return _verification(files, wrong, drawn, published)
    except DrawError as refusal:
        return _refused(str(refusal))
    except BROKEN as error:
        return _refused(f"内容不合规定（{type(error).__name__}）。")


def _refused(reason: str) -> Verification:
    return Verification((Step("验签包", ok=False, found=(reason,)),))


def _read(data: bytes) -> dict[str, str]:
    """The members, of a size that is replayed in a second; raises DrawError on others."""
    if len(data) > PACK_LIMIT:
        raise DrawError(f"验签包超过{PACK_LIMIT // 1024 // 1024}兆，请用包内的程序核验。")
    files = read_pack(data)
    lines = sum(files[name].count("\n") for name in ("pool.tsv", "result.tsv"))
    if lines > MOST_LINES or any(len(files[name]) > limit for name, limit in SMALL.items()):
        raise DrawError(TOO_MUCH)
    if any(UNWRITABLE.search(files[name]) for name in files if name.endswith(".json")):
        raise DrawError("验签包内有不能显示的字符，不予读取。")
    rule, result = json.loads(files["rule.json"]), json.loads(files["result.json"])
    one_by_one = len(result["replacements"]) + len(result.get("taken", [])) + _seats(rule)
    too_much = (
        _slips(files["pool.tsv"].split("\n")) > MOST_SLIPS
        or len(rule.get("witnesses", [])) > MOST_WITNESSES
        or one_by_one > MOST_REPLACEMENTS
        or one_by_one * lines > MOST_COMPARED
    )
    if too_much:
        raise DrawError(TOO_MUCH)
    return files


def _slips(pool: list[str]) -> int:
    """Hashes a replay may have to make."""
    numbers = (line.rpartition("\t")[2][:4] for line in pool)
    return sum(int(number) for number in numbers if number.isascii() and number.isdecimal())


def _seats(rule: dict[str, Any]) -> int:
    """Seats a replay may have to give; a number below nothing gives none."""
    return sum(max(int(team[1]), 0) for team in rule.get("teams", []))


def _verification(
    files: dict[str, str], wrong: list[str], drawn: dict[str, list[str]], published: str
) -> Verification:
    seal, result = json.loads(files["seal.json"]), json.loads(files["result.json"])
    steps = [Step("验签包", ok=True, found=("文件齐全，可以读取",))]
    rest = list(wrong)
    for title, good, heads in STEPS:
        mine = tuple(line for line in rest if line.startswith(heads))
        rest = [line for line in rest if not line.startswith(heads)]
        good_word = (_said(title, good, published=published),)
        steps.append(Step(title, not mine, _shortened(mine) or good_word))
    if rest:
        steps.append(Step("其他", ok=False, found=_shortened(rest)))
    return Verification(
        tuple(steps),
        round_id=str(seal["round_id"])[:80],
        seal=str(seal["seal"])[:80],
        result=str(result["result"])[:80],
        previous=str(seal["previous"])[:80],
        sealed_at=str(seal["sealed_at"])[:40],
        drawn_at=str(result["drawn_at"])[:40],
        drawn=tuple((label, tuple(ids)) for label, ids in drawn.items()),
    )


def _shortened(lines: Sequence[str]) -> tuple[str, ...]:
    """The first of many differences, and how many there are."""
    more = [f"……共{len(lines)}处"] if len(lines) > SHOWN else []
    return (*(line[:LONGEST] for line in lines[:SHOWN]), *more)


def _said(title: str, good: str, *, published: str) -> str:
    told = "，并与所填的公布封签相同" if published else "；未填公布的封签，没有与它比对"
    return f"{good}{told}" if title == "封签" else good


def is_first(previous: str) -> bool:
    """Whether a draw says that it is the first of its county."""
    return previous == FIRST_PREVIOUS
