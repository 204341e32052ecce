"""A withdrawn document in 阅文: its number and reason stay to find, text and files do not."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import Notice
from reports.models import Bulletin
from reports.services import withdraw_bulletin
from tests.make import NOW
from tests.reports.documents import make_draft as make_short
from tests.reports.documents import two_people, walked
from tests.reports.reading_cast import TODAY, instruct, make_issued, sent

pytestmark = pytest.mark.django_db
LIST = reverse("reports:reading_list")
TOLD = "牛佛镇挪用资金"
REASON = "表三有误"


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY


def address(held: Bulletin, page: str = "reading_detail", *more: str) -> str:
    return reverse(f"reports:{page}", args=[held.pk, *more])


def withdrawn(*people, **fields) -> Bulletin:
    """Make a document that was sent to the units of these people and taken back."""
    plain = {"search_text": TOLD, "passages": [{"text": TOLD}], "facts": {"told": TOLD}}
    told = {"state": "withdrawn", "withdrawn_reason": REASON}
    held = sent(*people, **plain | told | fields)
    file = ContentFile(TOLD.encode(), name="a.pdf")
    held.files.create(kind="pdf", name="通报.pdf", file=file, sha256="0" * 64)
    return held


def test_whoever_it_was_sent_to_finds_its_number_and_reason_only(client, liaison):
    held = withdrawn(liaison)
    client.force_login(liaison)
    listed = client.get(LIST)
    line = listed.content.decode()
    assert [(row.pk, row.mine) for row in listed.context["object_list"]] == [(held.pk, "")]
    assert "已撤回" in line
    page = client.get(address(held)).content.decode()
    assert (held.number in page, REASON in page) == (True, True)
    assert TOLD not in line + page
    assert "通报.pdf" not in page
    assert address(held, "bulletin_file", "pdf") not in page


def test_its_text_and_files_stay_hidden_from_a_unit(client, liaison):
    held = withdrawn(liaison)
    client.force_login(liaison)
    closed = [
        client.get(address(held, "bulletin_detail")),
        client.get(address(held, "bulletin_file", "pdf")),
        client.get(f"{address(held, 'bulletin_file', 'pdf')}?inline=1"),
        client.post(address(held, "reading_receive")),
        client.get(f"/api/bulletins/{held.pk}/"),
    ]
    assert [answer.status_code for answer in closed] == [404] * len(closed)
    assert held.receipts.get().received_at is None


def test_a_search_does_not_tell_what_it_said(client, liaison):
    held = withdrawn(liaison)
    client.force_login(liaison)
    for words, shown in ((TOLD, []), (held.title, [held.pk])):
        answer = client.post(LIST, {"q": words})
        rows = client.get(f"{LIST}{answer.url}").context["object_list"]
        assert [row.pk for row in rows] == shown


def test_what_never_went_out_or_is_for_leaders_stays_unknown_to_a_unit(
    client, liaison, outsider, leader
):
    never = withdrawn(serial=1, issued_at=None)
    secret = withdrawn(liaison, serial=2, kind="special_report")
    about = withdrawn(liaison, serial=3, kind="supplement", corrects=secret)
    client.force_login(liaison)
    for held in (never, secret, about):
        assert client.get(address(held)).status_code == 404
    assert list(client.get(LIST).context["object_list"]) == []
    client.force_login(leader)
    assert client.get(address(never)).status_code == 404
    page = client.get(address(secret)).content.decode()
    assert (REASON in page, TOLD in page) == (True, False)


def test_the_notice_of_the_withdrawal_leads_there(client, liaison, roles):
    held = walked(make_short(), "issued")
    withdraw_bulletin(bulletin=held, by=two_people()[0], reason=REASON, at=NOW)
    told = Notice.objects.filter(recipient=liaison, text__contains="已撤回").get()
    client.force_login(liaison)
    page = client.get(told.url)
    assert (page.status_code, REASON in page.content.decode()) == (200, True)


def test_an_instruction_still_names_the_withdrawn_document(client, liaison, leader):
    held = make_issued(7, kind="cross_check")
    asked = instruct(held, leader, liaison)
    Bulletin.objects.update(state="withdrawn", withdrawn_reason=REASON)
    client.force_login(liaison)
    page = client.get(reverse("reports:instruction_detail", args=[asked.pk])).content.decode()
    assert (address(held) in page, "已撤回" in page) == (True, True)
