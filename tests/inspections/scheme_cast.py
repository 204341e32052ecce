"""A scheme of the product as unsaved questions, and its rules tried without a database."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import inspections
from inspections.models import Checklist, Question
from inspections.rules import Known, Rate, holds
from inspections.scheme_data import SchemeData
from inspections.scheme_files import read_scheme
from inspections.services.schemes import stored

SCHEMES = Path(inspections.__file__).parent / "schemes"


@cache
def scheme(name: str) -> SchemeData:
    """The scheme of a folder, which must be without complaint."""
    data, complaints = read_scheme(SCHEMES / name)
    assert data, complaints
    return data


@cache
def form(name: str, level: str) -> tuple[Question, ...]:
    """The questions of a scheme that are asked at a level, as a visit has them."""
    data, checklist = scheme(name), Checklist()
    rows = [stored(q, checklist, n, {}, {}, data) for n, q in enumerate(data.questions)]
    return tuple(row for row in rows if level in row.levels.split(","))


def fails(name: str, question: str, on: date, **values: object) -> bool | None:
    """What a question's rule says of some answers on a day."""
    data = scheme(name)
    (rule,) = (q.fail_if for q in data.questions if q.name == question)
    return holds(rule, Known(values, data.parameters(on), Fraction(1, 2)))  # type: ignore[arg-type]


def rate(num: object, den: object) -> Rate:
    return Rate(Decimal(str(num)), Decimal(str(den)))
