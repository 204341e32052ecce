"""起草 → 审核 → 会签 → 签发: who passes a document on, and who sends it back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Unit, User
from reports.models import Bulletin, BulletinStep, Countersign
from reports.selectors.offices import countersigners, holders, people_of
from reports.services.blockers import blockers_of
from reports.services.publishing import refuse_lapsed
from reports.services.steps import (
    locked,
    move,
    refuse_own,
    require_state,
    required,
    tell,
)

State, Act = Bulletin.State, BulletinStep.Act
RETURNABLE = (State.REVIEW, State.COUNTERSIGN, State.SIGNING, State.SIGNED)


@transaction.atomic
def submit_bulletin(*, bulletin: Bulletin, by: User, at: datetime | None = None) -> Bulletin:
    """Send a draft to review (送审). Each sending is another edition of the text.

    Raises RuleBroken where the facts or the text do not allow it: below the minimum sample without
    a reason, problems not yet judged, parts that do not sum. Source: domain §3.2.
    """
    at = at or clock.now()
    held = locked(bulletin)
    require_state(held, State.DRAFT)
    refuse_lapsed(held)
    if blockers := blockers_of(held):
        raise RuleBroken("".join(blockers), code="not_fit")
    move(
        bulletin=held,
        came_from=[State.DRAFT],
        to=State.REVIEW,
        act=Act.SUBMITTED,
        by=by,
        at=at,
        edition=held.edition + 1,
        submitted_by=by,
    )
    reviewers = [person for person in holders(held.area_code, "review_bulletin") if person != by]
    tell(reviewers, bulletin=held, event="review", text=f"待审核：{held.title}", at=at)
    return held


@transaction.atomic
def review_bulletin(
    *,
    bulletin: Bulletin,
    by: User,
    units: Iterable[Unit] = (),
    opinion: str = "",
    at: datetime | None = None,
) -> Bulletin:
    """Pass a reviewed document on (审核通过): to the units asked to countersign, else to signing.

    Raises RuleBroken when whoever sent it reviews it, or a unit has nobody who countersigns.
    """
    at, asked = at or clock.now(), list(units)
    held = locked(bulletin)
    require_state(held, State.REVIEW)
    refuse_own(held, by=by, act="审核")
    _refuse_unable(held, asked)
    to = State.COUNTERSIGN if asked else State.SIGNING
    move(
        bulletin=held,
        came_from=[State.REVIEW],
        to=to,
        act=Act.REVIEWED,
        by=by,
        at=at,
        opinion=opinion,
    )
    Countersign.objects.bulk_create(
        Countersign(bulletin=held, unit=unit, edition=held.edition) for unit in asked
    )
    if asked:
        people = people_of(asked, "countersign_bulletin")
        tell(people, bulletin=held, event="countersign", text=f"待会签：{held.title}", at=at)
    else:
        _tell_signers(held, at=at)
    return held


def _refuse_unable(held: Bulletin, asked: list[Unit]) -> None:
    able = set(countersigners(held.area_code))
    if missing := [unit.name for unit in asked if unit not in able]:
        raise RuleBroken(
            f"{'、'.join(missing)}没有可以会签的人员，请另选会签单位。", code="cannot_countersign"
        )


@transaction.atomic
def countersign_bulletin(
    *, bulletin: Bulletin, by: User, agrees: bool, opinion: str = "", at: datetime | None = None
) -> Bulletin:
    """Answer for the own unit (会签). All agreed: on to signing; an objection: back to the draft.

    What was written and answered stays. Raises RuleBroken when the user's unit is not asked or
    has answered, and for an objection without an opinion.
    """
    at = at or clock.now()
    held = locked(bulletin)  # of two last answers at once the later one sees the earlier
    require_state(held, State.COUNTERSIGN)
    words = opinion if agrees else required(opinion, what="不同意的意见")
    this = held.countersigns.filter(edition=held.edition)
    answer = Countersign.State.AGREED if agrees else Countersign.State.OBJECTED
    mine = this.filter(unit=by.unit_id, state=Countersign.State.ASKED)
    if not mine.update(state=answer, opinion=words.strip(), by=by, at=at):
        raise RuleBroken("本单位不在会签名单中，或已有人会签，请刷新页面查看。", code="not_asked")
    if not agrees:
        _back(held, by=by, at=at, act=Act.OBJECTED, reason=words, came_from=[State.COUNTERSIGN])
        return held
    waiting = this.filter(state=Countersign.State.ASKED).exists()
    to = State.COUNTERSIGN if waiting else State.SIGNING
    move(
        bulletin=held,
        came_from=[State.COUNTERSIGN],
        to=to,
        act=Act.COUNTERSIGNED,
        by=by,
        at=at,
        opinion=words,
    )
    if not waiting:
        _tell_signers(held, at=at)
    return held


@transaction.atomic
def return_bulletin(
    *, bulletin: Bulletin, by: User, reason: str, at: datetime | None = None
) -> Bulletin:
    """Send a document that has no number yet back to its drafter (退回), with the reason."""
    held = locked(bulletin)
    require_state(held, *RETURNABLE)
    words = required(reason, what="退回原因")
    _back(held, by=by, at=at or clock.now(), act=Act.RETURNED, reason=words, came_from=RETURNABLE)
    return held


def _back(
    held: Bulletin, *, by: User, at: datetime, act: str, reason: str, came_from: Iterable[str]
) -> None:
    move(
        bulletin=held,
        came_from=came_from,
        to=State.DRAFT,
        act=act,
        by=by,
        at=at,
        opinion=reason,
        signed_by=None,
        issued_on=None,
    )
    drafters = [held.submitted_by, held.assembled_by]
    people = [person for person in drafters if person is not None and person != by]
    text = f"{held.title}退回修改：{reason}"
    tell(people, bulletin=held, event=act, text=text, at=at)


@transaction.atomic
def sign_bulletin(
    *, bulletin: Bulletin, by: User, on: date, opinion: str = "", at: datetime | None = None
) -> Bulletin:
    """Sign a document for issue (签发); `on` is its day (成文日期), printed under the text.

    Raises RuleBroken when whoever sent it to review signs it, or the day is too early.
    """
    at = at or clock.now()
    held = locked(bulletin)
    require_state(held, State.SIGNING)
    refuse_own(held, by=by, act="签发")
    if on < held.period:
        raise RuleBroken("成文日期不得早于所反映的月份。", code="too_early")
    if on > clock.today():  # the number's year is taken from it and never given back
        raise RuleBroken("成文日期不得晚于今天。", code="too_late")
    move(
        bulletin=held,
        came_from=[State.SIGNING],
        to=State.SIGNED,
        act=Act.SIGNED,
        by=by,
        at=at,
        opinion=opinion,
        signed_by=by,
        issued_on=on,
    )
    people = [person for person in holders(held.area_code, "issue_bulletin") if person != by]
    tell(people, bulletin=held, event="number", text=f"待编号：{held.title}", at=at)
    return held


def _tell_signers(held: Bulletin, *, at: datetime) -> None:
    people = holders(held.area_code, "sign_bulletin")
    signers = [person for person in people if person.pk != held.submitted_by_id]
    tell(signers, bulletin=held, event="sign", text=f"待签发：{held.title}", at=at)
