"""Drafting a document: its facts gathered, its text proposed, its files made."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Job, User
from accounts.services.jobs import ask_for
from accounts.services.trail import record
from reports.composing import document_of, facts_of
from reports.content import chinese_date
from reports.drafting.merging import merged
from reports.facts.as_json import fingerprint, to_json
from reports.kinds import DocumentKind, kind_of
from reports.kinds.base import FileStep, whole_months
from reports.models import Bulletin, BulletinFile, BulletinStep
from reports.month_pack import safe_name
from reports.pack import MadeFile, letter_steps, make_files
from reports.passages import fresh, read_passages, write_passages
from reports.renderers.pdf import FontsMissing
from reports.selectors.distribution import addressed
from reports.selectors.letterheads import letterhead_for, template_of
from reports.selectors.wording import own_wording
from reports.services.steps import write_down

KIND = "assemble_bulletin"
LETTER = ("docx", "pdf")
DRAFTED = (
    *("until", "title", "facts", "facts_sha", "passages", "letterhead"),
    *("assembled_at", "assembled_by"),
)


def ask_for_bulletin(*, county: str, period: date, by: User | None) -> Job:
    """Ask for a month's draft to be assembled; while one is being made, the same job is given.

    Raises RuleBroken where the month's bulletin has left the drafter's desk.
    """
    held = standing_one(kind="monthly", county=county, period=period)
    _refuse_under_way(held)
    withdrawn = Bulletin.objects.filter(area_code=county, period=period).monthly().count()
    edition = held.assembled_at.isoformat() if held else f"first{withdrawn or ''}"
    return ask_for(
        kind=KIND,
        key=f"{county} {period:%Y-%m} {edition}",
        by=by,
        payload={"county": county, "period": period.isoformat()},
        url=reverse("reports:bulletin_month", args=[county, f"{period:%Y-%m}"]),
    )


def standing_one(*, kind: str, county: str, period: date) -> Bulletin | None:
    """Give the document of that kind and term that is not withdrawn, if there is one."""
    rows = Bulletin.objects.standing().filter(area_code=county, kind=kind, period=period)
    return rows.first()


def assemble_bulletin(
    *,
    county: str,
    period: date,
    by: User | None,
    on: date,
    progress: Callable[[int], None] = lambda percent: None,
) -> Bulletin:
    """Draft the month's bulletin with all its files from the facts as of `on`.

    A draft made before is replaced; what the office wrote in it stays. Raises RuleBroken when the
    month has no round, its bulletin is under way or issued, or there is no font to print with.
    """
    held = standing_one(kind="monthly", county=county, period=period)
    _refuse_under_way(held)
    return assemble_document(
        kind="monthly", county=county, period=period, by=by, on=on, held=held, progress=progress
    )


def assemble_document(
    *,
    kind: str,
    county: str,
    period: date,
    by: User | None,
    on: date,
    asked: Mapping[str, Any] | None = None,
    held: Bulletin | None = None,
    progress: Callable[[int], None] = lambda percent: None,
) -> Bulletin:
    """Draft a document of any kind; `held` is the draft it takes the place of.

    `asked` is what the office chose for it, kept in the facts by the kind. Raises RuleBroken where
    there is nothing to report, the draft has moved on, or no font is there to print with.
    """
    made = kind_of(kind)
    until = whole_months(period, made.months)
    facts = made.gather(county=county, period=period, until=until, on=on, asked=asked or {})
    new = Bulletin(area_code=county, kind=kind, series=made.series, period=period)
    base = held or addressed(new)
    draft = _written(made, facts, base, until=until, by=by)
    files = made_files(draft, facts, made.files(facts), progress=progress)
    with transaction.atomic():
        _keep(draft, over=base.passages)
        keep_files(draft, files)
        _write_down(draft, on=on)
        record(by=by, action="assemble_bulletin", about=draft, facts_sha=draft.facts_sha)
    return draft


def _write_down(draft: Bulletin, *, on: date) -> None:
    write_down(
        bulletin=draft,
        act=BulletinStep.Act.DRAFTED,
        by=draft.assembled_by,
        at=draft.assembled_at,
        opinion=f"数据截至{chinese_date(on)}",
    )


def _refuse_under_way(held: Bulletin | None) -> None:
    if held is None or held.state == Bulletin.State.DRAFT:
        return
    if held.is_sealed:
        raise RuleBroken(
            f"{held.title}已印发（{held.number}），不得重新汇总。", code="already_issued"
        )
    raise RuleBroken(
        f"{held.title}{held.get_state_display()}，退回起草后才能重新汇总。", code="under_way"
    )


def _written(
    made: DocumentKind, facts: Any, base: Bulletin, *, until: date, by: User | None
) -> Bulletin:
    """Give the row as it will be kept; nothing is kept yet."""
    own = own_wording(area_code=base.area_code, kind=base.kind, catalogue=made.wording)
    drafted = [fresh(passage) for passage in made.draft(facts, own)]
    draft = copy(base)
    draft.until = getattr(facts, "until", until)  # a briefing says itself where it ends
    draft.title = "".join(made.title(facts))
    draft.facts, draft.facts_sha = to_json(facts), fingerprint(facts)
    draft.passages = write_passages(merged(drafted, read_passages(base.passages)))
    draft.assembled_at, draft.assembled_by = clock.now(), by
    draft.letterhead = letterhead_for(county=base.area_code, kind=base.kind)
    return draft


def _keep(draft: Bulletin, *, over: list[dict[str, Any]]) -> None:
    """Keep the draft over the text it was made from; what was typed meanwhile is not overwritten.

    Raises RuleBroken where the draft has moved on, or it or its text was kept anew meanwhile.
    """
    if draft.pk is None:
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError as twice:
            raise RuleBroken(
                "他人刚起草了本期文件，请刷新后再办。", code="drafted_meanwhile"
            ) from twice
        return
    stands = Bulletin.objects.select_for_update().get(pk=draft.pk)
    if stands.passages != over:
        raise RuleBroken("正文刚被修改，请再汇总一次。", code="edited_meanwhile")
    rows = Bulletin.objects.filter(pk=draft.pk, state=Bulletin.State.DRAFT)
    if not rows.update(**{name: getattr(draft, name) for name in DRAFTED}):
        _refuse_under_way(Bulletin.objects.get(pk=draft.pk))


def made_files(
    held: Bulletin,
    facts: Any,
    more: Iterable[FileStep] = (),
    *,
    progress: Callable[[int], None] = lambda percent: None,
) -> list[MadeFile]:
    """Make the letter as it stands and the further files. Raises RuleBroken without a font."""
    stem = kind_of(held.kind).stem(facts)
    letter = letter_steps(
        document_of(held, facts),
        stem=stem,
        font_dir=settings.FONT_DIR,
        template=template_of(held.letterhead),
    )
    try:
        return make_files([*letter, *more], progress=progress)
    except FontsMissing as missing:
        raise RuleBroken(str(missing), code="no_fonts") from missing


def remake_letter(held: Bulletin) -> None:
    """Make the letter's files anew after its text or number changed; in a transaction.

    Raises RuleBroken for a closed book.
    """
    if held.is_sealed:
        raise RuleBroken(f"{held.number}已印发，不得改动。", code="already_issued")
    keep_files(held, made_files(held, facts_of(held)), only=LETTER)


def keep_files(
    held: Bulletin, files: list[MadeFile], *, only: tuple[str, ...] | None = None
) -> None:
    """Put the files in the place of those there were; the old leave once all is stored."""
    old = held.files.all() if only is None else held.files.filter(kind__in=only)
    for file in old:
        transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
    old.delete()
    for made in files:
        name = safe_name(made.name)  # a title may say a/b
        BulletinFile.objects.create(
            bulletin=held,
            kind=made.kind,
            name=name,
            file=ContentFile(made.content, name=name),
            sha256=hashlib.sha256(made.content).hexdigest(),
        )
