"""What the register says beside each question of a form: a fact is shown where it is asked."""

from datetime import date
from typing import Any

from inspections.models import Visit
from inspections.selectors.visit_facts import fact_for, visit_facts
from inspections.selectors.visits import questions_for

FROM_THE_ROUND = {"form_number", "period", "team", "subject_name", "methods", "today"}


def register_facts(visit: Visit, *, on: date) -> dict[str, Any]:
    """The register's facts of a visited unit by question name, as answers are kept.

    Facts of the round itself (its month, its team) are left out: nobody checks them on the spot.
    As many queries as `visit_facts`.
    """
    asked = [
        question
        for question in questions_for(visit).values()
        if question.default_fact and question.default_fact not in FROM_THE_ROUND
    ]
    if not asked:
        return {}
    facts = visit_facts(visit.assignment, on=on)
    known = {question.name: fact_for(question, facts) for question in asked}
    return {name: fact for name, fact in known.items() if fact is not None}
