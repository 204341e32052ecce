"""What only a person can decide about a column, asked once; source: domain §5.

A question's key is its name here and the column's: dash:危房户. The answer, once given, is taken
for every such cell of the column, which is then noted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from households.checking.data import Question
from households.checking.figures import HUNDRED, Problem, Read, read_date, read_decimal
from households.identity import normal_text, upgrade_identity

MOST_EXAMPLES = 5


@dataclass(frozen=True)
class Ask:
    """One question: its text, the choices as (answer, label), what an answer makes of a cell."""

    text: str
    choices: tuple[tuple[str, str], ...]
    answer: Callable[[str, str], Read]


def _old_identity(text: str, answer: str) -> Read:
    number = normal_text(text).upper()
    if answer == "convert":
        return upgrade_identity(number), None
    return number, Problem("是15位旧证号，请换发后更新", blocks=False)


def _short_year(text: str, answer: str) -> Read:
    if answer == "reject":
        return None, Problem("年份请写四位")
    return read_date(answer + normal_text(text))


def _dash(text: str, answer: str) -> Read:
    del text
    return (False if answer == "no" else None), None


def _other(text: str, answer: str) -> Read:
    del text
    return ("other", None) if answer == "other" else (None, Problem("不在字典内"))


def _others(text: str, answer: str) -> Read:
    value, problem = _other(text, answer)
    return ([] if value is None else [value]), problem


def _percent(text: str, answer: str) -> Read:
    number, problem = read_decimal(text)
    return (number * HUNDRED if number and answer == "share" else number), problem


_BY_CODEBOOK = (("other", "都登记为“其它”"), ("reject", "不登记，退回这些户"))
_OUTSIDE = "“{column}”有{count}处不在字典内，是否登记为“其它”？"
ASKS = {
    "id15": Ask(
        "有{count}个15位旧证号，是否换算成18位？",
        (("convert", "换算成18位"), ("keep", "照原样登记，提示核对")),
        _old_identity,
    ),
    "short_year": Ask(
        "“{column}”有{count}处年份只有两位，是哪一年？",
        (("20", "是20××年"), ("19", "是19××年"), ("reject", "不登记，退回这些户")),
        _short_year,
    ),
    "dash": Ask(
        "“{column}”有{count}处填了横线，是未查还是“否”？",
        (("unknown", "未查"), ("no", "否")),
        _dash,
    ),
    "other": Ask(_OUTSIDE, _BY_CODEBOOK, _other),
    "others": Ask(_OUTSIDE, _BY_CODEBOOK, _others),
    "percent": Ask(
        "“{column}”有{count}处在0.5与1之间，是百分数还是小数？",
        (("percent", "是百分数，0.95即0.95%"), ("share", "是小数，0.95即95%")),
        _percent,
    ),
}
UNIT_TEXT = "“{column}”有{count}处小于100元或大于10万元，单位是什么？"
UNIT_CHOICES = (("yuan", "都是元，照原样登记"), ("wan", "小于100的是万元，乘以一万"))
VILLAGE_TEXT = "“{column}”有{count}处可以是不止一个村（社区），是哪一个？"


class Asked:
    """The questions of one check: how often each came up, with examples."""

    def __init__(self) -> None:
        self._found: dict[str, Question] = {}

    def add(
        self, key: str, text: str, choices: tuple[tuple[str, str], ...], column: str, shown: str
    ) -> None:
        """Count one cell that cannot be read without an answer; `shown` is masked already."""
        before = self._found.get(key)
        count = before.count + 1 if before else 1
        examples = before.examples if before else ()
        if shown and shown not in examples and len(examples) < MOST_EXAMPLES:
            examples = (*examples, shown)
        told = text.format(column=column, count=count)
        self._found[key] = Question(key, told, choices, count, examples)

    def questions(self) -> tuple[Question, ...]:
        """Return the questions in the order they came up."""
        return tuple(self._found.values())
