"""Reading the rules of a checklist: words, grammar and what a rule mentions.

A rule is parsed once into nodes and kept; `rules` computes with them.
"""

import operator
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

MAX_LENGTH = 2000
MAX_TOKENS = 200
MAX_DEPTH = 40


class RuleError(ValueError):
    """A rule that cannot be read or computed; the message is a Chinese sentence."""


class Node(NamedTuple):
    """One step of a parsed rule: what is done, the word or literal, and what it is done to."""

    kind: str
    word: object
    parts: tuple["Node", ...] = ()


TOKEN = re.compile(
    r"\s*(?:"
    r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[1-9][0-9]{0,2})?)\}"
    r"|(?P<number>[0-9]{1,18}(?:\.[0-9]{1,8})?)"
    r"|'(?P<text>[^']*)'"
    r"|(?P<word>[a-z]+(?:[-_][a-z]+)*)"
    r"|(?P<sign><=|>=|!=|[=<>+\-*(),])"
    r")"
)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MANY = 20
ARITY: dict[str, tuple[int, int]] = {  # how many arguments a function takes, least and most
    "not": (1, 1),
    "selected": (2, 2),
    "count-selected": (1, 1),
    "rate": (1, 1),
    "parameter": (1, 1),
    "schedule_progress": (0, 0),
    "sum": (1, 1),
    "count": (1, 1),
    "count-if": (2, 2),
    "min": (1, MANY),
    "max": (1, MANY),
    "coalesce": (2, MANY),
    "if": (3, 3),
    "round": (2, 2),
    "days-between": (2, 2),
    "add-months": (2, 2),
}
OVER_ROWS = {"sum", "count", "count-if", "min", "max"}


def tokens(text: str) -> list[tuple[str, str]]:
    """The words of a rule as (kind, text) pairs; refuses a sign the language does not have."""
    if len(text) > MAX_LENGTH:
        raise RuleError(f"规则过长，最多{MAX_LENGTH}个字符。")
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise RuleError(f"规则中有不认识的内容：{text[at : at + 12].strip()}")
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    return found


class Reader:
    """Recursive descent over the tokens: or, and, comparison, sum, product, value."""

    def __init__(self, text: str) -> None:
        self.left = tokens(text)
        if len(self.left) > MAX_TOKENS:
            raise RuleError(f"规则过长，最多{MAX_TOKENS}个词。")
        self.left.reverse()
        self.depth = 0

    def take(self, kind: str, *wanted: str) -> str | None:
        """The next token's text if it is of that kind and one of the wanted, else None."""
        if self.left and self.left[-1][0] == kind and (not wanted or self.left[-1][1] in wanted):
            return self.left.pop()[1]
        return None

    def must(self, sign: str) -> None:
        """Step over a sign that has to be here."""
        if self.take("sign", sign) is None:
            raise RuleError(f"规则缺少“{sign}”。")

    def chain(self, below: Callable[[], Node], kind: str, *words: str) -> Node:
        """Operands of one rank joined from the left."""
        node = below()
        while (word := self.take(kind, *words)) is not None:
            node = Node("pair", word, (node, below()))
        return node

    def either(self) -> Node:
        """The lowest rank, `or`."""
        return self.chain(self.both, "word", "or")

    def both(self) -> Node:
        """Operands of `and`."""
        return self.chain(self.comparison, "word", "and")

    def comparison(self) -> Node:
        """At most one comparison sign: a < b < c is refused as left over."""
        node = self.sum()
        sign = self.take("sign", *COMPARISONS)
        return Node("compare", sign, (node, self.sum())) if sign else node

    def sum(self) -> Node:
        """Operands of + and -."""
        return self.chain(self.product, "sign", "+", "-")

    def product(self) -> Node:
        """Operands of * and div."""
        node = self.operand()
        while word := (self.take("sign", "*") or self.take("word", "div")):
            node = Node("pair", word, (node, self.operand()))
        return node

    def operand(self) -> Node:
        """A value; every nesting passes here, so depth is counted here."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleError("规则的括号套得太深。")
        node = self.value()
        self.depth -= 1
        return node

    def value(self) -> Node:
        """A reference, a literal, a function call or a bracket."""
        if (name := self.take("name")) is not None:
            return Node("name", name)
        if (number := self.take("number")) is not None:
            return Node("literal", Fraction(number))
        if (text := self.take("text")) is not None:
            return Node("literal", text)
        if (word := self.take("word", *ARITY)) is not None:
            return Node("call", word, self.arguments(word))
        if self.take("sign", "-"):
            return Node("pair", "-", (Node("literal", Fraction(0)), self.operand()))
        if self.take("sign", "("):
            node = self.either()
            self.must(")")
            return node
        raise RuleError(f"规则在“{self.left[-1][1]}”处读不通。" if self.left else "规则没有写完。")

    def arguments(self, word: str) -> tuple[Node, ...]:
        """The bracketed arguments of a function, as many as it takes."""
        self.must("(")
        parts: list[Node] = []
        if not self.take("sign", ")"):
            parts.append(self.either())
            while self.take("sign", ","):
                parts.append(self.either())
            self.must(")")
        least, most = ARITY[word]
        if not least <= len(parts) <= most:
            wanted = str(least) if least == most else f"{least}至{most}"
            raise RuleError(f"{word}() 应有{wanted}个参数，写了{len(parts)}个。")
        return tuple(parts)


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Read a rule; raises RuleError with the reason it cannot be read."""
    reader = Reader(text)
    node = reader.either()
    if reader.left:
        raise RuleError(f"规则在“{reader.left[-1][1]}”处多出内容。")
    return node


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for part in node.parts:
        yield from walk(part)


def names_in(text: str) -> set[str]:
    """The questions a rule looks at."""
    return {str(node.word) for node in walk(parse(text)) if node.kind == "name"}


def names_singly(text: str) -> set[str]:
    """The questions a rule looks at otherwise than over all rows of a group."""
    nodes = list(walk(parse(text)))
    over_rows = {
        id(part)
        for node in nodes
        if node.kind == "call" and node.word in OVER_ROWS
        for part in node.parts
    }
    return {str(n.word) for n in nodes if n.kind == "name" and id(n) not in over_rows}


def calls_in(text: str) -> set[str]:
    """The functions a rule uses."""
    return {str(node.word) for node in walk(parse(text)) if node.kind == "call"}


def parameters_in(text: str) -> set[str]:
    """The thresholds a rule looks at; each must be named by a literal."""
    calls = [n for n in walk(parse(text)) if n.kind == "call" and n.word == "parameter"]
    if any(call.parts[0].kind != "literal" for call in calls):
        raise RuleError("parameter() 里要写参数名，例如 parameter('ncms_rate')。")
    return {str(call.parts[0].word) for call in calls}


def words_compared(text: str) -> set[tuple[str, str]]:
    """(question, word) wherever a rule compares an answer with a word or asks selected()."""
    pairs = [n.parts for n in walk(parse(text)) if len(n.parts) == 2]  # noqa: PLR2004 -- two sides
    return {
        (str(left.word), right.word)
        for left, right in pairs
        if left.kind == "name" and right.kind == "literal" and isinstance(right.word, str)
    }
