"""The draw (抽签), version draw/1: plain text and SHA-256, so that anyone can repeat it.

No clock, no database, no random generator: pool, rule and seed come in, ranked lines go out.
The formulas and the order of events are in docs/draw.md.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

FIRST_PREVIOUS = "0" * 64
REASONS = ("外出", "拒访", "去世", "搬迁", "其他")
STAGES = (
    ("township", "townships"),
    ("village", "villages_per_township"),
    ("household", "households_per_village"),
)
_HASH = re.compile(r"[0-9a-f]{64}")
_ROUND = re.compile(r"[!-{}~]+")
_STAGE = r"township|village|household|inspector|cross/(?:0|[1-9][0-9]{0,3})"
_LINE = re.compile(rf"({_STAGE})\t([!-~]+)\t([!-~]*)\t([01])\t([1-9][0-9]{{0,3}})")


class DrawError(ValueError):
    """What was given cannot be drawn from; ``line`` is the pool line at fault, from 1."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class Unit(NamedTuple):
    """One line of the pool: tier 0 comes before tier 1, lots is the number of slips."""

    stage: str
    unit_id: str
    parent_id: str
    tier: int = 1
    lots: int = 1


class Ranked(NamedTuple):
    """A unit with its ticket; position counts from 1 within the parent."""

    stage: str
    parent_id: str
    position: int
    unit_id: str
    ticket: str
    chosen: bool


class Shortfall(NamedTuple):
    """A parent that has fewer units than the rule asks for; all of them are chosen."""

    stage: str
    parent_id: str
    asked: int
    found: int


@dataclass(frozen=True)
class Sealed:
    """A frozen pool and rule; ``seal`` is what is published before the seed is made."""

    round_id: str
    previous: str
    pool: str
    rule: str

    def __post_init__(self) -> None:
        if not _ROUND.fullmatch(self.round_id):
            raise DrawError("期次编号须为不含空格和竖线的英文字符。")
        if not _HASH.fullmatch(self.previous):
            raise DrawError("上一签须为64位小写十六进制数。")

    @cached_property
    def seal(self) -> str:
        """Hash of round, previous result, pool and rule (draw/1 §3)."""
        hashes = f"{self.previous}\n{sha(self.pool)}\n{sha(self.rule)}\n"
        return sha(f"draw/1\n{self.round_id}\n{hashes}")


@dataclass(frozen=True)
class DrawResult:
    """Every ranked unit in the order drawn, and the hash that closes the record."""

    seal: str
    seed: str
    lines: tuple[Ranked, ...]
    shortfalls: tuple[Shortfall, ...]

    @cached_property
    def result_text(self) -> str:
        """One ranked unit a line, fields by TAB, LF at the end of each line."""
        return "".join(
            f"{stage}\t{parent}\t{position}\t{unit}\t{ticket}\t{int(chosen)}\n"
            for stage, parent, position, unit, ticket, chosen in self.lines
        )

    @cached_property
    def result_sha(self) -> str:
        """The result hash, which the county's next draw names as its previous."""
        return sha(f"{self.seal}\n{self.seed}\n{self.result_text}")

    def chosen(self, stage: str) -> list[str]:
        """Ids of the chosen units of a stage, in the order drawn."""
        return [line.unit_id for line in self.lines if line.chosen and line.stage == stage]


