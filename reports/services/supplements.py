"""更正补充: an issued document stays as it is; what was wrong is put right by another one."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import User
from accounts.services.trail import record
from reports.documents.supplement import Correction
from reports.models import Bulletin
from reports.services.assembling import assemble_document


@transaction.atomic
def begin_supplement(
    *,
    original: Bulletin,
    corrections: Iterable[Correction],
    by: User,
    on: date,
    held: Bulletin | None = None,
) -> Bulletin:
    """Draft the supplement of an issued document; `held` is the draft it takes the place of.

    It goes to whom the original went and takes a number of its own. Raises RuleBroken for a
    document that is not issued, for a supplement itself, and where nothing is put right.
    """
    if original.kind == Bulletin.Kind.SUPPLEMENT:
        raise RuleBroken("更正补充通报有误的，请对原件另行更正补充。", code="is_supplement")
    asked = {"original": original.pk, "corrections": [asdict(line) for line in corrections]}
    draft = assemble_document(
        kind=Bulletin.Kind.SUPPLEMENT,
        county=original.area_code,
        period=original.period,
        by=by,
        on=on,
        asked=asked,
        held=held or _begun(original),
    )
    record(by=by, action="begin_supplement", about=draft, corrects=original.number)
    return draft


def _begun(original: Bulletin) -> Bulletin:
    return Bulletin(
        area_code=original.area_code,
        kind=Bulletin.Kind.SUPPLEMENT,
        period=original.period,
        corrects=original,
        distribution=original.distribution,
        addressees=original.addressees,
        copies=original.copies,
        letterhead=original.letterhead,
    )
