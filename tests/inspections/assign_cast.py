"""A drawn round that waits to be handed out, and a team as the page gives it."""

from accounts.models import Role
from inspections.models import Draw, DrawnUnit, Round
from tests.make import COUNTY, NOW, make_checklist, make_round, make_user


def drawn_unit(draw, stage, code, area_code):
    return DrawnUnit.objects.create(
        draw=draw,
        stage=stage,
        subject_kind=stage,
        subject_code=code,
        subject_name=code[-4:],
        area_code=area_code,
        parent_code=area_code[:9],
        position=1,
        ticket="0" * 64,
    )


def draw_of(round_):
    return Draw.objects.create(
        round=round_,
        area_code=COUNTY,
        number=1,
        draw_id=f"{COUNTY}-2016-07/1",
        previous="0" * 64,
        pool="",
        rule="{}",
        sealed_at=NOW,
        state=Draw.State.DRAWN,
        seed="0" * 20,
        result_sha="0" * 64,
    )


def make_drawn_round():
    """A drawn round: two townships, a village in each, two households in each village."""
    round_ = make_round(state=Round.State.DRAWN)
    make_checklist(round_.scheme)
    draw = draw_of(round_)
    for township in (f"{COUNTY}105", f"{COUNTY}106"):
        village = f"{township}201"
        drawn_unit(draw, "township", township, township)
        drawn_unit(draw, "village", village, village)
        for number in ("0001", "0002"):
            drawn_unit(draw, "household", village + number, village)
    return round_


def team(name, **fields):
    leader = make_user(Role.INSPECTOR, **fields)
    return {"name": name, "leader": leader, "members": [leader, make_user(Role.INSPECTOR)]}
