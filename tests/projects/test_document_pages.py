from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import PlanDocument
from tests.make import COUNTY, make_area, make_household
from tests.projects.plan_cast import FIRST, SECOND, pdf

pytestmark = pytest.mark.django_db
BOARD = "/plan/documents/?year=2016"


@pytest.fixture(autouse=True)
def house(settings, media):
    settings.DEMO_TODAY = date(2016, 7, 29)


def place(code=FIRST, year=2016):
    return reverse("projects:document_place", args=[year, code])


def add(code=FIRST):
    return reverse("projects:document_add", args=[2016, code])


def upload(client, code=FIRST, title="新店镇规划"):
    data = {"title": title, "dated_on": "2016-03-01", "file": pdf()}
    return client.post(add(code), data, follow=True)


def test_the_board_counts_and_leads_to_what_is_missing(client, verifier):
    village = make_area(f"{FIRST}201", is_poor=True)
    make_household(village)
    client.force_login(verifier)
    upload(client)

    text = client.get(BOARD).content.decode()
    villages = client.get(f"/plan/documents/missing/?year=2016&area={FIRST}&level=village")
    unmeasured = f"/register/?area={FIRST}&measure=none"
    households = client.get(unmeasured)

    assert "<span>1 / 1</span><span>缺 0</span>" in text
    assert text.count("<span>0 / 1</span><span>缺 1</span>") == 2
    assert f"documents/missing/?year=2016&amp;area={FIRST}&amp;level=village" in text
    assert [row.code for row in villages.context["object_list"]] == [village.code]
    assert unmeasured.replace("&", "&amp;") in text
    assert len(households.context["object_list"]) == 1


def test_a_new_file_is_shown_and_the_old_stays_in_history(client, liaison):
    make_area(FIRST)
    client.force_login(liaison)
    upload(client)
    text = upload(client, title="新店镇规划（修订）").content.decode()

    assert text.index("新店镇规划（修订）") < text.index("历史文件")
    old = PlanDocument.objects.exclude(replaced_by=None).get()
    answer = client.get(reverse("projects:document_file", args=[old.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "%E6%96%B0" in answer["Content-Disposition"]


def test_a_refused_file_is_told_on_the_form(client, liaison):
    make_area(FIRST)
    client.force_login(liaison)
    data = {"title": "规划", "dated_on": "2016-03-01", "file": pdf("规划.pdf", b"MZ")}
    assert "不能上传" in client.post(add(), data).content.decode()
    assert not PlanDocument.objects.exists()


def test_a_village_is_led_to_its_own_page_and_uploads_there(client, village_officer):
    client.force_login(village_officer)
    answer = client.get("/plan/documents/", follow=True)
    assert answer.redirect_chain == [(place(f"{FIRST}201"), 302)]
    upload(client, f"{FIRST}201", "村方案")
    assert PlanDocument.objects.get().area_code == f"{FIRST}201"


def test_another_township_s_place_and_file_are_not_found(client, verifier, liaison):
    make_area(SECOND)
    client.force_login(verifier)
    upload(client, SECOND)
    row = PlanDocument.objects.get()
    client.force_login(liaison)
    assert client.get(place(SECOND)).status_code == 404
    assert upload(client, SECOND).status_code == 404
    assert client.get(reverse("projects:document_file", args=[row.pk])).status_code == 404


def test_a_leader_reads_and_uploads_nothing(client, leader):
    make_area(FIRST)
    client.force_login(leader)
    assert "上传新的文件" not in client.get(place()).content.decode()
    assert upload(client).status_code == 403


@pytest.mark.parametrize("path", ["", "missing/"])
def test_the_pages_ask_the_same_queries_for_any_length(client, verifier, path):
    client.force_login(verifier)
    make_area(COUNTY)
    counts = []
    for number in range(3):
        make_household(make_area(f"{COUNTY}10{number}201"))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/plan/documents/{path}?year=2016")
        counts.append(len(queries))
    assert counts[0] == counts[2]
