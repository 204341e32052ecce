"""Responsibility pledges (责任书): who owes one for a year, who has signed, the paper itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.base import File
from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.scope import TOWNSHIP, VILLAGE
from accounts.services.trail import record
from accounts.uploads import Upload, keep, removed_on_failure, take_in
from households.models import Area
from projects.models import Pledge
from projects.services.targets import refuse_odd_year
from projects.standing import hands_down_to

KINDS = frozenset({".pdf", ".jpg"})


@dataclass(frozen=True)
class Signing:
    """When a pledge was signed and in which post; None and "" for not signed."""

    signed_on: date | None
    signer: str


@transaction.atomic
def list_due(
    *, year: int, area_code: str, township_due_on: date, village_due_on: date, by: User | None
) -> int:
    """Write down that every township and village of a place owes a pledge for a year.

    Again adds only places that have none; days already set stay. Gives how many were added.
    Source: plan 000 §4(1) 减贫责任书层层签订. Raises RuleBroken "target_year", "pledge_due_year",
    "pledge_from_above".
    """
    refuse_odd_year(year)
    if {township_due_on.year, village_due_on.year} - {year - 1, year}:
        raise RuleBroken(f"应签日期应在{year - 1}年或{year}年。", code="pledge_due_year")
    area = Area.objects.select_for_update().filter(code=area_code).first()
    if area is None or (by is not None and not hands_down_to(by, area_code)):
        raise RuleBroken("责任书应签名单由上级制定。", code="pledge_from_above")
    days = {TOWNSHIP: township_due_on, VILLAGE: village_due_on}
    listed = set(
        Pledge.objects.within(area_code).filter(year=year).values_list("area_code", flat=True)
    )
    codes = Area.objects.within(area_code).values_list("code", flat=True)
    owing = [code for code in codes if len(code) in days and code not in listed]
    new = [Pledge(area_code=code, year=year, due_on=days[len(code)]) for code in owing]
    Pledge.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        record(by=by, action="list_pledges", about=area, year=year, count=len(new))
    return len(new)


@transaction.atomic
def sign_pledges(
    *, pledges: Sequence[Pledge], signed_on: date, signer: str, by: User, on: date
) -> int:
    """Mark pledges as signed on a day in a post; those already signed stay as they are.

    Gives how many were marked. Raises RuleBroken "pledge_none" (nothing chosen),
    "pledge_signer", "pledge_future", "pledge_from_above".
    """
    if not pledges:
        raise RuleBroken("请先勾选责任书。", code="pledge_none")
    signing = Signing(signed_on, signer.strip())
    _refuse_odd_signing(signing, on)
    for pledge in pledges:
        _refuse_stranger(pledge, by)
    return sum(_sign(pledge, signing, by) for pledge in pledges)


def set_pledge(
    *, pledge: Pledge, signing: Signing, file: "File[bytes] | None", by: User, on: date
) -> Pledge:
    """Correct one pledge: when and by whom it was signed, and its paper (PDF or photo) if given.

    The paper before stays stored and is named in the trail. Raises RuleBroken as sign_pledges and
    accounts.uploads.take_in do.
    """
    signing = Signing(signing.signed_on, signing.signer.strip())
    _refuse_odd_signing(signing, on)
    _refuse_stranger(pledge, by)
    upload = take_in(file, name=file.name or "责任书", kinds=KINDS) if file else None
    if upload is None:
        return _write(pledge, signing, None, by)
    fresh = Pledge(pk=pledge.pk)
    keep(fresh, upload)
    with removed_on_failure([fresh]):
        return _write(pledge, signing, (fresh, upload), by)


@transaction.atomic
def _write(
    pledge: Pledge, signing: Signing, paper: tuple[Pledge, Upload] | None, by: User
) -> Pledge:
    """Change the row as it stands now and write down what was before."""
    kept: Pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
    detail: dict[str, str | None] = {
        "was": kept.signed_on.isoformat() if kept.signed_on else None,
        "signed_on": signing.signed_on.isoformat() if signing.signed_on else None,
        "signer": signing.signer,
    }
    kept.signed_on, kept.signer = signing.signed_on, signing.signer
    if paper is not None:
        fresh, upload = paper
        detail |= {"sha256": upload.sha256, "file_was": kept.file.name or None}
        kept.file = fresh.file.name
    kept.save(update_fields=["signed_on", "signer", "file"])
    record(by=by, action="set_pledge", about=kept, year=kept.year, **_plain(detail))
    return kept


def _plain(detail: dict[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in detail.items() if value}


def _sign(pledge: Pledge, signing: Signing, by: User) -> int:
    unsigned = Pledge.objects.filter(pk=pledge.pk).unsigned()
    if not unsigned.update(signed_on=signing.signed_on, signer=signing.signer):
        return 0
    day = f"{signing.signed_on:%Y-%m-%d}"
    record(
        by=by,
        action="sign_pledge",
        about=pledge,
        year=pledge.year,
        signed_on=day,
        signer=signing.signer,
    )
    return 1


def _refuse_odd_signing(signing: Signing, on: date) -> None:
    if (signing.signed_on is None) != (signing.signer == ""):
        raise RuleBroken("签订日期和签订人职务须同时填写。", code="pledge_signer")
    if signing.signed_on is not None and signing.signed_on > on:
        raise RuleBroken("签订日期不能晚于今天。", code="pledge_future")


def _refuse_stranger(pledge: Pledge, by: User) -> None:
    if not hands_down_to(by, pledge.area_code):
        raise RuleBroken("本级的责任书由上级登记。", code="pledge_from_above")
