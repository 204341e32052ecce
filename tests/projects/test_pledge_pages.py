from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Export
from projects.models import Pledge
from tests.make import COUNTY, make_area
from tests.projects.plan_cast import FIRST, SECOND, make_pledge, pdf

pytestmark = pytest.mark.django_db
SIGNED = {"signed_on": date(2016, 3, 20), "signer": "党委书记"}
LIST = "/plan/pledges/?year=2016"


@pytest.fixture(autouse=True)
def july(settings):
    settings.DEMO_TODAY = date(2016, 7, 29)


def text_of(client, address=LIST):
    return client.get(address).content.decode()


def test_the_page_tells_rates_with_both_numbers_and_what_is_late_in_red(client, verifier):
    make_pledge(FIRST, **SIGNED)
    make_pledge(f"{FIRST}201")
    client.force_login(verifier)
    text = text_of(client)
    assert "<span>已签 1</span><span>应签 1</span>" in text
    assert "<span>已签 0</span><span>应签 1</span>" in text
    assert '<span class="tone tone-red">逾期未签</span>' in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("&tier=township", 2),
        ("&tier=village", 1),
        ("&state=signed", 1),
        ("&state=unsigned", 2),
        ("&state=overdue", 1),
        (f"&area={FIRST}", 2),
    ],
)
def test_the_list_is_filtered_by_tier_state_and_place(client, verifier, query, found):
    make_pledge(FIRST, **SIGNED)
    make_pledge(f"{FIRST}201")
    make_pledge(SECOND, due_on=date(2016, 12, 31))
    client.force_login(verifier)
    answer = client.get(LIST + query)
    assert len(answer.context["object_list"]) == found
    assert '<input type="hidden" name="year" value="2016"' in answer.content.decode()


def test_the_year_s_list_is_made_in_one_step_and_again_adds_nothing(client, verifier):
    make_area(f"{FIRST}201")
    client.force_login(verifier)
    url = reverse("projects:pledge_due")
    data = {"year": 2016, "township_due_on": "2016-03-31", "village_due_on": "2016-04-30"}
    first, again = (client.post(url, data, follow=True).content.decode() for _ in range(2))
    assert "已列入2份应签责任书" in first
    assert "没有新增" in again
    assert Pledge.objects.count() == 2


def test_ticked_pledges_are_marked_and_the_filter_is_kept(client, verifier):
    rows = [make_pledge(FIRST), make_pledge(SECOND), make_pledge(f"{FIRST}201", **SIGNED)]
    client.force_login(verifier)
    data = {"pledge": [row.pk for row in rows], "signed_on": "2016-03-20", "signer": "党委书记"}
    answer = client.post(
        reverse("projects:pledge_sign"), data | {"query": "year=2016&tier=township"}
    )
    assert answer["Location"] == f"{reverse('projects:pledge_list')}?year=2016&tier=township"
    assert "已登记2份责任书签订；1份原已签订，未改动" in text_of(client)
    assert Pledge.objects.signed().count() == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"signed_on": ""}, "签订日期："),
        ({"signed_on": "2016-07-30"}, "签订日期不能晚于今天"),
        ({"pledge": ["x", "999999"]}, "请先勾选责任书"),
    ],
)
def test_what_is_wrong_with_marking_is_told_above_the_list(client, verifier, change, told):
    row = make_pledge(FIRST)
    client.force_login(verifier)
    data = {"pledge": [row.pk], "signed_on": "2016-03-20", "signer": "书记"} | change
    answer = client.post(reverse("projects:pledge_sign"), data, follow=True)
    assert told in answer.content.decode()
    assert not Pledge.objects.signed().exists()


def test_a_township_may_not_tick_another_s_village(client, liaison):
    row = make_pledge(f"{SECOND}201")
    client.force_login(liaison)
    data = {"pledge": [row.pk], "signed_on": "2016-03-20", "signer": "书记"}
    client.post(reverse("projects:pledge_sign"), data)
    assert not Pledge.objects.signed().exists()


def test_a_pledge_is_corrected_and_its_paper_shown(client, verifier, media):
    row = make_pledge(FIRST)
    client.force_login(verifier)
    data = {"signed_on": "2016-03-20", "signer": "党委书记", "file": pdf()}
    client.post(reverse("projects:pledge_set", args=[row.pk]), data)

    answer = client.get(reverse("projects:pledge_file", args=[row.pk]))

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "查看" in text_of(client)


def test_a_wrong_paper_is_refused_on_the_form(client, verifier, media):
    row = make_pledge(FIRST)
    client.force_login(verifier)
    data = {"signed_on": "2016-03-20", "signer": "书记", "file": pdf("书.pdf", b"MZ")}
    answer = client.post(reverse("projects:pledge_set", args=[row.pk]), data)
    assert "不能上传：只收JPG、PNG、WebP照片和PDF文件" in answer.content.decode()
    assert Pledge.objects.get().signed_on is None


def test_a_pledge_without_a_paper_has_no_file(client, verifier):
    row = make_pledge(FIRST)
    client.force_login(verifier)
    assert client.get(reverse("projects:pledge_file", args=[row.pk])).status_code == 404


def test_the_export_holds_what_the_list_shows(
    client, verifier, media, django_capture_on_commit_callbacks
):
    make_pledge(FIRST, **SIGNED)
    make_pledge(f"{FIRST}201")
    Pledge.objects.filter(pk=make_pledge(f"{FIRST}202").pk).update(year=2015)
    client.force_login(verifier)
    query = client.get(f"{LIST}&state=overdue&page=1").context["export_query"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:export_ask", args=["pledges"]), {"query": query})
    export = Export.objects.get()
    with export.file.open() as file:
        rows = list(load_workbook(file).active.iter_rows(values_only=True))
    assert export.serial in rows[0][0]
    assert rows[2][:4] == (2016, "乡镇→村", "乡镇105镇第201村", f"{FIRST}201")
    assert (rows[2][7], export.rows) == ("逾期未签", 1)


def test_a_leader_reads_and_marks_nothing(client, leader):
    row = make_pledge(FIRST)
    client.force_login(leader)
    assert 'id="sign-form"' not in text_of(client)
    names = [("pledge_due", []), ("pledge_sign", []), ("pledge_set", [row.pk])]
    codes = [
        client.post(reverse(f"projects:{name}", args=args)).status_code for name, args in names
    ]
    assert codes == [403] * 3


def test_the_page_asks_the_same_queries_for_any_length(client, verifier):
    client.force_login(verifier)
    make_area(COUNTY)
    counts = []
    for number in range(3):
        make_pledge(f"{COUNTY}10{number}")
        make_pledge(f"{COUNTY}10{number}201")
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_form_of_a_pledge_names_place_and_day(client, verifier):
    row = make_pledge(f"{FIRST}201")
    client.force_login(verifier)
    text = text_of(client, reverse("projects:pledge_set", args=[row.pk]))
    assert "乡镇105镇第201村 2016年责任书（2016-03-31前应签）" in text
