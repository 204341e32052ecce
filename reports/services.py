"""Assembling a month's bulletin and issuing it: the month becomes a closed book."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Job, User
from accounts.services.jobs import ask_for
from accounts.services.notices import notify
from accounts.services.trail import record
from households.models import Area
from inspections.models import Round
from inspections.services.transitions import moment_of
from reports.facts import MonthFacts
from reports.facts_json import fingerprint, from_json, to_json
from reports.models import Bulletin, BulletinFile
from reports.pack import MadeFile, make_files
from reports.renderers.pdf import FontsMissing
from reports.selectors import month_facts
from reports.selectors.figures import last_month
from reports.text import Signing

KIND = "assemble_bulletin"
NUMBER = "目督通〔{year}〕{serial}号"


def ask_for_bulletin(*, county: str, period: date, by: User | None) -> Job:
    """Ask for a month's draft to be assembled; while one is being made, the same job is given.

    Raises RuleBroken where the month's bulletin is already issued.
    """
    held = Bulletin.objects.filter(area_code=county, period=period).first()
    _refuse_issued(held)
    edition = held.assembled_at.isoformat() if held else "first"
    return ask_for(
        kind=KIND,
        key=f"{county} {period:%Y-%m} {edition}",
        by=by,
        payload={"county": county, "period": period.isoformat()},
        url=reverse("reports:bulletin_month", args=[county, f"{period:%Y-%m}"]),
    )


def assemble_bulletin(
    *,
    county: str,
    period: date,
    by: User | None,
    on: date,
    progress: Callable[[int], None] = lambda percent: None,
) -> Bulletin:
    """Draft the month's bulletin with all its files from the facts as of `on`.

    A draft made before is replaced. Raises RuleBroken when the month has no round, its bulletin is
    issued, or there is no font to print with.
    """
    _refuse_issued(Bulletin.objects.filter(area_code=county, period=period).first())
    facts = month_facts(county=county, period=period, on=on)
    files = _made(facts, signing=None, progress=progress)
    with transaction.atomic():
        return _keep_draft(facts, files, by=by)


def _refuse_issued(bulletin: Bulletin | None) -> None:
    if bulletin is not None and bulletin.state == Bulletin.State.ISSUED:
        raise RuleBroken(
            f"{bulletin.title}已签发（{bulletin.number}），不得重新汇总。", code="already_issued"
        )


def _made(
    facts: MonthFacts,
    *,
    signing: Signing | None,
    progress: Callable[[int], None] = lambda percent: None,
) -> list[MadeFile]:
    try:
        return make_files(facts, signing=signing, font_dir=settings.FONT_DIR, progress=progress)
    except FontsMissing as missing:
        raise RuleBroken(str(missing), code="no_fonts") from missing


def _keep_draft(facts: MonthFacts, files: list[MadeFile], *, by: User | None) -> Bulletin:
    month = f"{facts.period.year}年{facts.period.month}月"
    written: dict[str, Any] = {
        "title": f"关于{month}全区脱贫攻坚工作推进情况专项督查的通报",
        "facts": to_json(facts),
        "facts_sha": fingerprint(facts),
        "assembled_at": clock.now(),
        "assembled_by": by,
    }
    bulletin, created = Bulletin.objects.get_or_create(
        area_code=facts.county_code, period=facts.period, defaults=written
    )
    if not created:
        draft = Bulletin.objects.filter(pk=bulletin.pk, state=Bulletin.State.DRAFT)
        if not draft.update(**written):
            bulletin.refresh_from_db()
            _refuse_issued(bulletin)
        bulletin.refresh_from_db()
    _keep_files(bulletin, files)
    record(by=by, action="assemble_bulletin", about=bulletin, facts_sha=bulletin.facts_sha)
    return bulletin


def _keep_files(bulletin: Bulletin, files: list[MadeFile]) -> None:
    """Put the files in the place of those the bulletin had; the old leave once all is stored."""
    old = list(bulletin.files.all())
    bulletin.files.all().delete()
    for file in old:
        transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
    for made in files:
        BulletinFile.objects.create(
            bulletin=bulletin,
            kind=made.kind,
            name=made.name,
            file=ContentFile(made.content, name=made.name),
            sha256=hashlib.sha256(made.content).hexdigest(),
        )


@transaction.atomic
def issue_bulletin(*, bulletin: Bulletin, by: User, on: date) -> Bulletin:
    """Seal the drafted month under the next number of the year; its facts change no more.

    `on` is the day of the document (成文日期). Numbers run without gaps in a year. Raises
    RuleBroken when it is issued already or when the facts do not allow it: below the minimum
    sample without a reason, problems not yet judged 共性/个性, a plan that does not add up.
    """
    Area.objects.select_for_update().get(code=bulletin.area_code)
    _refuse_hidden(bulletin.area_code, bulletin.period)
    facts = from_json(bulletin.facts)
    _refuse_unfit(facts)
    issued = Bulletin.objects.filter(area_code=bulletin.area_code, year=on.year)
    serial = (issued.aggregate(last=Max("serial"))["last"] or 0) + 1
    draft = Bulletin.objects.filter(
        pk=bulletin.pk, state=Bulletin.State.DRAFT, facts_sha=bulletin.facts_sha
    )
    if not draft.update(
        state=Bulletin.State.ISSUED, year=on.year, serial=serial, issued_on=on, issued_by=by
    ):
        raise RuleBroken("该通报已签发，或草稿已重新汇总，请刷新后再办。", code="not_a_draft")
    bulletin.refresh_from_db()
    signing = Signing(number=NUMBER.format(year=on.year, serial=serial), signed_on=on)
    _keep_files(bulletin, _made(facts, signing=signing))
    record(by=by, action="issue_bulletin", about=bulletin, number=bulletin.number)
    _tell(bulletin, on=on)
    return bulletin


def _refuse_hidden(county: str, period: date) -> None:
    """Refuse to publish what an unannounced round (暗访) found before it is done."""
    months = [period, last_month(period)]
    hidden = Round.objects.hidden().filter(area_code=county, period__in=months)
    if running := hidden.first():
        raise RuleBroken(
            f"“{running.title}”为暗访且尚未完成，签发会提前公开。请先完成该期督查，再重新汇总。",
            code="round_is_hidden",
        )


def _refuse_unfit(facts: MonthFacts) -> None:
    if not facts.enough and not facts.shortfall_reason:
        raise RuleBroken(
            "本月未达最低抽查数且未说明原因，不能签发。请补足督查，或在完成期次时填写说明。",
            code="below_minimum",
        )
    unsorted = sum(not line.scope for line in facts.problems)
    if unsorted:
        raise RuleBroken(
            f"还有{unsorted}个问题未认定共性或个性，请认定后重新汇总，再签发。",
            code="problems_not_confirmed",
        )
    parts = sum(line.target_persons for line in facts.townships)
    whole = facts.count("target_persons")
    if parts not in {0, whole}:
        raise RuleBroken(
            f"各乡镇脱贫任务合计{parts}人，与全区任务{whole}人不符，请核对年度任务后重新汇总。",
            code="plan_does_not_add_up",
        )


def _tell(bulletin: Bulletin, *, on: date) -> None:
    """Tell everybody of the county who may read bulletins."""
    people = User.objects.filter(is_active=True, area_code__startswith=bulletin.area_code)
    readers = people.filter(groups__permissions__codename="view_bulletin").distinct()
    notify(
        recipients=readers,
        key=f"bulletin_issued {bulletin.pk}",
        text=f"{bulletin.number}已印发：{bulletin.title}",
        url=reverse("reports:bulletin_detail", args=[bulletin.pk]),
        at=moment_of(on),
    )
