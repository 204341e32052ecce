"""What is wrong with the rules of a survey sheet: read, tried on examples, held to the form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from inspections.rule_language import (
    RuleError,
    calls_in,
    names_in,
    names_singly,
    words_compared,
)
from inspections.rules import Known, Rate, Rows, Value, check_expression, evaluate, holds
from inspections.scheme_data import Question, SchemeData

RULES = ("relevant", "constraint", "warning", "calculation", "fail_if")
IN_ORDER = {"relevant": "显示条件", "calculation": "计算式"}
OF_THE_DAY = {"parameter", "schedule_progress"}
MENTION = re.compile(r"\$\{([^}]*)\}")
EXAMPLES: dict[str, Value] = {
    "yes_no": "yes",
    "integer": 1,
    "decimal": Decimal(1),
    "rate": Rate(Decimal(1), Decimal(2)),
    "date": "2016-07-01",
    "select_multiple": ("none",),
}
Said = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Survey:
    """The questions by name and place, an example answer of each, and the thresholds."""

    data: SchemeData
    asked: Mapping[str, Question]
    places: Mapping[str, int]
    examples: Mapping[str, Value]
    parameters: Mapping[str, str]

    def known_to(self, question: Question) -> Known:
        """The examples as a question's rules see them: its own row's, and other groups whole."""
        values = {
            name: Rows((value,)) if self.is_apart(name, question) else value
            for name, value in self.examples.items()
        }
        return Known(values, self.parameters, Fraction(1, 2))

    def is_apart(self, name: str, question: Question) -> bool:
        """Whether a question stands in a repeat group that this one is not in."""
        repeat = self.asked[name].repeat
        return bool(repeat) and repeat != question.repeat


def survey_of(data: SchemeData) -> Survey:
    """A scheme's questions with examples, reckoned ones in their order."""
    asked = {question.name: question for question in data.questions}
    places = {name: place for place, name in enumerate(asked)}
    examples: dict[str, Value] = {}
    survey = Survey(data, asked, places, examples, {s.key: s.value for s in data.settings})
    for name, question in asked.items():
        examples[name] = example(question, survey)
    return survey


def example(question: Question, survey: Survey) -> Value:
    """An answer of the right kind, to try the rules on."""
    if question.kind == "select_one":
        return next(iter(survey.data.choices_of(question.list_name)), "x")
    if question.kind == "calculate" and question.calculation:
        try:
            return evaluate(question.calculation, survey.known_to(question))
        except RuleError:
            return None
    return EXAMPLES.get(question.kind, "x")


def rules_of(question: Question) -> list[str]:
    """The rules of a question that are written."""
    return [text for column in RULES if (text := getattr(question, column))]


def seen_in(text: str) -> list[str]:
    """The questions a rule or a problem's wording mentions, read loosely."""
    return MENTION.findall(text)


def about_rules(question: Question, survey: Survey) -> Said:
    """Rules that cannot be read, name what is not there, mix kinds or reach too far."""
    known = survey.known_to(question)
    for column in RULES:
        text = getattr(question, column)
        try:
            if text:
                check_expression(text, survey.asked, known.parameters)
                check_reach(text, question, survey)
                check_order(column, text, question, survey)
                (evaluate if column == "calculation" else holds)(text, known)
                check_choices(text, survey)
        except RuleError as reason:
            yield column, str(reason)
    if question.repeat and question.fail_if:
        yield "fail_if", "重复组内不写不合格规则；在组外用 count-if 数出来再判。"
    yield from about_problem(question, survey)


def about_problem(question: Question, survey: Survey) -> Said:
    """A problem's wording may name any question that is answered once."""
    mentioned = seen_in(question.problem)
    if unknown := [name for name in mentioned if name not in survey.asked]:
        yield "problem", f"提到不存在的问题：{'、'.join(unknown)}"
    elif rows := [name for name in mentioned if survey.asked[name].repeat]:
        yield "problem", f"问题表述不能提到重复组里的题：{'、'.join(rows)}"


def check_reach(text: str, question: Question, survey: Survey) -> None:
    """Refuse a rule that looks at one row from outside its group, or at all rows from inside."""
    names = names_in(text)
    apart = {name for name in names if survey.is_apart(name, question)}
    if question.repeat:
        if apart:
            raise RuleError(f"重复组内只能看本组和组外的题：{'、'.join(sorted(apart))}")
        own = {name for name in names if survey.asked[name].repeat}
        if over := sorted(own - names_singly(text)):
            raise RuleError(f"汇总各行要写在重复组外：{'、'.join(over)}")
    elif single := sorted(apart & names_singly(text)):
        named = "、".join(single)
        raise RuleError(f"在重复组外只能用 sum、count、count-if、min、max 看：{named}")


def check_order(column: str, text: str, question: Question, survey: Survey) -> None:
    """Refuse a condition or sum that looks at a later question, or at what changes by the day."""
    if column not in IN_ORDER:
        return
    if words := sorted(calls_in(text) & OF_THE_DAY):
        raise RuleError(f"{IN_ORDER[column]}不能用 {words[0]}()，它随日期变化。")
    place = survey.places[question.name]
    if later := sorted(n for n in names_in(text) if survey.places[n] >= place):
        raise RuleError(f"{IN_ORDER[column]}只能看前面的题：{'、'.join(later)}")


def check_choices(text: str, survey: Survey) -> None:
    """Refuse a rule that compares a choice with a word its list does not have."""
    for name, word in sorted(words_compared(text)):
        question = survey.asked[name]
        if question.kind == "yes_no" and word not in {"yes", "no"}:
            raise RuleError(f"是否题只能与 'yes'、'no' 比较：{word}")
        if question.list_name and word not in survey.data.choices_of(question.list_name):
            raise RuleError(f"列表 {question.list_name} 里没有 {word}。")
