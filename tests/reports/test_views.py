from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Job, Role
from reports.ledgers.month import LEDGERS
from reports.models import Bulletin
from reports.services import assemble_bulletin
from tests.make import make_user
from tests.reports.documents import issued
from tests.reports.month import COUNTY, DAY, JULY, fill_month

pytestmark = pytest.mark.django_db
PAGES = ["home", "reports:dashboard", "reports:bulletin_list", "reports:ledger_list"]


@pytest.fixture
def draft():
    fill_month()
    return assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY)


def address(name: str, bulletin: Bulletin, *more: str) -> str:
    return reverse(f"reports:{name}", args=[bulletin.pk, *more])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("filled", [True, False])
def test_pages_open_for_the_office_with_and_without_a_month(client, office, name, filled):
    if filled:
        fill_month()
    client.force_login(office)
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_opens_for_every_role(client, roles, role):
    fill_month()
    client.force_login(make_user(role))
    assert client.get(reverse("home")).status_code == 200


def test_the_dashboard_links_each_number_to_its_list(client, leader):
    fill_month()
    client.force_login(leader)
    page = client.get(reverse("reports:dashboard")).content.decode()
    assert "/inspections/problems/?area=510304&amp;period=2016-07&amp;open=1" in page
    assert '<strong data-number="visited_household">6</strong>' in page


def test_a_month_that_is_no_month_is_not_found(client, leader):
    client.force_login(leader)
    assert client.get(reverse("reports:dashboard"), {"period": "2016-13"}).status_code == 404


def test_the_draft_stands_beside_its_facts(client, office, draft):
    client.force_login(office)
    page = client.get(address("bulletin_detail", draft)).content.decode()
    assert "草稿（未签发）" in page
    assert "减贫实施方案未制定。涉及新店镇、新民镇" in page
    assert 'data-number="problems_common">2</a>' in page


def test_a_township_reads_only_issued_bulletins(client, office, liaison, draft):
    client.force_login(liaison)
    before = client.get(address("bulletin_detail", draft)).status_code
    issued(draft, by=office)
    after = client.get(address("bulletin_detail", draft)).status_code
    assert (before, after) == (404, 200)


def test_a_township_gets_the_document_but_no_ledger(client, office, liaison, draft):
    issued(draft, by=office)
    client.force_login(liaison)
    kinds = ["pdf", "docx", "district", "nothing"]
    codes = []
    for kind in kinds:
        response = client.get(address("bulletin_file", draft, kind))
        b"".join(response)  # a file that is read to its end is closed
        codes.append(response.status_code)
    assert codes == [200, 200, 404, 404]


def test_a_file_comes_under_its_name_and_as_it_was_made(client, office, draft):
    client.force_login(office)
    response = client.get(address("bulletin_file", draft, "docx"))
    sent = b"".join(response.streaming_content)
    assert sent[:2] == b"PK"
    assert "attachment" in response["Content-Disposition"]


def test_the_office_drafts_from_the_page(
    client, office, settings, django_capture_on_commit_callbacks
):
    fill_month()
    client.force_login(office)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("reports:bulletin_assemble"), {"period": "2016-07"})
    job = Job.objects.get(kind="assemble_bulletin")
    assert response.url == reverse("accounts:job", args=[job.pk])
    assert (job.state, job.progress) == ("done", 100)
    assert client.get(job.url).url == address("bulletin_detail", Bulletin.objects.get())


def test_a_month_that_was_not_planned_fails_with_its_reason(
    client, office, django_capture_on_commit_callbacks
):
    client.force_login(office)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:bulletin_assemble"), {"period": "2015-01"})
    job = Job.objects.get(kind="assemble_bulletin")
    assert (job.state, job.error) == (
        "failed",
        "2015年1月没有督查期次，不能汇总。请先制定期次。",
    )


def test_a_leader_neither_drafts_nor_sends_to_review(client, leader, draft):
    client.force_login(leader)
    codes = [
        client.post(reverse("reports:bulletin_assemble"), {"period": "2016-07"}).status_code,
        client.post(address("bulletin_submit", draft)).status_code,
    ]
    assert codes == [403, 403]


@pytest.mark.parametrize("slug", [ledger.slug for ledger in LEDGERS])
def test_every_ledger_is_shown_and_downloaded(client, office, slug):
    fill_month()
    client.force_login(office)
    shown = client.get(reverse("reports:ledger_detail", args=[slug]))
    sent = client.get(reverse("reports:ledger_download", args=[slug]))
    assert shown.status_code == 200
    assert openpyxl.load_workbook(BytesIO(sent.content)).sheetnames


def test_a_ledger_is_kept_from_who_does_not_keep_it(client, roles):
    fill_month()
    client.force_login(make_user(Role.ORGANISATION_DEPT))
    slugs = ["first-secretary", "posting", "district", "unknown"]
    codes = [
        client.get(reverse("reports:ledger_detail", args=[slug])).status_code for slug in slugs
    ]
    assert codes == [200, 403, 200, 404]


def test_an_issued_month_shows_its_frozen_facts(client, office, draft):
    issued(draft, by=office)
    client.force_login(office)
    page = client.get(reverse("reports:ledger_detail", args=["problems"])).content.decode()
    assert "数据截至2016年7月28日" in page
