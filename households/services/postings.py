"""Who helps whom: posts of a village and the helper of a household. Dated; history stays."""

from datetime import date, timedelta

from django.db import transaction

from accounts.errors import RuleBroken
from accounts.models import Unit, User
from accounts.services.trail import record
from households.models import Area, HelperPairing, Household, Posting, PostingSighting


@transaction.atomic
def set_posting(
    *,
    village: Area,
    post: str,
    starts_on: date,
    person_name: str = "",
    title: str = "",
    unit: Unit | None = None,
    phone: str = "",
    by: User | None,
) -> Posting:
    """Put a person or unit into a village's post from a day; whoever held it ends the day before.

    The five posts belong to poor villages, the paired unit to the others. Source: plan 000 §5.
    """
    _check_post(village, post, person_name, unit)
    _end_open(village, post, starts_on)
    posting = Posting.objects.create(
        area_code=village.code,
        village=village,
        post=post,
        person_name=person_name,
        title=title,
        unit=unit,
        phone=phone,
        starts_on=starts_on,
    )
    record(by=by, action="set_posting", about=posting, post=post, starts_on=str(starts_on))
    return posting


def _check_post(village: Area, post: str, person_name: str, unit: Unit | None) -> None:
    """Refuse a post the village does not have, and an empty one."""
    if village.level != Area.Level.VILLAGE:
        raise RuleBroken("驻村岗位只登记到村。", code="posting_needs_village")
    if village.is_poor != (post in Posting.FIVE):
        kind = "贫困村登记“五个一”" if village.is_poor else "非贫困村登记结对帮扶单位"
        raise RuleBroken(f"{kind}，不能登记此岗位。", code="posting_wrong_post")
    if not person_name and unit is None:
        raise RuleBroken("请填写人员姓名或选择单位。", code="posting_empty")


def _end_open(village: Area, post: str, starts_on: date) -> None:
    """End the post's running term the day before the next one begins."""
    running = Posting.objects.filter(village=village, post=post, ends_on=None)
    if running.filter(starts_on__gte=starts_on).exists():
        raise RuleBroken("新的到岗日期应晚于现任的到岗日期。", code="posting_not_later")
    running.update(ends_on=starts_on - timedelta(days=1))


@transaction.atomic
def end_posting(*, posting: Posting, ends_on: date, by: User | None) -> Posting:
    """End a running term on its last day; the post is vacant afterwards."""
    if ends_on < posting.starts_on:
        raise RuleBroken("离岗日期不得早于到岗日期。", code="posting_ends_early")
    if not Posting.objects.filter(pk=posting.pk, ends_on=None).update(ends_on=ends_on):
        raise RuleBroken("该任期已经结束。", code="posting_ended")
    posting.refresh_from_db()
    record(by=by, action="end_posting", about=posting, ends_on=str(ends_on))
    return posting


@transaction.atomic
def pair_helper(
    *,
    household: Household,
    name: str,
    unit_name: str = "",
    user: User | None = None,
    starts_on: date,
    by: User | None,
) -> HelperPairing:
    """Give a household its helper from a day; the one before ends the day before and stays."""
    if not name.strip():
        raise RuleBroken("请填写帮扶责任人姓名。", code="helper_empty")
    running = HelperPairing.objects.filter(household=household, ends_on=None)
    if running.filter(starts_on__gte=starts_on).exists():
        raise RuleBroken("新的结对日期应晚于现有结对的日期。", code="pairing_not_later")
    running.update(ends_on=starts_on - timedelta(days=1))
    pairing = HelperPairing.objects.create(
        area_code=household.area_code,
        household=household,
        name=name.strip(),
        unit_name=unit_name.strip(),
        user=user,
        starts_on=starts_on,
    )
    record(by=by, action="pair_helper", about=pairing, starts_on=str(starts_on))
    return pairing


def note_sighting(
    *, village_code: str, post: str, seen_on: date, present: bool, noted_in: str
) -> PostingSighting | None:
    """Note whether who serves in a village's post on a day was in place; part of a visit's act.

    `noted_in` names the paper, which notes each posting once: a repeat changes nothing. None where
    nobody serves.
    """
    serving = Posting.objects.filter(village=village_code, post=post).serving_on(seen_on)
    posting = serving.order_by("-starts_on").first()
    if posting is None:
        return None
    sighting, _ = PostingSighting.objects.get_or_create(
        posting=posting,
        noted_in=noted_in,
        defaults={"area_code": posting.area_code, "seen_on": seen_on, "present": present},
    )
    return sighting
