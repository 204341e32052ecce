import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent, Job, Role
from households.models import Household, Member, Posting, RegisterBatch
from tests.households import sheets
from tests.make import make_area, make_household, make_user

pytestmark = pytest.mark.django_db
LISTS = ("household_list", "area_list")


def page(name, *args):
    return reverse(f"households:{name}", args=args)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_queries_for_any_length(client, verifier, name):
    client.force_login(verifier)
    counts = []
    for village in ("201", "202", "203"):
        make_household(make_area(f"510304105{village}", is_poor=True))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(name))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_townships_sums_equal_their_parts(client, verifier):
    make_household(make_area("510304105201", is_poor=True), person_count=3)
    make_household(make_area("510304105202"), person_count=2)
    make_household(make_area("510304106201"), person_count=4)
    client.force_login(verifier)

    context = client.get(page("area_list")).context

    assert [(line.villages, line.persons) for line in context["townships"]] == [(2, 5), (1, 4)]
    total = context["total"]
    assert (total.villages, total.poor_villages, total.households, total.persons) == (3, 1, 3, 9)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("area=510304105", 2),
        ("area=510304105201", 1),
        ("planned_exit_year=2016", 1),
        ("measure=medical", 1),
        ("cause=schooling", 1),
        ("without_helper=1", 2),
        ("without_helper=0", 1),
        ("status=relapsed", 0),
    ],
)
def test_households_are_filtered(client, verifier, query, found):
    first = make_household(make_area("510304105201"), planned_exit_year=2016, cause="schooling")
    first.helpers.create(area_code=first.area_code, name="王五", starts_on="2016-01-01")
    make_household(make_area("510304105202"), measure="medical")
    make_household(make_area("510304106201"))
    client.force_login(verifier)

    response = client.get(f"{page('household_list')}?{query}")

    assert response.context["page_obj"].paginator.count == found


def test_a_township_sees_its_own_and_another_s_household_is_not_found(client, liaison):
    own = make_household(make_area("510304105201"))
    other = make_household(make_area("510304106201"))
    client.force_login(liaison)

    assert client.get(page("household_detail", own.household_no)).status_code == 200
    hidden = client.get(page("household_detail", other.household_no))
    missing = client.get(page("household_detail", "9"))
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
    assert client.get(page("village_detail", other.area_code)).status_code == 404


def test_an_administrator_sees_no_households(client, roles):
    make_household()
    client.force_login(make_user(Role.ADMIN))

    assert client.get(page("household_list")).status_code == 403


def test_the_file_of_a_household_shows_masked_numbers(client, verifier):
    household = make_household()
    number = household.members.get().identity_number
    client.force_login(verifier)

    text = client.get(page("household_detail", household.household_no)).content.decode()

    assert number not in text
    assert f"{number[:6]}***" in text
    assert "李四" in text


def test_a_leader_reads_the_householder_masked(client, leader):
    household = make_household()
    client.force_login(leader)

    for url in (page("household_list"), page("household_detail", household.household_no)):
        text = client.get(url).content.decode()
        assert "李某某" in text
        assert "李四" not in text


def test_one_number_is_shown_for_a_reason_and_leaves_a_trace(client, verifier):
    member = Member.objects.get(household=make_household())
    url = page("member_unmask", member.household.household_no, member.pk)
    client.force_login(verifier)

    assert "请写明查看事由" in client.post(url, {"reason": "看看"}).content.decode()
    shown = client.post(url, {"reason": "核对医疗救助发放名单"}).content.decode()

    assert member.identity_number in shown
    event = AuditEvent.objects.get(action="unmask_identity")
    assert (event.actor, event.detail) == (verifier, {"reason": "核对医疗救助发放名单"})


def test_a_leader_may_not_unmask(client, leader):
    member = Member.objects.get(household=make_household())
    client.force_login(leader)
    url = page("member_unmask", member.household.household_no, member.pk)
    assert client.post(url, {"reason": "核对名单核对名单"}).status_code == 403


def test_the_village_page_shows_the_five_posts_and_sets_one(client, verifier):
    village = make_area("510304105201", is_poor=True)
    client.force_login(verifier)
    assert client.get(page("village_detail", village.code)).content.decode().count("未落实") == 5

    form = {"post": "first_secretary", "person_name": "赵一", "starts_on": "2016-07-01"}
    client.post(page("posting_set", village.code), form)

    assert Posting.objects.get().person_name == "赵一"
    assert client.get(page("village_detail", village.code)).content.decode().count("未落实") == 4


def test_the_helper_is_set_on_the_household_s_page(client, liaison):
    household = make_household(make_area("510304105201"))
    client.force_login(liaison)

    client.post(
        page("pairing_set", household.household_no), {"name": "王五", "starts_on": "2016-07-01"}
    )

    assert household.helpers.get().name == "王五"


def test_the_export_holds_what_the_list_holds_and_no_formula(client, leader, verifier):
    make_household(head_name="=1+1")
    make_household(make_area("510304106201"))
    client.force_login(verifier)

    content = client.get(f"{page('household_export')}?area=510304105").content

    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows())
    assert [cell.data_type for cell in rows[2]].count("f") == 0
    assert (len(rows), rows[2][4].value) == (3, "=1+1")
    assert AuditEvent.objects.get(action="export_households").detail == {"rows": 1}


@pytest.fixture
def upload(client, areas, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(rows, **options):
        path = sheets.write(tmp_path / "底册.xlsx", rows, **options)
        with path.open("rb") as file:
            return client.post(page("batch_upload"), {"file": file, "income_year": 2015})

    return run


def test_a_township_uploads_previews_and_applies(
    client, liaison, upload, django_capture_on_commit_callbacks
):
    client.force_login(liaison)
    response = upload(sheets.household(1))
    batch = RegisterBatch.objects.get()
    assert response.url == page("batch_detail", batch.pk)
    assert "应用到底册" in client.get(response.url).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("batch_apply", batch.pk))

    assert (Household.objects.count(), Job.objects.get().state) == (1, "done")
    assert "已于" in client.get(response.url).content.decode()


def test_the_preview_names_sheet_row_column_and_reason(client, liaison, upload):
    client.force_login(liaison)
    text = client.get(upload([sheets.person(1, 人数="三")]).url).content.decode()

    for word in ("底册", "人数", "三", "不是数字", "须改正", "没有写入任何数据"):
        assert word in text
    assert "应用到底册" not in text


def test_the_complaints_can_be_taken_along(client, liaison, upload):
    client.force_login(liaison)
    upload([sheets.person(1, 人数="三")])
    content = client.get(page("batch_complaints", RegisterBatch.objects.get().pk)).content

    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert rows[1] == ("底册", 2, "人数", "三", "不是数字", "须改正")


def test_a_file_that_is_no_register_is_refused_on_the_form(client, liaison, upload):
    client.force_login(liaison)
    response = upload([{"品名": "化肥"}], header=["品名", "单价", "数量"])

    assert response.status_code == 200
    assert "没有找到底册表头" in response.content.decode()


def test_another_township_s_upload_is_not_found(client, liaison, outsider, upload):
    client.force_login(liaison)
    upload(sheets.household(1))
    client.force_login(outsider)

    batch = RegisterBatch.objects.get()
    for name in ("batch_detail", "batch_file", "batch_complaints"):
        assert client.get(page(name, batch.pk)).status_code == 404
    assert client.post(page("batch_apply", batch.pk)).status_code == 404
