from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import AnnualTarget, PlanDocument, Pledge
from tests.make import COUNTY, make_area
from tests.projects.plan_cast import (
    FIRST,
    SECOND,
    make_plan,
    make_pledge,
    make_register,
    pdf,
)

pytestmark = pytest.mark.django_db
SIGNED = {"signed_on": "2016-03-20", "signer": "党委书记"}


@pytest.fixture(autouse=True)
def july(settings, media):
    settings.DEMO_TODAY = date(2016, 7, 29)


def send(client, address, data):
    return client.post(f"/api/{address}/", data, content_type="application/json")


def row(code, persons=9):
    return {"area_code": code, "villages": 1, "households": 2, "persons": persons}


def test_targets_are_those_inside_the_caller_s_area_by_year_and_level(client, liaison):
    make_plan()
    client.force_login(liaison)
    results = client.get("/api/targets/?year=2016&level=township").json()["results"]
    assert [(each["area_code"], each["persons"]) for each in results] == [(FIRST, 1500)]


def test_a_township_hands_targets_down_as_on_its_page(client, liaison):
    make_area(f"{FIRST}201")
    make_area(f"{SECOND}201")
    client.force_login(liaison)

    done = send(client, "targets/set", {"year": 2016, "rows": [row(f"{FIRST}201")]})
    own = send(client, "targets/set", {"year": 2016, "rows": [row(FIRST)]})
    other = send(client, "targets/set", {"year": 2016, "rows": [row(f"{SECOND}201")]})
    twice = send(client, "targets/set", {"year": 2016, "rows": [row(f"{FIRST}201")] * 2})

    assert (done.status_code, done.json()[0]["persons"]) == (200, 9)
    assert (own.status_code, own.json()["code"]) == (409, "target_from_above")
    assert (other.status_code, twice.status_code) == (404, 400)
    assert AnnualTarget.objects.count() == 1


def test_villages_are_filled_from_the_register(client, liaison):
    make_register()
    client.force_login(liaison)
    done = send(client, "targets/fill", {"year": 2016, "area_code": FIRST})
    other = send(client, "targets/fill", {"year": 2016, "area_code": SECOND})
    assert [each["persons"] for each in done.json()] == [1500]
    assert other.status_code == 404


def test_pledges_are_listed_signed_and_corrected(client, verifier):
    make_area(f"{FIRST}201")
    client.force_login(verifier)
    days = {"township_due_on": "2016-03-31", "village_due_on": "2016-04-30"}

    assert send(client, "pledges/due", {"year": 2016} | days).json() == {"count": 2}
    late = client.get("/api/pledges/?year=2016&state=overdue").json()["results"]
    numbers = [each["id"] for each in late]
    assert send(client, "pledges/sign", {"pledges": numbers} | SIGNED).json() == {"count": 2}
    answer = client.post(f"/api/pledges/{numbers[0]}/set/", SIGNED | {"file": pdf()})

    assert answer.json()["has_file"] is True
    assert client.get("/api/pledges/?tier=village&state=signed").json()["count"] == 1


def test_a_pledge_of_another_township_is_not_there(client, liaison):
    pledge = make_pledge(f"{SECOND}201")
    client.force_login(liaison)
    answer = send(client, "pledges/sign", {"pledges": [pledge.pk]} | SIGNED)
    assert (answer.status_code, answer.json()["code"]) == (409, "pledge_none")
    assert send(client, f"pledges/{pledge.pk}/set", SIGNED).status_code == 404
    assert not Pledge.objects.signed().exists()


def test_a_plan_is_uploaded_replaced_and_handed_out(client, liaison):
    make_area(FIRST)
    client.force_login(liaison)
    data = {"area_code": FIRST, "year": 2016, "title": "规划", "dated_on": "2016-03-01"}

    first = client.post("/api/plan-documents/", data | {"file": pdf()})
    client.post("/api/plan-documents/", data | {"title": "修订", "file": pdf()})
    other = client.post("/api/plan-documents/", data | {"area_code": SECOND, "file": pdf()})

    assert (first.status_code, other.status_code) == (201, 404)
    current = client.get("/api/plan-documents/?current=true").json()["results"]
    assert [each["title"] for each in current] == ["修订"]
    file = client.get(f"/api/plan-documents/{first.json()['id']}/file/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert PlanDocument.objects.count() == 2


@pytest.mark.parametrize("name", ["targets", "pledges", "plan-documents", "programmes"])
def test_the_lists_ask_the_same_queries_for_any_length(client, verifier, name):
    client.force_login(verifier)
    counts = []
    for number in range(3):
        code = f"{COUNTY}10{number}"
        make_pledge(code)
        AnnualTarget.objects.create(area_code=code, year=2016)
        PlanDocument.objects.create(
            area_code=code,
            year=2016,
            title="规划",
            dated_on=date(2016, 3, 1),
            sha256="0" * 64,
            uploaded_by=verifier,
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/{name}/")
        counts.append(len(queries))
    assert counts[0] == counts[2]