def sha(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of the text, in lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def pool_text(units: Iterable[Unit]) -> str:
    """The pool in its one written form; raises DrawError on a unit that has none."""
    text = "".join(f"{line}\n" for line in sorted("\t".join(map(str, unit)) for unit in units))
    _lawful(text)
    return text


def parse_pool(text: str) -> list[Unit]:
    """Read a pool back; raises DrawError naming the first line that is not lawful."""
    return [_unit(line) for line in _lawful(text)]


def _unit(line: str) -> Unit:
    stage, unit, parent, tier, lots = line.split("\t")
    return Unit(stage, unit, parent, int(tier), int(lots))


def _lawful(text: str) -> list[str]:
    """All lines of a pool; raises DrawError naming the first one that is not lawful."""
    lines = text.split("\n")
    if lines.pop():
        raise DrawError(f"名单第{len(lines) + 1}行末尾缺换行。", line=len(lines) + 1)
    lawful = all(map(_LINE.fullmatch, lines)) and lines == sorted(lines)
    if not lawful or len({line.rsplit("\t", 3)[0] for line in lines}) < len(lines):
        _refuse(lines)
    return lines


def _refuse(lines: Sequence[str]) -> None:
    """Raise DrawError for the first fault of a pool that is known to be unlawful."""
    before = ""
    for number, line in enumerate(lines, 1):
        if not _LINE.fullmatch(line):
            raise DrawError(f"名单第{number}行格式不符。", line=number)
        if line.split("\t")[:2] == before.split("\t")[:2]:
            raise DrawError(f"名单第{number}行与上一行重复。", line=number)
        if line < before:
            raise DrawError(f"名单第{number}行未按顺序排列。", line=number)
        before = line


def rule_text(rule: Mapping[str, Any]) -> str:
    """The rule in its one written form: sorted keys, no spaces, Chinese as it is."""
    return json.dumps(rule, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def parse_rule(text: str) -> dict[str, Any]:
    """Read a rule back; raises DrawError if it is not written in its one form."""
    try:
        rule = json.loads(text)
    except ValueError as error:
        raise DrawError("抽签规则不是JSON。") from error
    if not isinstance(rule, dict) or rule_text(rule) != text:
        raise DrawError("抽签规则未按规定格式书写。")
    named = rule.get("witnesses", [])
    if not isinstance(named, list) or any(
        not isinstance(one, dict) or not {"name", "commit"} <= set(one) for one in named
    ):
        raise DrawError("抽签规则中的见证人须各有姓名和承诺值。")
    return rule


def commitment(round_id: str, secret: str) -> str:
    """What a witness hands in before the seal."""
    return sha(f"commit|{round_id}|{secret}")


def full_seed(sealed: Sealed, digits: str, reveals: Sequence[str] = ()) -> str:
    """The digits made in public, then ``+`` and the secret of each witness of the rule.

    Raises DrawError on fewer than 20 ASCII digits or a secret that was not committed to.
    """
    if not re.fullmatch(r"[0-9]*", digits):
        raise DrawError("种子只能是0至9的数字。")
    if len(digits) < 20:  # noqa: PLR2004 -- draw/1 §2 names the figure
        raise DrawError(f"种子须不少于20位数字，现为{len(digits)}位。")
    witnesses = parse_rule(sealed.rule).get("witnesses", [])
    if len(reveals) != len(witnesses):
        raise DrawError(f"须有{len(witnesses)}位见证人公开密语，现为{len(reveals)}位。")
    for witness, secret in zip(witnesses, reveals, strict=True):
        if commitment(sealed.round_id, secret) != witness["commit"]:
            raise DrawError(f"见证人{witness['name']}公开的密语与封存前交来的不符。")
    return "+".join([digits, *reveals])


def split_seed(sealed: Sealed, seed: str) -> tuple[str, list[str]]:
    """Take a full seed apart: the digits, and the secrets by their commitments.

    A secret may hold ``+`` itself; what matches no commitment is given as it is.
    """
    digits, *parts = seed.split("+")
    secrets: list[str] = []
    for witness in parse_rule(sealed.rule).get("witnesses", []):
        heads = ["+".join(parts[:size]) for size in range(1, len(parts) + 1)]
        fits = [commitment(sealed.round_id, head) == witness["commit"] for head in heads]
        if True in fits:
            secrets.append(heads[fits.index(True)])
            parts = parts[fits.index(True) + 1 :]
    return digits, [*secrets, *parts]


def draw_key(round_id: str, seed: str) -> str:
    """The key all tickets of a round are made with."""
    return sha(f"draw/1|{round_id}|{seed}")


def ticket(key: str, unit: Unit) -> str:
    """The smallest hash among the unit's lots."""
    stem = f"{key}|{unit.stage}|{unit.unit_id}|"
    return min(sha(f"{stem}{lot}") for lot in range(1, unit.lots + 1))


def rank(key: str, units: Iterable[Unit]) -> list[tuple[str, Unit]]:
    """Tickets and units in the order drawn: by tier, ticket, id."""
    tickets = [(ticket(key, unit), unit) for unit in units]
    return sorted(tickets, key=lambda pair: (pair[1].tier, pair[0], pair[1].unit_id))


def draw_month(sealed: Sealed, seed: str) -> DrawResult:
    """Draw townships, then villages, then households, hashing drawn parents only.

    The seed is the full one, with the secrets of the witnesses.  Raises DrawError on an unlawful
    pool, rule or seed.
    """
    rule = parse_rule(sealed.rule)
    full_seed(sealed, *split_seed(sealed, seed))
    county = str(rule.get("county", ""))
    pool, known = _lawful(sealed.pool), {county}
    key = draw_key(sealed.round_id, seed)
    parents, lines, shortfalls = [county], list[Ranked](), list[Shortfall]()
    for stage, name in STAGES:
        take, chosen = _count(rule, name), list[str]()
        here = [line for line in pool if line.startswith(f"{stage}\t")]
        children = _children(here, parents, known)
        known = {line.split("\t", 2)[1] for line in here}
        for parent in parents:
            ranked = rank(key, map(_unit, children[parent]))
            for position, (number, unit) in enumerate(ranked, 1):
                lines.append(
                    Ranked(stage, parent, position, unit.unit_id, number, position <= take)
                )
            chosen += [unit.unit_id for _, unit in ranked[:take]]
            if len(ranked) < take:
                shortfalls.append(Shortfall(stage, parent, take, len(ranked)))
        parents = chosen
    return DrawResult(sealed.seal, seed, tuple(lines), tuple(shortfalls))


def _children(
    lines: Iterable[str], parents: Iterable[str], known: Collection[str]
) -> dict[str, list[str]]:
    """A stage's lines by drawn parent; raises DrawError on a parent that is not in the pool."""
    children: dict[str, list[str]] = {parent: [] for parent in parents}
    for line in lines:
        parent = line.split("\t", 3)[2]
        if parent in children:
            children[parent].append(line)
        elif parent not in known:
            stage = line.partition("\t")[0]
            raise DrawError(f"名单中有{stage}的上级不在名单内：{parent or '空'}。")
    return children


def _count(rule: Mapping[str, Any], name: str) -> int:
    """How many units the rule asks for; raises DrawError if it is no count."""
    count = rule.get(name)
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise DrawError(f"抽签规则的{name}须为不小于0的整数。")
    return count
