"""What an upload changes, record by record, as the reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from accounts.masking import shown
from accounts.models import User
from households.models import BatchDifference, RegisterBatch

Act, Subject = BatchDifference.Act, BatchDifference.Subject
# what a changed column is in the registry of personal data
PERSONAL = {
    "姓名": "name",
    "户主": "name",
    "证件号码": "identity_number",
    "联系电话": "phone",
    "银行账号": "bank_account",
    "健康状况": "illness",
}
_PEOPLE = (Subject.HOUSEHOLD, Subject.MEMBER)


@dataclass(frozen=True)
class ShownChange:
    """What happens to one record, with its fields' values as the reader may see them."""

    act: str
    act_label: str
    subject: str
    key: str
    household_no: str
    fields: list[tuple[str, str, str]]
    in_register: bool


def shown_changes(
    rows: Iterable[BatchDifference], *, user: User, applied: bool
) -> list[ShownChange]:
    """Give the changes record by record; rows of one record stand together.

    A new household is in the register only once the upload is `applied`.
    """
    return [
        _shown_change(list(group), user, applied=applied)
        for _, group in groupby(rows, key=lambda row: (row.act, row.subject, row.key))
    ]


def _shown_change(rows: list[BatchDifference], user: User, *, applied: bool) -> ShownChange:
    first = rows[0]
    new = first.act == Act.ADD and first.subject == Subject.HOUSEHOLD
    fields = [
        (row.field, seen(row, row.before, user=user), seen(row, row.after, user=user))
        for row in rows
        if row.field or row.before or row.after
    ]
    return ShownChange(
        act=first.act,
        act_label=first.get_act_display(),
        subject=first.get_subject_display(),
        key=first.key,
        household_no=first.household_no,
        fields=fields,
        in_register=bool(first.household_no) and (applied or not new),
    )


def seen(row: BatchDifference, value: str, *, user: User) -> str:
    """Give a value of a change as the reader may see it; a new person stands there by name."""
    unnamed = "name" if row.subject in _PEOPLE and not row.field else ""
    personal = PERSONAL.get(row.field, unnamed)
    return shown(value, field=personal, user=user) if personal and value else value


def taken_back(batch: RegisterBatch) -> list[tuple[str, str, int]]:
    """Give what a taking back undoes: act, subject, number of rows."""
    undone = batch.changes.exclude(act=Act.ABSENT)
    counted = undone.values("act", "subject").annotate(rows=Count("pk")).order_by("act", "subject")
    return [(Act(c["act"]).label, Subject(c["subject"]).label, c["rows"]) for c in counted]
