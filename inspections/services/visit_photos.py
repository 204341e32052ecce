"""Photos of a form: stored as checked attachments, named in the answer to their question."""

from django.core.files.base import File
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from inspections.models import Answer, Attachment, Question, Visit
from inspections.selectors.visits import questions_for
from inspections.services.attachments import store_attachment
from inspections.services.opening import refuse_other_team

MOST = 9  # photos to one question


@transaction.atomic
def attach_photo(*, visit: Visit, name: str, file: "File[bytes]", by: User) -> Attachment:
    """Add a photo to the question of that name in a draft; the file is checked and re-encoded.

    Raises RuleBroken for a form that is submitted or another team's, a question that takes no
    photos, too many photos, and a file that is no image.
    """
    refuse_other_team(visit.assignment, by)
    question = questions_for(visit).get(name)
    if question is None or question.type != Question.Type.IMAGE:
        raise RuleBroken("这一项不收照片。", code="no_photo_here")
    draft = Visit.objects.select_for_update().filter(pk=visit.pk, state=Visit.State.DRAFT)
    if not draft.exists():
        raise RuleBroken("督查表已提交，不能再加照片。", code="visit_submitted")
    answer, _ = Answer.objects.get_or_create(visit=visit, question=question)
    photos = list(answer.value or [])
    if len(photos) >= MOST:
        raise RuleBroken(f"一项最多{MOST}张照片。", code="too_many_photos")
    attachment = store_attachment(
        file=file, name=file.name or "照片", area_code=visit.area_code, by=by
    )
    answer.status, answer.value = Answer.Status.GIVEN, [*photos, attachment.pk]
    answer.save(update_fields=["status", "value"])
    return attachment
