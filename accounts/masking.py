"""What is shown of personal data: one module, one registry, every surface.

An identity number shows its first six digits only: with a birth date on the same page, the last
four would leave a single candidate. A phone number shows its first three and last four digits. A
householder appears outside the register by surname and the tail of the household number. A bank
account shows its last four digits.
"""

from collections.abc import Callable
from enum import StrEnum

from accounts.models import Role, User

STARS = "***"
_PAIRS = (
    "欧阳太史上官端木司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔"
    "申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘令狐百里呼延东郭南门羊舌第五梁丘左丘西门"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2))
MOBILE_DIGITS = 11
CARD_DIGITS, CARD_TAIL = 12, 4  # a number shorter than a card's shows nothing of itself


class Show(StrEnum):
    """How much of a field a reader gets."""

    HIDE = "hide"
    MASK = "mask"
    FULL = "full"


# field → role → what that role gets; a role that is not named gets the field masked.
_NO_PERSONAL_DATA = {Role.ADMIN: Show.HIDE}
_REGISTER = (Role.POVERTY_OFFICE, Role.TOWNSHIP_OFFICER, Role.VILLAGE_OFFICER)
FIELDS: dict[str, dict[Role, Show]] = {
    "name": _NO_PERSONAL_DATA
    | dict.fromkeys((*_REGISTER, Role.SUPERVISION_OFFICE, Role.INSPECTOR, Role.HELPER), Show.FULL),
    "identity_number": _NO_PERSONAL_DATA,  # in full only one at a time, with a reason on record
    "phone": _NO_PERSONAL_DATA | dict.fromkeys((Role.INSPECTOR, Role.HELPER), Show.FULL),
    "bank_account": dict.fromkeys((Role.ADMIN, Role.LEADER, Role.DISCIPLINE), Show.HIDE),
    "illness": dict.fromkeys((Role.ADMIN, Role.LEADER, Role.DISCIPLINE), Show.HIDE)
    | dict.fromkeys(_REGISTER, Show.FULL),
}
_ORDER = (Show.HIDE, Show.MASK, Show.FULL)


def mask_identity(number: str) -> str:
    """Show the first six digits, which name the county of registration."""
    return f"{number[:6]}{STARS}" if number else ""


def mask_phone(number: str) -> str:
    """Show the first three and last four of eleven digits; of fewer, only the first three."""
    if len(number) < MOBILE_DIGITS:
        return f"{number[:3]}{STARS}" if number else ""
    return f"{number[:3]}****{number[-4:]}"


def mask_account(number: str) -> str:
    """Show the last four digits of a bank account."""
    if len(number) < CARD_DIGITS:
        return STARS if number else ""
    return f"{STARS}{number[-CARD_TAIL:]}"


def mask_name(name: str) -> str:
    """Show the surname only: 李四 → 李某某, 欧阳修 → 欧阳某某, 阿依古丽·买买提 → 阿某某."""
    name = name.strip()
    if not name:
        return ""
    compound = name[:2] in COMPOUND_SURNAMES and name[2:]
    return f"{name[:2] if compound else name[:1]}某某"


def mask_text(text: str) -> str:
    """Show only that something is written."""
    return "（已填写）" if text else ""


MASKS = {
    "name": mask_name,
    "identity_number": mask_identity,
    "phone": mask_phone,
    "bank_account": mask_account,
    "illness": mask_text,
}


def household_label(head_name: str, household_no: str) -> str:
    """Name a household outside the register: 李某某（户0123）."""
    return f"{mask_name(head_name)}（户{household_no[-4:]}）"


def show_of(user: User, field: str) -> Show:
    """Give how much of a registered field a user gets: of several roles, the one that sees most.

    Raises KeyError for a field that is not registered. Nobody without a role sees anything.
    """
    by_role = FIELDS[field]
    shows = [by_role.get(role, Show.MASK) for role in Role if user.has_role(role)]
    return max(shows, key=_ORDER.index, default=Show.HIDE)


def masker(user: User, field: str) -> Callable[[str | None], str]:
    """Give what turns a registered field's values into what the user may see, for many rows.

    Raises KeyError for a field that is not registered.
    """
    show, mask = show_of(user, field), MASKS[field]
    if show is Show.FULL:
        return _as_it_is
    return (lambda value: mask(value or "")) if show is Show.MASK else _nothing


def _as_it_is(value: str | None) -> str:
    return value or ""


def _nothing(value: str | None) -> str:
    return ""


def shown(value: str, *, field: str, user: User) -> str:
    """Give a registered field's value as the user may see it."""
    return masker(user, field)(value)


def may_search(user: User, field: str) -> bool:
    """Whether a user may look for a registered field: for names only who sees them in full."""
    show = show_of(user, field)
    return show is Show.FULL if field == "name" else show is not Show.HIDE
