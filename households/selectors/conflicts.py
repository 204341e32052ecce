"""Both sides of a conflict, as the reader may see them."""

from dataclasses import dataclass, field

from accounts.masking import Show, show_of, shown
from accounts.models import User
from households.models import Household, Member, RegisterBatch, RegisterConflict

Kind = RegisterConflict.Kind
State = RegisterBatch.State
_AGAIN = (RegisterConflict.Decision.TAKE_FILE, RegisterConflict.Decision.DIFFERENT)
_NOT_WRITTEN = (State.MAPPING, State.ASKING, State.STAGED, State.REFUSED)


@dataclass(frozen=True)
class ShownMember:
    """One person of a side; the one the conflict is about is marked."""

    person_no: str
    name: str
    relation: str
    identity: str
    marked: bool


@dataclass(frozen=True)
class Side:
    """A household of a conflict; `household` is None where the reader or the register has none."""

    title: str
    household_no: str
    household: Household | None = None
    head: str = ""
    note: str = ""
    members: list[ShownMember] = field(default_factory=list)


def sides_of(conflict: RegisterConflict, *, user: User) -> list[Side]:
    """Give what stands in the register and what stands against it, masked for the reader."""
    numbers = {conflict.here_no, conflict.there_no}
    rows = Household.objects.visible_to(user).filter(household_no__in=numbers)
    found = {row.household_no: row for row in rows.select_related("village__parent")}
    here = _side("登记册", conflict.here_no, found.get(conflict.here_no), conflict, user)
    if conflict.there_no != conflict.here_no and conflict.there_no in found:
        other = found[conflict.there_no]
        return [here, _side("登记册另一户", conflict.there_no, other, conflict, user)]
    return [here, Side("文件", conflict.there_no, note=_from_file(conflict))]


def _side(
    title: str,
    number: str,
    household: Household | None,
    conflict: RegisterConflict,
    user: User,
) -> Side:
    if household is None:
        return Side(title, number, note="这一户不在您的数据范围内，或已不在登记册中。")
    members = [
        ShownMember(
            person_no=member.person_no,
            name=shown(member.name, field="name", user=user),
            relation=member.relation,
            identity=shown(member.identity_number, field="identity_number", user=user),
            marked=member.person_no == conflict.person_no,
        )
        for member in Member.objects.filter(household=household).order_by("person_no")
    ]
    head = shown(household.head_name, field="name", user=user)
    return Side(title, number, household, head, members=members)


def _from_file(conflict: RegisterConflict) -> str:
    """Say where the other side stands."""
    where = f"在上传的文件“{conflict.batch}”中，尚未写入登记册。" if conflict.batch else ""
    return where or "尚未写入登记册。"


def reads_other_side(conflict: RegisterConflict, *, user: User) -> bool:
    """Whether the file's household of a conflict is the user's to read.

    A township reads what it sent itself; of a county's file only households of its own: those the
    register shows it, and new ones whose number begins with its place.
    """
    number = conflict.there_no
    if RegisterBatch.objects.visible_to(user).filter(pk=conflict.batch_id).exists():
        return True
    if Household.objects.filter(household_no=number).exists():
        return Household.objects.visible_to(user).filter(household_no=number).exists()
    return number.startswith(user.area_code)


def found_text(conflict: RegisterConflict, *, user: User) -> str:
    """Give what was found, to those who see names in full."""
    return conflict.found if show_of(user, "name") is Show.FULL else ""


def what_follows(conflict: RegisterConflict) -> str:
    """Say what a decision needs a person to do with the file it came from; "" for nothing.

    The check of a file obeys decisions; one that is not written yet is checked again, one that
    was written is uploaded again.
    """
    batch = conflict.batch
    if batch is None or conflict.decision not in _AGAIN:
        return ""
    if conflict.kind == Kind.SAME_IDENTITY:
        return (
            f"一个证件号码只能登记一次：请先上传更正户{conflict.here_no}的文件，"
            "把该成员改为正确的证件号码，再重新核对这份文件。"
        )
    if batch.state in _NOT_WRITTEN:
        return "决定在重新核对文件时生效：请打开文件，点“重新核对”，再应用。"
    return "这份文件已经处理完：请重新上传，文件中的这一户将按决定写入。"
