"""What may not be published, and to whom a correction of a document for leaders stays unknown."""

from datetime import date, timedelta

import pytest

from accounts import clock
from accounts.errors import RuleBroken
from accounts.models import Notice
from reports.models import Bulletin, DistributionList
from reports.selectors.offices import sent_to
from reports.services import sign_bulletin, withdraw_bulletin
from reports.services.publishing import refuse_hidden, refuse_lapsed
from reports.services.receipts import remind, send_out
from tests.make import COUNTY, JULY, NOW, make_problem, make_round
from tests.reports.begun import begin, issue_month, make_place
from tests.reports.documents import make_draft, two_people, walked
from tests.reports.reading_cast import make_issued
from tests.reports.term import two_months

pytestmark = pytest.mark.django_db


def correction_of_a_report(**fields) -> Bulletin:
    report = make_issued(7, kind="special_report", series="督查专报")
    return make_issued(8, kind="supplement", corrects=report, **fields)


def test_the_correction_of_a_report_reaches_nobody_who_is_inspected(leader, liaison):
    held = correction_of_a_report()
    send_out(held, at=NOW)
    assert not held.receipts.exists()
    withdraw_bulletin(bulletin=held, by=two_people()[0], reason="有误")
    assert not Notice.objects.filter(recipient=liaison).exists()
    assert Notice.objects.filter(recipient=leader).count() == 2


def test_a_document_for_leaders_goes_to_no_inspected_unit_of_a_list(liaison):
    wide = DistributionList.objects.create(
        area_code=COUNTY, name="全部", addressees="各乡镇", unit_kinds=["township", "office"]
    )
    two_people()
    held = correction_of_a_report(distribution=wide)
    assert [unit.name for unit in sent_to(held)] == ["区委区政府目督办"]
    held.receipts.create(unit=liaison.unit, sent_at=NOW)
    assert remind(held, by=two_people()[0]) == []


def test_leaders_are_told_of_an_unannounced_round_before_it_is_done(roles):
    make_round(mode="unannounced", state="field")
    refuse_hidden(make_draft(kind="special_report", series="督查专报"))
    with pytest.raises(RuleBroken, match="为暗访且尚未完成"):
        refuse_hidden(make_draft(period=JULY))


@pytest.mark.parametrize(("state", "refused"), [("field", True), ("done", False)])
def test_an_open_problem_of_an_earlier_unannounced_round_is_not_published(roles, state, refused):
    ended = {"closed_on": date(2016, 5, 30)} if state == "done" else {}
    early = make_round(period=date(2016, 4, 1), mode="unannounced", state=state, **ended)
    held = make_draft(period=JULY)
    refuse_hidden(held)
    make_problem(round=early, period=early.period)
    if refused:
        with pytest.raises(RuleBroken, match="为暗访且尚未完成"):
            refuse_hidden(held)
    else:
        refuse_hidden(held)


def test_a_term_is_not_published_over_a_month_taken_back(office):
    make_place()
    months = [issue_month(facts) for facts in two_months()]
    quarter = begin("quarter", office)
    refuse_lapsed(quarter)
    withdraw_bulletin(bulletin=months[0], by=office, reason="数据有误")
    with pytest.raises(RuleBroken, match="目督通〔2016〕7号已撤回"):
        refuse_lapsed(quarter)


def test_a_correction_is_not_published_over_a_document_taken_back(roles):
    original = make_issued(9)
    held = make_draft(corrects=original)
    refuse_lapsed(held)
    withdraw_bulletin(bulletin=original, by=two_people()[0], reason="有误")
    held.refresh_from_db()
    with pytest.raises(RuleBroken, match="不再需要更正补充"):
        refuse_lapsed(held)


def test_a_document_is_not_dated_ahead(roles):
    held = walked(make_draft(), "signing")
    with pytest.raises(RuleBroken, match="不得晚于今天"):
        sign_bulletin(bulletin=held, by=two_people()[1], on=clock.today() + timedelta(days=1))


def test_what_is_begun_goes_to_the_countys_own_list(office):
    make_place()
    for facts in two_months():
        issue_month(facts)
    chosen = DistributionList.objects.create(
        area_code=COUNTY, name="常用", addressees="各镇", copies="区纪委", is_default=True
    )
    quarter, briefing = begin("quarter", office), begin("briefing", office, to="领导小组")
    told = (quarter.distribution, quarter.addressees, quarter.copies)
    assert told == (chosen, "各镇", "区纪委")
    assert (briefing.distribution, briefing.addressees) == (None, "领导小组")
