from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import RuleBroken
from accounts.models import Export, Notice
from reports.selectors.receipts import receipts_panel
from reports.services.receipts import receive, remind, send_out
from tests.make import NOW, make_unit
from tests.reports.reading_cast import TODAY, make_issued, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY


def test_a_document_is_sent_to_the_units_with_somebody_to_sign(office, liaison, outsider):
    make_unit("无人的镇", area_code="510304107", kind="township")
    held = make_issued(kind="cross_check")
    send_out(held, at=NOW)
    assert {row.unit.name for row in held.receipts.all()} == {"新店镇", "新民镇"}
    (told,) = Notice.objects.filter(recipient=liaison)
    assert told.text == f"{held.number}已印发：第1号文件。请签收。"
    assert told.url == reverse("reports:reading_detail", args=[held.pk])


def test_a_document_for_leaders_is_sent_to_nobody_who_is_inspected(leader, liaison):
    held = make_issued(kind="special_report")
    send_out(held, at=NOW)
    assert not held.receipts.exists()
    assert [notice.recipient for notice in Notice.objects.all()] == [leader]


def test_a_unit_signs_once(liaison):
    held = sent(liaison)
    receipt = receive(held, by=liaison, at=NOW)
    assert (receipt.received_by, receipt.received_at) == (liaison, NOW)
    with pytest.raises(RuleBroken, match="新店镇已由周干事签收"):
        receive(held, by=liaison)


def test_a_unit_it_was_not_sent_to_does_not_sign(liaison, outsider, leader):
    held = sent(liaison)
    for person in (outsider, leader):
        with pytest.raises(RuleBroken, match="未发至您所在单位"):
            receive(held, by=person)


def test_a_withdrawn_document_is_not_signed_for(liaison):
    held = sent(liaison, state="withdrawn", withdrawn_reason="有误")
    with pytest.raises(RuleBroken, match="已撤回"):
        receive(held, by=liaison)


def test_reminding_reaches_each_unit_that_waits_once_a_day(office, liaison, outsider):
    held = sent(liaison, outsider)
    receive(held, by=outsider)
    for _ in range(2):
        assert remind(held, by=office, at=NOW) == [liaison.unit]
    assert [notice.recipient for notice in Notice.objects.all()] == [liaison]
    receive(held, by=liaison)
    with pytest.raises(RuleBroken, match="均已签收"):
        remind(held, by=office)


def test_the_panel_says_who_signed_and_is_the_offices(office, liaison, outsider):
    held = sent(liaison, outsider)
    receive(held, by=liaison)
    panel = receipts_panel(held, office)
    assert [row.unit.name for row in panel.waiting] == ["新民镇"]
    assert [row.received_by for row in panel.signed] == [liaison]
    assert panel.may_remind
    assert receipts_panel(held, liaison) is None


def test_a_unit_finds_its_own_receipt_in_the_list_and_the_office_all(
    client, office, liaison, outsider
):
    held = sent(liaison, outsider)
    for person, shown in ((liaison, {"新店镇"}), (office, {"新店镇", "新民镇"})):
        client.force_login(person)
        page = client.get(f"{reverse('reports:receipt_list')}?bulletin={held.pk}")
        assert {row[0].text for row in page.context["object_list"]} == shown


def test_signing_on_the_page_twice_is_told(client, liaison):
    held = sent(liaison)
    client.force_login(liaison)
    address = reverse("reports:reading_receive", args=[held.pk])
    client.post(address)
    client.post(address)
    told = [str(message) for message in client.get(reverse("home")).context["messages"]]
    assert told == ["新店镇已签收。", "新店镇已由周干事签收，不需重复签收。"]


def test_reminding_on_the_page_goes_back_to_where_the_button_was(client, office, liaison):
    held = sent(liaison)
    client.force_login(office)
    address = reverse("reports:bulletin_remind", args=[held.pk])
    for back in ("reading", "bulletin"):
        answer = client.post(address, {"next": back})
        assert answer.url == reverse(f"reports:{back}_detail", args=[held.pk])


def test_the_receipts_of_a_document_are_exported(
    client, office, liaison, outsider, django_capture_on_commit_callbacks
):
    held = sent(liaison, outsider)
    receive(held, by=liaison, at=NOW)
    client.force_login(office)
    with django_capture_on_commit_callbacks(execute=True):
        query = f"bulletin={held.pk}"
        client.post(reverse("accounts:export_ask", args=["receipts"]), {"query": query})
    export = Export.objects.latest("pk")
    content = b"".join(client.get(reverse("accounts:export_file", args=[export.pk])))
    rows = list(load_workbook(BytesIO(content)).active.values)
    signed = {row[0]: row[3] for row in rows if row[0] in {"新店镇", "新民镇"}}
    assert signed == {"新店镇": "已签收", "新民镇": "未签收"}
