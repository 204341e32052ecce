"""Issuing a document: numbered, sealed with its facts and files, sent to those it concerns."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.notices import notify
from accounts.services.trail import record
from households.models import Area
from inspections.models import Round
from inspections.services.transitions import moment_of
from reports.composing import facts_of
from reports.kinds import kind_of
from reports.models import Bulletin
from reports.selectors.figures import last_month
from reports.services.assembling import keep_files, made_files


@transaction.atomic
def issue_bulletin(*, bulletin: Bulletin, by: User, on: date) -> Bulletin:
    """Seal the drafted month under the next number of the year; its facts change no more.

    `on` is the day of the document (成文日期). Numbers run without gaps in a year. Raises
    RuleBroken when it is issued already or when the facts do not allow it: below the minimum
    sample without a reason, problems not yet judged 共性/个性, a plan that does not add up.
    """
    Area.objects.select_for_update().get(code=bulletin.area_code)
    _refuse_hidden(bulletin.area_code, bulletin.period)
    facts = facts_of(bulletin)
    if blockers := kind_of(bulletin.kind).blockers(facts):
        raise RuleBroken("".join(blockers), code="not_fit")
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
    more = kind_of(bulletin.kind).files(facts)
    keep_files(bulletin, made_files(bulletin, facts, more))
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
