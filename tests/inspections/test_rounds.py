"""Planning a round, closing it, and the calendar that prepares one."""

from datetime import date

import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from inspections.models import Draw, Round
from inspections.services.monthly import prepare_monthly_draw
from inspections.services.rounds import close_round, plan_round
from tests.inspections.draw_cast import make_county, make_office
from tests.make import COUNTY, JULY, make_round, make_scheme

pytestmark = pytest.mark.django_db


def test_plan_round_takes_its_numbers_from_the_scheme():
    scheme = make_scheme(options={"min_townships": 3, "rotation_months": 8, "draw_day": 6})

    planned = plan_round(scheme=scheme, period=JULY, by=make_office())

    assert (planned.townships, planned.villages_per_township) == (3, 1)
    assert (planned.households_per_village, planned.rotation_months) == (4, 8)
    assert (planned.starts_on, planned.ends_on) == (date(2016, 7, 6), date(2016, 7, 21))
    assert (planned.state, planned.title) == ("planned", "2016年7月月度专项督查")
    assert AuditEvent.objects.get().action == "plan_round"


def test_plan_round_keeps_each_exclusion_with_its_reason():
    planned = plan_round(
        scheme=make_scheme(),
        period=JULY,
        by=make_office(),
        exclusions=[(f"{COUNTY}101", "某镇", " 受灾 ")],
    )

    assert list(planned.exclusions.values_list("unit_code", "reason")) == [
        (f"{COUNTY}101", "受灾")
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"townships": 1}, "below_minimum"),
        ({"villages_per_township": 0}, "below_minimum"),
        ({"households_per_village": 2}, "below_minimum"),
        ({"exclusions": [("1", "某镇", " ")]}, "exclusion_without_reason"),
        ({"period": date(2016, 7, 2)}, "round_refused"),
        ({"starts_on": date(2016, 7, 9), "ends_on": date(2016, 7, 8)}, "round_refused"),
        ({"mode": "secret"}, "round_refused"),
    ],
)
def test_plan_round_refuses_what_the_plan_forbids(changes, code):
    with pytest.raises(RuleBroken) as refusal:
        plan_round(**({"scheme": make_scheme(), "period": JULY, "by": None} | changes))

    assert (refusal.value.code, Round.objects.count()) == (code, 0)


def test_plan_round_refuses_a_second_round_of_the_month_under_a_new_version():
    plan_round(scheme=make_scheme(), period=JULY, by=None)

    with pytest.raises(RuleBroken, match="该月已有督查期次"):
        plan_round(scheme=make_scheme(version=2), period=JULY, by=None)


def test_prepare_monthly_draw_plans_before_the_draw_day_and_seals_on_it():
    make_county()
    make_scheme(options={"draw_day": 5})

    early = prepare_monthly_draw(county=COUNTY, period=JULY, on=date(2016, 7, 4))
    on_day = prepare_monthly_draw(county=COUNTY, period=JULY, on=date(2016, 7, 5))

    assert (early.state, on_day.state) == ("planned", "sealed")
    assert (early.pk, Draw.objects.get().seed) == (on_day.pk, "")


def test_prepare_monthly_draw_twice_does_once():
    make_county()
    make_scheme()

    for _ in range(2):
        prepare_monthly_draw(county=COUNTY, period=JULY, on=date(2016, 7, 20))

    assert (Round.objects.count(), Draw.objects.count()) == (1, 1)


def test_prepare_monthly_draw_refuses_a_county_without_a_scheme():
    with pytest.raises(RuleBroken, match="尚未装入督查方案"):
        prepare_monthly_draw(county=COUNTY, period=JULY, on=date(2016, 7, 5))


def test_close_round_refuses_an_unfinished_round():
    with pytest.raises(RuleBroken, match="督查表逐项作答"):
        close_round(round=make_round(state="field"), by=make_office(), on=date(2016, 7, 25))
