"""Photos of a form: stored as checked attachments, named in the answer to their question."""

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.uploads import removed_on_failure
from inspections.models import Answer, Attachment, Question, Visit
from inspections.selectors.visits import questions_for
from inspections.services.attachments import made_attachment
from inspections.services.opening import refuse_other_team, refuse_withdrawn
from inspections.services.saving import FormSealed

MOST = 9  # photos to one question
SIGNATURE = "signature"


def attach_photo(
    *, visit: Visit, name: str, file: "File[bytes]", by: User, key: str = ""
) -> Attachment:
    """Add a photo to the question of that name in a draft; the file is checked and re-encoded.

    A repeat under the client's `key` gives the photo that is there and stores nothing. A signature
    replaces the one before. The picture is drawn anew before the transaction begins, so that a
    large one holds nobody up. Raises RuleBroken for a form that is submitted or another team's, a
    question that takes no photos, too many photos, and a file that is no image.
    """
    refuse_other_team(visit.assignment, by)
    if key and (found := stored_under(key, by)):
        return found
    question = photo_question(visit, name)
    if visit.is_sealed:
        raise FormSealed
    refuse_tenth(question, photos_in(Answer.objects.filter(visit=visit), question))
    row = made_attachment(
        file=file, name=file.name or "照片", area_code=visit.area_code, by=by, key=key
    )
    try:
        with removed_on_failure([row]), transaction.atomic():
            add(visit, question, row)
    except IntegrityError:
        if key and (found := stored_under(key, by)):
            return found
        raise
    return row


@transaction.atomic
def remove_photo(*, visit: Visit, name: str, number: int, by: User) -> None:
    """Take a photo out of the answer to its question in a draft; gone already is well.

    The file itself stays: an edition that was returned may name it.
    """
    refuse_other_team(visit.assignment, by)
    question = photo_question(visit, name)
    hold_draft(visit)
    answers = Answer.objects.filter(visit=visit)
    photos = photos_in(answers, question)
    if number not in photos:
        return
    answer = answers.filter(question=question.pk, row=question.row)
    if left := [photo for photo in photos if photo != number]:
        answer.update(value=left)
    else:
        answer.delete()


def add(visit: Visit, question: Question, row: Attachment) -> None:
    """Store the row of a photo and name it in the answer, while the form is held."""
    hold_draft(visit)
    photos = photos_in(Answer.objects.filter(visit=visit), question)
    refuse_tenth(question, photos)
    row.save(force_insert=True)
    Answer.objects.update_or_create(
        visit=visit,
        question_id=question.pk,
        row=question.row,
        defaults={
            "status": Answer.Status.GIVEN,
            "value": [row.pk] if is_signature(question) else [*photos, row.pk],
            "reason": "",
        },
    )


def photo_question(visit: Visit, name: str) -> Question:
    """The question of that name; refuses one that takes no photos."""
    question = questions_for(visit).get(name)
    if question is None:
        raise RuleBroken("没有这一项，请先保存表格再上传照片。", code="no_such_question")
    if question.type != Question.Type.IMAGE:
        raise RuleBroken("这一项不收照片。", code="no_photo_here")
    return question


def hold_draft(visit: Visit) -> None:
    """Hold the form's row until the transaction ends; refuses a sealed or withdrawn one."""
    draft = Visit.objects.select_for_update().filter(pk=visit.pk, state=Visit.State.DRAFT)
    if not draft.exists():
        raise FormSealed
    refuse_withdrawn(visit.assignment)


def photos_in(answers: QuerySet[Answer], question: Question) -> list[int]:
    """The numbers of the photos that answer a question."""
    rows = answers.filter(question=question.pk, row=question.row, status=Answer.Status.GIVEN)
    return list(rows.values_list("value", flat=True).first() or [])


def refuse_tenth(question: Question, photos: list[int]) -> None:
    """Refuse more photos than a question takes."""
    if len(photos) >= MOST and not is_signature(question):
        raise RuleBroken(f"一项最多{MOST}张照片。", code="too_many_photos")


def is_signature(question: Question) -> bool:
    """Whether the question takes exactly one picture, a signature."""
    return SIGNATURE in question.appearance.split()


def stored_under(key: str, by: User) -> Attachment | None:
    """What the person has uploaded under this key before."""
    return Attachment.objects.filter(uploaded_by=by, client_key=key).first()
