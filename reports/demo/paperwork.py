"""June's bulletin on its way: reviewed, countersigned, signed, numbered, issued, received."""

from datetime import date

from accounts.models import Unit, User
from reports.demo.moments import at
from reports.demo.people_of_daan import REVIEWER
from reports.demo.play import Cast
from reports.models import Bulletin, BulletinStep
from reports.selectors.offices import countersigners, people_of
from reports.services import (
    archive_bulletin,
    countersign_bulletin,
    issue_bulletin,
    number_bulletin,
    review_bulletin,
    sign_bulletin,
    submit_bulletin,
)
from reports.services.receipts import receive

DRAFTED, SIGNED, RECEIVED = date(2016, 6, 30), date(2016, 7, 1), date(2016, 7, 4)
LATE = "xz102"  # whose township has not signed for it yet
WHY = "尚有1个乡镇未在系统签收，已电话通知并送达纸质件。"


def pass_on(bulletin: Bulletin, people: Cast) -> None:
    """Take June's draft through every hand up to the archive."""
    office, reviewer = people.office, User.objects.get(username=REVIEWER)
    drafted = at(DRAFTED, 11)
    Bulletin.objects.filter(pk=bulletin.pk).update(assembled_at=drafted)
    BulletinStep.objects.filter(bulletin=bulletin).update(at=drafted)
    submit_bulletin(bulletin=bulletin, by=office, at=at(DRAFTED, 15))
    units = list(countersigners(bulletin.area_code))
    review_bulletin(
        bulletin=bulletin, by=reviewer, units=units, opinion="拟同意，请会签。", at=at(DRAFTED, 16)
    )
    for unit in units:
        by = _first(unit, "countersign_bulletin")
        countersign_bulletin(
            bulletin=bulletin, by=by, agrees=True, opinion="已核对，同意。", at=at(SIGNED, 9)
        )
    sign_bulletin(bulletin=bulletin, by=reviewer, on=SIGNED, opinion="同意印发。", at=at(SIGNED))
    number_bulletin(bulletin=bulletin, by=office, at=at(SIGNED, 11))
    issue_bulletin(bulletin=bulletin, by=office, at=at(SIGNED, 15))
    for receipt in bulletin.receipts.exclude(unit__people__username=LATE):
        receive(bulletin, by=_first(receipt.unit, "receive_bulletin"), at=at(RECEIVED, 9))
    archive_bulletin(bulletin=bulletin, by=office, reason=WHY, at=at(RECEIVED, 17))


def _first(unit: Unit, right: str) -> User:
    return people_of([unit], right).order_by("username")[0]
