"""Names of people in a form: what of them a reader gets, and sentences without them."""

from collections.abc import Callable, Collection

from accounts.masking import MASKS, Show, mask_name, masker, show_of
from accounts.models import User
from households.models import Household
from inspections.models import Answer, Question, Visit
from inspections.models.subjects import SubjectKind

SHORTEST_NAME = 2
PERSONAL = {"name": "name", "phone": "phone", "idno": "identity_number", "account": "bank_account"}
"""How a field of a form that holds personal data ends (M01_name), and what it holds."""


def personal_field(question: Question) -> str:
    """Give the registered field a question asks for: M01_name, M01_name.2 → name; "" for none."""
    ending = question.name.partition(".")[0].rpartition("_")[2]
    return PERSONAL.get(ending, "") if question.type == Question.Type.TEXT else ""


def names_in(visit: Visit) -> list[str]:
    """Give the full names of a visited household's people, from the register and the form."""
    if visit.subject_kind not in {SubjectKind.HOUSEHOLD, SubjectKind.HELPER}:
        return []
    typed = Answer.objects.filter(visit=visit, question__name__endswith="_name")
    said = {str(value) for value in typed.values_list("value", flat=True) if value}
    return longest_first(said.union(names_at(visit.subject_code)))


def names_at(household_no: str) -> list[str]:
    """Give the full names of a household's people from the register, the longest first."""
    household = Household.objects.filter(household_no=household_no).first()
    if household is None:
        return []
    members = household.members.values_list("name", flat=True)
    return longest_first({household.head_name, *members})


def longest_first(names: Collection[str]) -> list[str]:
    """Put names in the order in which they are replaced; a single character is no name."""
    return sorted((name for name in names if len(name) >= SHORTEST_NAME), key=len, reverse=True)


def without_names(text: str, names: Collection[str]) -> str:
    """Put 李某某 for every full name; `names` has the longest first."""
    for name in names:
        text = text.replace(name, mask_name(name))
    return text


def words_for(user: User | None, visit: Visit) -> Callable[[Question, str], str]:
    """Give what turns an answer's words into what a reader may see; None sees nothing in full."""
    full = user is not None and show_of(user, "name") is Show.FULL
    names = [] if full else names_in(visit)

    def words(question: Question, text: str) -> str:
        if field := personal_field(question):
            return masker(user, field)(text) if user else MASKS[field](text)
        return without_names(text, names)

    return words
