"""The on-the-spot feedback slip (现场反馈单): what was found, said and signed before leaving."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from inspections.models import Question, Visit
from inspections.selectors.reading import Line, ReadPart, coming_problems, read_form
from inspections.selectors.visits import Form

SPOKEN = {"text", "select_one", "select_multiple", "yes_no", "date"}


@dataclass(frozen=True)
class Signing:
    """A place to sign: the picture of a signature, or room for one on paper."""

    label: str
    photo: int | None = None
    name: str = ""
    part: str = ""


@dataclass(frozen=True)
class Slip:
    """What the slip says besides who was visited and when."""

    findings: list[str]
    remarks: list[Line]
    signings: list[Signing]

    @property
    def unsigned(self) -> Signing | None:
        """The first signature of the form that is still missing."""
        return next((one for one in self.signings if one.name and one.photo is None), None)


ON_PAPER = (Signing("督查人员（签字）"), Signing("被督查单位（户）负责人（签字）"))


def slip_of(visit: Visit, form: Form, *, user: User | None) -> Slip:
    """What a visit's slip says: its failing items in words, and the closing part of its form.

    Source: 方案四（四）, 督查表表尾: good practices, suggestions, confirmation or objection and
    signatures stand at the end of the form.
    """
    facts = [fact for _, fact in coming_problems(visit, form, user=user)]
    parts = read_form(visit, form, user=user)
    closing = closing_part(parts)
    said = [line for line in closing if line.question.type in SPOKEN and line.text]
    return Slip(facts, said, signings(parts) or list(ON_PAPER))


def closing_part(parts: Sequence[ReadPart]) -> list[Line]:
    """The lines of the form's last part, and of the parts it is signed in; no repeated rows."""
    closing = [
        part
        for part in parts
        if part is parts[-1] or any(line.is_signature for line in part.lines)
    ]
    return [line for part in closing for line in part.lines if not line.question.row]


def signings(parts: Sequence[ReadPart]) -> list[Signing]:
    """The signatures the form asks for, given or not."""
    return [
        Signing(line.question.label, newest(line), line.question.name, part.code)
        for part in parts
        for line in part.lines
        if line.is_signature and line.question.type == Question.Type.IMAGE
    ]


def newest(line: Line) -> int | None:
    """The picture of a signature, the last one where it was signed again."""
    return line.photos[-1] if line.photos else None
