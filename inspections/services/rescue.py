"""Taking in what a device could not send: the same saves, photos and submits, form by form."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import User
from inspections.answer_kinds import written
from inspections.models import Visit
from inspections.rescue_file import RescuedPhoto, RescuedVisit
from inspections.services.saving import keep_answers
from inspections.services.submitting_once import submit_once
from inspections.services.visit_photos import attach_photo

NOT_THERE = "没有这份督查表，或不由您填写。"


@dataclass
class Rescued:
    """What became of one form: how much was kept, and what was not, in words."""

    visit: Visit | None
    number: int
    answers: int = 0
    photos: int = 0
    submitted: bool = False
    refusals: list[str] = field(default_factory=list)


def apply_rescue(*, forms: Iterable[RescuedVisit], by: User) -> list[Rescued]:
    """Keep what a file of unsent forms holds, as far as the person fills in those forms.

    Each save and photo keeps the key it has, so that the same file twice does it once. What is
    refused is told and hinders nothing else; no RuleBroken leaves here.
    """
    return [apply_one(form, by=by) for form in forms]


def apply_one(form: RescuedVisit, *, by: User) -> Rescued:
    """Keep what one form holds."""
    seen = Visit.objects.visible_to(by).select_related("round__scheme", "assignment__team")
    visit = seen.filter(pk=form.visit).first()
    if visit is None or not visit.assignment.may_be_filled_by(by):
        return Rescued(visit=None, number=form.visit, refusals=[NOT_THERE])
    told = Rescued(visit=visit, number=form.visit)
    for photo in form.photos:
        keep_photo(visit, photo, told, by=by)
    keep_saves(visit, form, told, by=by)
    if form.submit and not told.refusals:
        submit(visit, form, told, by=by)
    told.refusals = [written(one) for one in told.refusals]
    return told


def keep_photo(visit: Visit, photo: RescuedPhoto, told: Rescued, *, by: User) -> None:
    """Keep one photo under its key."""
    file = ContentFile(photo.content, name=photo.name or "photo.jpg")
    try:
        attach_photo(visit=visit, name=photo.question, file=file, by=by, key=photo.key)
    except RuleBroken as refusal:
        told.refusals.append(f"照片 {photo.question}：{refusal}")
    else:
        told.photos += 1


def keep_saves(visit: Visit, form: RescuedVisit, told: Rescued, *, by: User) -> None:
    """Keep the answers; those in conflict stay as they are stored, and both are told."""
    stored: set[str] = set()
    for sent in form.saves:
        try:
            kept = keep_answers(visit=visit, sent=sent, by=by)
        except RuleBroken as refusal:
            told.refusals.append(str(refusal))
            continue
        names = {name: question.label for name, question in kept.questions.items()}
        stored |= set(sent.answers) - set(kept.errors) - set(kept.conflicts)
        told.refusals += [f"{names.get(n, n)}：{why}" for n, why in kept.errors.items()]
        told.refusals += [
            f"{names.get(n, n)}：现已保存“{two.theirs_text}”，与文件不同，未改动，请打开督查表核对"
            for n, two in kept.conflicts.items()
        ]
    told.answers = len(stored)


def submit(visit: Visit, form: RescuedVisit, told: Rescued, *, by: User) -> None:
    """Submit a form that was to be submitted; the same file seals no later edition of it."""
    content = "|".join([*(sent.key for sent in form.saves), *(one.key for one in form.photos)])
    key = f"rescue:{hashlib.sha256(f'submit|{content}'.encode()).hexdigest()[:32]}"
    try:
        submit_once(visit=visit, by=by, on=clock.today(), at=clock.now(), key=key)
    except RuleBroken as refusal:
        told.refusals.append(str(refusal))
        return
    told.submitted = visit.is_sealed
    if not visit.is_sealed:
        told.refusals.append("按这份文件提交过，后被退回，请打开督查表更正后再提交")
