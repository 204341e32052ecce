"""A fact as it may stand in the ledger: one line, without the data of persons."""

from collections.abc import Sequence

from accounts.errors import RuleBroken
from accounts.redaction import redacted
from inspections.models.subjects import SubjectKind
from inspections.selectors.about import About
from inspections.selectors.names import names_at, without_names

FACT_LENGTH = 500


def clean_fact(fact: str, about: About, names: Sequence[str] | None = None) -> str:
    """Give the fact without the names, phones and identity numbers of people.

    `names` are the household's own where the caller knows them. Raises RuleBroken "no_fact",
    "fact_too_long".
    """
    text = " ".join(fact.split())
    if not text:
        raise RuleBroken("请写明问题事实。", code="no_fact")
    if names is None:
        names = names_at(about.code) if about.kind == SubjectKind.HOUSEHOLD else ()
    text = redacted(without_names(text, names))
    if len(text) > FACT_LENGTH:
        raise RuleBroken(f"问题事实超过{FACT_LENGTH}字，请精简。", code="fact_too_long")
    return text
