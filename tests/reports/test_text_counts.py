"""The numbers of a whole month's text against counts asked of the database by other ways."""

from datetime import date

import pytest
from django.db.models import Q, Sum

from households.models import ExitProcedure, Household
from inspections.models import Answer, Problem, Sanction, Visit
from projects.models import AnnualTarget, Pledge
from reports.drafting.monthly import WORDING
from reports.selectors import month_facts
from tests.reports.full_month import fill_whole_month
from tests.reports.month import COUNTY, DAY, JULY, JUNE

DONE = Q(state__in=["closed", "not_upheld"])
LATE = ~DONE & Q(due_on__lt=DAY)


pytestmark = pytest.mark.django_db


def sentences():
    yield from visits()
    yield from register()
    yield from problems()
    yield from voices()


def visits():
    seen = Visit.objects.filter(round__period=JULY, state="accepted")
    of = {kind: seen.filter(subject_kind=kind).count() for kind in ("township", "village")}
    households = seen.filter(subject_kind="household").count()
    departments = seen.filter(subject_kind="department").count()
    yield "opening", f"共抽查{of['township']}个乡镇（街道）（"
    yield "opening ", f"、{of['village']}个村（其中贫困村{of['village']}个），走访贫困户"
    yield "opening  ", f"走访贫困户{households}户，督查区级部门{departments}个。"
    answers = Answer.objects.filter(visit__in=seen)
    for letter in "ADE":
        block = answers.filter(question__item__startswith=letter)
        failing, found = block.filter(failed=True).count(), Problem.objects.filter(period=JULY)
        raised = found.filter(item__startswith=letter).exclude(state="not_upheld").count()
        yield (
            f"block.{letter}",
            f"本月检查{block.count()}项次，不合格{failing}项次，发现问题{raised}个。",
        )


def register():
    poor = Household.objects.filter(registered=True)
    people = poor.aggregate(all=Sum("person_count"))["all"]
    yield "block.B", f"在册贫困户{poor.count()}户{people}人"
    target = AnnualTarget.objects.get(area_code=COUNTY, year=2016)
    yield "block.A ", f"计划摘帽贫困村{target.villages}个、脱贫{target.persons}人"
    out = ExitProcedure.objects.filter(year=2016, marked_on__isnull=False)
    left = out.aggregate(all=Sum("household__person_count"))["all"]
    yield "block.A  ", f"当年已脱贫{out.count()}户{left}人"
    signed = Pledge.objects.filter(signed_on__isnull=False)
    due = Pledge.objects.filter(Q(due_on__lte=DAY) | Q(signed_on__isnull=False))
    late = Pledge.objects.filter(signed_on=None, due_on__lt=DAY)
    yield (
        "block.A   ",
        f"应签责任书{due.count()}份，已签{signed.count()}份。逾期未签{late.count()}份。",
    )


def problems():
    july, june = (Problem.objects.filter(period=month) for month in (JULY, JUNE))
    common, severe = july.filter(scope="common").count(), july.filter(severity="severe").count()
    alone = july.filter(scope="individual").count()
    yield "problems.lead", f"共发现问题{july.count()}个，其中共性问题{common}个、个性问题{alone}个"
    yield "problems.lead ", f"；严重问题{severe}个。"
    closed, late = june.filter(state="closed").count(), june.filter(LATE).count()
    yield "last.lead", f"上月督查发现问题{june.count()}个，已销号{closed}个，"
    yield "last.lead ", f"，未销号{june.exclude(DONE).count()}个，其中逾期{late}个。"
    before = Problem.objects.filter(period__lt=JUNE)
    closed = before.filter(state="closed", closed_on__gte=JULY).count()
    yield "earlier", f"本月以来已销号{closed}个，仍未销号{before.exclude(DONE).count()}个。"
    yield "earlier ", f"。其中逾期{before.filter(LATE).count()}个（"
    ordered = Sanction.objects.filter(revoked_at=None, decided_on__gte=JULY)
    entries = ordered.filter(decided_on__lt=date(2016, 8, 1)).count()
    yield "accountability", f"本月登记问责{entries}件："


def voices():
    asked = Answer.objects.filter(question__name="E306_answer", status="given")
    said = {word: asked.filter(value=word).count() for word in ("satisfied", "mostly", "unclear")}
    bad = asked.filter(value="dissatisfied").count()
    homes = Visit.objects.filter(subject_kind="household", state="accepted").count()
    good = said["satisfied"] + said["mostly"]
    told = f"满意{said['satisfied']}户、基本满意{said['mostly']}户、不满意{bad}户"
    yield "satisfaction", f"走访贫困户{homes}户，对帮扶工作{told}、不清楚{said['unclear']}户。"
    yield "satisfaction  ", f"满意率按走访户计为{good / homes:.2%}，"
    households = Household.objects.filter(registered=True).count()
    yield "satisfaction ", f"按全部在册贫困户计为{good / households:.2%}（"


def test_every_sentence_bears_the_numbers_of_the_database():
    fill_whole_month()
    facts = month_facts(county=COUNTY, period=JULY, on=DAY)
    text = {line.key: f"{line.text}{line.run_in}" for line in WORDING.draft(facts, {})}
    missing = [
        (words, text[key.strip()]) for key, words in sentences() if words not in text[key.strip()]
    ]
    assert missing == []
