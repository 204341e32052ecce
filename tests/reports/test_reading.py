from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from reports.models import Bulletin
from reports.search import search_text_of
from reports.services import assemble_bulletin
from reports.services.receipts import receive
from tests.reports.documents import issued
from tests.reports.month import COUNTY, DAY, JULY, fill_month
from tests.reports.reading_cast import TODAY, instruct, make_issued, sent
from tests.reports.samples import BULLETIN

pytestmark = pytest.mark.django_db
LIST = reverse("reports:reading_list")


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY


def found(client, query="") -> list[int]:
    """Give the documents the list shows under these filters."""
    return [row.serial for row in client.get(f"{LIST}?{query}").context["object_list"]]


def search(client, words) -> list[int]:
    answer = client.post(LIST, {"q": words})
    assert words not in answer.url
    return [row.serial for row in client.get(f"{LIST}{answer.url}").context["object_list"]]


def test_the_search_text_holds_everything_printed():
    text = search_text_of(BULLETIN)
    for words in (
        "目督通〔2016〕7号",
        "一、总体情况",
        "长塝村",
        "督查问题清单",
        "漏填",
        "2016年8月3日",
    ):
        assert words in text


def test_a_unit_finds_what_went_out_and_is_not_for_leaders_only(client, liaison, leader):
    make_issued(1, kind="cross_check")
    make_issued(2, kind="special_report")
    make_issued(3, kind="cross_check", state="numbered")
    make_issued(4, kind="cross_check", state="withdrawn", withdrawn_reason="有误")
    for person, shown in ((liaison, [4, 1]), (leader, [4, 2, 1])):
        client.force_login(person)
        assert found(client) == shown


def test_years_stand_one_below_the_other(client, leader):
    make_issued(1, year=2015, issued_on=date(2015, 12, 30))
    for serial in (2, 3):
        make_issued(serial)
    client.force_login(leader)
    page = client.get(LIST).content.decode()
    heads = [part.split("<")[0] for part in page.split('class="reading-year">')[1:]]
    assert heads == ["2016年", "2015年"]
    assert found(client, "year=2015") == [1]
    assert found(client, "year=nought") == []


def test_the_list_is_narrowed_by_receipt_and_instruction(client, leader, liaison, outsider):
    first, second = sent(liaison, serial=1), sent(liaison, serial=2)
    sent(outsider, serial=3)
    receive(first, by=liaison)
    instruct(second, leader, liaison)
    client.force_login(liaison)
    assert found(client, "receipt=waiting") == [2]
    assert found(client, "receipt=received") == [1]
    assert found(client, "instructed=1") == [2]
    client.force_login(outsider)
    assert found(client, "instructed=1") == []


def test_every_word_is_looked_for_in_title_and_text(client, leader):
    make_issued(1, search_text="团结镇扶贫手册漏填", title="七月通报")
    make_issued(2, search_text="团结镇帮扶措施", title="八月通报")
    client.force_login(leader)
    assert search(client, "团结镇") == [2, 1]
    assert search(client, "团结镇 手册") == [1]
    assert search(client, "八月") == [2]
    assert search(client, "八\0月") == [2]


def test_a_search_of_another_session_finds_nothing(client, leader):
    make_issued()
    client.force_login(leader)
    assert found(client, "search=lost") == []


@pytest.mark.parametrize("documents", [1, 3])
def test_the_list_asks_the_same_queries_for_any_length(
    client, liaison, leader, documents, django_assert_num_queries
):
    for serial in range(1, documents + 1):
        instruct(sent(liaison, serial=serial), leader, liaison)
    client.force_login(liaison)
    client.get(LIST)

    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.fixture
def bulletin(roles, liaison) -> Bulletin:
    fill_month()
    return issued(assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY))


def test_an_issued_bulletin_is_read_signed_for_and_found(client, bulletin, liaison):
    client.force_login(liaison)
    address = reverse("reports:reading_detail", args=[bulletin.pk])
    page = client.get(address)
    words = page.content.decode()
    assert "现将" in words
    assert page.context["to_sign"]
    kinds = [file.kind for file in page.context["files"]]
    assert kinds[:2] == ["pdf", "docx"]

    client.post(reverse("reports:reading_receive", args=[bulletin.pk]))
    signed = client.get(address)
    assert (signed.context["to_sign"], signed.context["mine"].received_by) == (False, liaison)

    assert search(client, bulletin.number) == [bulletin.serial]
    Bulletin.objects.update(search_text="")
    call_command("fill_search_text", verbosity=0)
    assert search(client, bulletin.number) == [bulletin.serial]


def test_a_correction_and_what_it_corrects_lead_to_each_other(client, bulletin, leader):
    later = make_issued(9, kind="supplement", corrects=bulletin, facts=bulletin.facts)
    client.force_login(leader)
    page = client.get(reverse("reports:reading_detail", args=[bulletin.pk])).content.decode()
    assert f'已由<a href="{reverse("reports:reading_detail", args=[later.pk])}"' in page
