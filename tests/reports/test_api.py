import contextlib

import pytest

from accounts.models import Job
from reports.services import assemble_bulletin
from tests.make import make_unit
from tests.reports.documents import issued, make_draft, two_people, walked
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
    assert (figures["problems"], figures["last"], len(body["files"])) == (
        3,
        2,
        draft.files.count(),
    )


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


def test_a_document_goes_its_way_through_the_api(client, office, liaison):
    held, signer = make_draft(), two_people()[1]
    way = [
        (office, "submit", {}),
        (signer, "review", {"units": [], "opinion": "同意"}),
        (signer, "sign", {"on": "2016-08-03"}),
        (office, "number", {}),
        (office, "issue", {}),
        (liaison, "receive", {}),
        (office, "archive", {}),
    ]
    states = []
    for user, act, given in way:
        client.force_login(user)
        answer = client.post(f"/api/bulletins/{held.pk}/{act}/", given, JSON)
        states.append(answer.json()["state"])
    told = client.get(f"/api/bulletins/{held.pk}/").json()
    assert states == ["review", "signing", "signed", "numbered", "issued", "issued", "archived"]
    assert (told["number"], len(told["steps"])) == ("目督通〔2016〕1号", 6)
    assert [row["received_by"] for row in told["receipts"]] == ["周干事"]


def test_what_the_way_forbids_is_a_conflict_with_its_reason(client, office):
    held = make_draft()
    client.force_login(office)
    answers = [
        client.post(f"/api/bulletins/{held.pk}/{act}/", given, JSON)
        for act, given in (("issue", {}), ("submit", {}), ("review", {}))
    ]
    assert [answer.status_code for answer in answers] == [409, 200, 409]
    assert answers[2].json()["code"] == "own_document"


def test_an_edition_that_was_not_read_is_not_passed_on(client, office):
    held = walked(make_draft(), "review")
    client.force_login(two_people()[1])
    codes = []
    for seen in (held.edition + 1, held.edition):
        answer = client.post(f"/api/bulletins/{held.pk}/review/", {"edition": seen}, JSON)
        codes.append(answer.json().get("code", answer.json().get("state")))
    assert codes == ["another_edition", "signing"]


def test_a_unit_of_another_county_is_not_known(client, office):
    other = make_unit("别县办", area_code="510311")
    held = walked(make_draft(), "review")
    client.force_login(office)
    answer = client.post(f"/api/bulletins/{held.pk}/review/", {"units": [other.pk]}, JSON)
    assert (answer.status_code, list(answer.json())) == (400, ["units"])


def test_a_township_reads_neither_opinions_nor_other_units_receipts(client, liaison, outsider):
    held = issued(make_draft())
    client.force_login(liaison)
    told = client.get(f"/api/bulletins/{held.pk}/").json()
    assert (told["steps"], told["countersigns"]) == ([], [])
    assert [row["unit_name"] for row in told["receipts"]] == ["新店镇"]


def test_a_township_gets_the_pdf_of_an_issued_one_only(client, office, liaison, draft):
    client.force_login(liaison)
    address = f"/api/bulletins/{draft.pk}/files/pdf/"
    before = client.get(address).status_code
    issued(draft, by=office)
    with contextlib.closing(client.get(address)) as after:
        assert (before, after.status_code) == (404, 200)


def test_a_leader_may_not_issue(client, leader, draft):
    client.force_login(leader)
    response = client.post(f"/api/bulletins/{draft.pk}/issue/", {}, JSON)
    assert response.status_code == 403
