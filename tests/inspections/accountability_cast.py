"""What tests of 问责 share: the discipline office, a case, a decision."""

from dataclasses import replace
from datetime import date
from typing import Any

from accounts.models import Role, Unit, User
from inspections.models import AccountabilityCase, Problem
from inspections.services.accountability import propose_for
from inspections.services.sanctions import Decided
from tests.inspections.problem_cast import NOON
from tests.make import make_unit, make_user

NAME = "冼大明"


def make_discipline() -> User:
    """Make a person of 纪委, who alone sees the register."""
    unit = make_unit("区纪委", kind="office")
    return make_user(Role.DISCIPLINE, name="钱书记", unit=unit)


def case_of(problem: Problem, by: User, grounds: str = "超期十五天未整改") -> AccountabilityCase:
    """Put a problem before the discipline office."""
    return propose_for(problem=problem, trigger="not_rectified", grounds=grounds, by=by, at=NOON)


def decision(unit: Unit, **fields: Any) -> Decided:
    """Give 诫勉谈话 of a person, or what is asked for instead."""
    plain = Decided("person", unit, "admonishment", "整改不力", date(2016, 7, 20), NAME, "镇长")
    return replace(plain, **fields)
