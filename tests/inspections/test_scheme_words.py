"""A question of a checklist in words."""

from inspections.models import Question
from inspections.selectors.scheme_words import rules_of


def test_what_is_filled_beforehand_is_said_in_words():
    assert rules_of(Question(default_fact="form_number")) == (("预填", "", "督查表编号"),)


def test_a_question_without_rules_says_none():
    assert rules_of(Question()) == ()
