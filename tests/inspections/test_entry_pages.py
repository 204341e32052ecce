"""The pages and the API of entering problems."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.models import Problem, ProblemUpload
from inspections.services.problem_sources import load_problem_sources, read_sources_file
from tests.inspections.problem_cast import photo
from tests.inspections.upload_cast import GOOD, sheet
from tests.make import (
    COUNTY,
    make_area,
    make_category,
    make_household,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
NEW = "inspections:problem_new"
VILLAGE = f"{COUNTY}105201"


@pytest.fixture(autouse=True)
def district(roles, settings, tmp_path):
    settings.DEMO_TODAY = date(2016, 7, 20)
    settings.MEDIA_ROOT = tmp_path
    load_problem_sources(rows=read_sources_file())
    make_area(f"{COUNTY}105", "新店镇")
    make_unit("新店镇", area_code=f"{COUNTY}105", kind="township")
    make_category()
    return make_area(VILLAGE, "和平村")


def typed(**fields):
    given = {"place": VILLAGE, "fact": "村道破损", "source": "audit", "found_on": "2016-07-12"}
    return given | {"category": make_category().pk, "entry_key": "k1"} | fields


def test_a_page_posted_twice_leads_to_one_problem_with_its_photo(client, office):
    client.force_login(office)
    answers = [client.post(reverse(NEW), typed(photos=[photo()])) for _ in range(2)]
    problem = Problem.objects.get()
    assert {answer.url for answer in answers} == {
        reverse("inspections:problem_detail", args=[problem.pk])
    }
    (stored,) = problem.photos.all()
    shown = client.get(reverse("inspections:attachment", args=[stored.pk]))
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")


def test_a_refusal_keeps_what_was_typed_and_stores_no_file(client, office):
    client.force_login(office)
    answer = client.post(reverse(NEW), typed(found_on="2016-07-21", photos=[photo()]))
    assert "晚于今天" in answer.content.decode()
    assert answer.context["form"]["fact"].value() == "村道破损"
    assert not Problem.objects.exists()


def test_a_household_is_found_by_its_number_and_shown_masked(client, office, district):
    make_household(district, head_name="李文秀", household_no=f"{VILLAGE}0007")
    client.force_login(office)
    client.post(reverse(NEW), typed(place="", household=f"{VILLAGE}0007"))
    assert Problem.objects.get().subject_name == "李某某（户0007）"


def test_householders_of_one_name_are_asked_about_without_their_names(client, office, district):
    for number in ("0007", "0008"):
        make_household(district, head_name="李文秀", household_no=f"{VILLAGE}{number}")
    client.force_login(office)
    answer = client.post(reverse(NEW), typed(household="李文秀"))
    (told,) = answer.context["form"].errors["household"]
    assert told.startswith("同名的有几户，请填户编号：李某某（户0007）编号")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"place": ""}, "place"),
        ({"category": ""}, "category"),
        ({"source": ""}, "source"),
        ({"household": "不存在"}, "household"),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, office, fields, wrong):
    client.force_login(office)
    answer = client.post(reverse(NEW), typed(**fields))
    assert list(answer.context["form"].errors) == [wrong]


def test_a_township_is_offered_its_own_villages_and_its_own_findings(client):
    make_area(f"{COUNTY}106201", "别村")
    client.force_login(make_user(Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}105"))
    page = client.get(reverse(NEW))
    assert "和平村" in page.content.decode()
    assert "别村" not in page.content.decode()
    assert "department" not in page.context["form"].fields
    answer = client.post(reverse(NEW), typed())
    assert list(answer.context["form"].errors) == ["source"]


def test_a_list_is_uploaded_looked_at_and_entered_on_its_pages(client, office):
    client.force_login(office)
    sent = client.post(reverse("inspections:problem_upload_new"), {"file": sheet(GOOD)})
    upload = ProblemUpload.objects.get()
    assert sent.url == reverse("inspections:problem_upload_detail", args=[upload.pk])
    assert "新店镇和平村" in client.get(sent.url).content.decode()
    client.post(reverse("inspections:problem_upload_apply", args=[upload.pk]))
    assert Problem.objects.get().upload == upload
    again = client.post(reverse("inspections:problem_upload_new"), {"file": sheet(GOOD)})
    assert "已登记过" in client.get(again.url).content.decode()


def test_a_file_that_is_no_list_is_refused_on_the_page(client, office):
    client.force_login(office)
    answer = client.post(reverse("inspections:problem_upload_new"), {"file": photo()})
    assert "不是表格文件" in answer.content.decode()


def test_another_townships_list_is_not_there(client, office):
    client.force_login(office)
    client.post(reverse("inspections:problem_upload_new"), {"file": sheet(GOOD)})
    upload = ProblemUpload.objects.get()
    client.force_login(make_user(Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}106"))
    for name in ("detail", "apply", "drop"):
        address = reverse(f"inspections:problem_upload_{name}", args=[upload.pk])
        assert client.post(address).status_code in {404, 405}
        assert client.get(address).status_code in {404, 405}


def test_the_api_enters_a_problem_once_by_its_key(client, office):
    client.force_login(office)
    answers = [
        client.post(reverse("problems-list"), typed(), content_type="application/json")
        for _ in range(2)
    ]
    assert [answer.json().get("number") for answer in answers] == [f"{COUNTY}-201607-001"] * 2
    assert answers[0].json()["id"] == answers[1].json()["id"] == Problem.objects.get().pk
    wrong = client.post(
        reverse("problems-list"), typed(place="1", entry_key="k2"), content_type="application/json"
    )
    assert (wrong.status_code, list(wrong.json())) == (400, ["place"])


def test_anothers_key_opens_nothing_of_his(client, office):
    client.force_login(office)
    client.post(reverse(NEW), typed())
    his = Problem.objects.get()
    stranger = make_user(Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}105")
    client.force_login(stranger)
    mine = typed(source="self_check", entry_key=his.entry_key[-32:])
    answer = client.post(reverse("problems-list"), mine, content_type="application/json")
    assert (answer.status_code, answer.json()["source"]) == (201, "self_check")
    assert Problem.objects.count() == 2


@pytest.mark.parametrize("key", ["self-check-7", f"row-{'0' * 36}"])
def test_nobody_takes_the_key_of_a_self_check_or_a_list(client, office, key):
    client.force_login(office)
    client.post(reverse("problems-list"), typed(entry_key=key), content_type="application/json")
    assert not Problem.objects.filter(entry_key=key).exists()


def test_the_api_takes_a_list_and_enters_it(client, office):
    client.force_login(office)
    sent = client.post(reverse("problem-uploads-list"), {"file": sheet(GOOD)})
    assert (sent.status_code, sent.json()["complaints"]) == (201, [])
    address = reverse("problem-uploads-apply", args=[sent.json()["id"]])
    assert client.post(address).json()["state"] == "applied"
    again = client.post(address)
    assert (again.status_code, Problem.objects.count()) == (409, 1)
