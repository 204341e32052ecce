from datetime import date

from accounts.models import User
from reports.composing import document_of
from reports.documents.special import SpecialFacts
from reports.models import Bulletin

FACTS = SpecialFacts(
    county_code="510304",
    county="大安区",
    place="自贡市大安区",
    period=date(2016, 7, 1),
    as_of=date(2016, 7, 29),
    title="关于对何市镇塅上村易地扶贫搬迁项目进展缓慢问题的督查专报",
    to="",
    source="",
    round_id=None,
    round=None,
    problems=(),
    causes=(),
    suggestions=(),
)


def composed(**more):
    held = Bulletin(area_code="510304", kind="special_report", period=FACTS.period, **more)
    return document_of(held, FACTS)


def test_a_special_report_has_its_own_head_and_room_for_instructions():
    made = composed()
    assert (made.report, made.instruction_box, made.upward) == ("督查专报", True, False)


def test_a_special_report_without_a_number_leaves_room_for_its_issue():
    assert composed().number == "第　期（总第　期）"


def test_a_typed_title_is_divided_by_its_sense():
    assert composed().title == ("关于对何市镇塅上村易地扶贫搬迁", "项目进展缓慢问题的督查专报")


def test_who_signed_is_named_only_on_a_document_to_a_higher_office():
    assert composed(signed_by=User(name="王大明")).signed_by == ""
