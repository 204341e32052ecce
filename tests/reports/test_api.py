import contextlib
from datetime import date

import pytest

from accounts.models import Job
from reports.services import assemble_bulletin, issue_bulletin
from tests.reports.month import COUNTY, DAY, JULY, fill_month

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def draft():
    fill_month()
    return assemble_bulletin(county=COUNTY, period=JULY, by=None, on=DAY)


def test_the_list_names_the_bulletins(client, office, draft):
    client.force_login(office)
    rows = client.get("/api/bulletins/", {"period": "2016-07"}).json()["results"]
    assert [(row["period"], row["state"], row["number"]) for row in rows] == [
        ("2016-07-01", "draft", "")
    ]


def test_one_bulletin_gives_its_figures_and_files(client, office, draft):
    client.force_login(office)
    body = client.get(f"/api/bulletins/{draft.pk}/").json()
    figures = {figure["key"]: figure["value"] for figure in body["figures"]}
    assert (figures["problems"], figures["last"], len(body["files"])) == (3, 2, 8)


def test_assembling_answers_with_the_job(client, office, django_capture_on_commit_callbacks):
    fill_month()
    client.force_login(office)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/api/bulletins/assemble/", {"period": "2016-07"}, JSON)
    assert response.status_code == 202
    assert Job.objects.get(pk=response.json()["job"]).state == "done"


def test_a_wrong_month_is_refused_by_field(client, office):
    client.force_login(office)
    response = client.post("/api/bulletins/assemble/", {"period": "2016-7"}, JSON)
    assert (response.status_code, list(response.json())) == (400, ["period"])


def test_issuing_numbers_the_bulletin_once(client, office, draft):
    client.force_login(office)
    address = f"/api/bulletins/{draft.pk}/issue/"
    answers = [client.post(address, {"issued_on": "2016-08-03"}, JSON) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["number"] == "目督通〔2016〕1号"


def test_a_township_gets_the_pdf_of_an_issued_one_only(client, office, liaison, draft):
    client.force_login(liaison)
    address = f"/api/bulletins/{draft.pk}/files/pdf/"
    before = client.get(address).status_code
    issue_bulletin(bulletin=draft, by=office, on=date(2016, 8, 3))
    with contextlib.closing(client.get(address)) as after:
        assert (before, after.status_code) == (404, 200)


def test_a_leader_may_not_issue(client, leader, draft):
    client.force_login(leader)
    response = client.post(f"/api/bulletins/{draft.pk}/issue/", {"issued_on": "2016-08-03"}, JSON)
    assert response.status_code == 403
