"""What an upload tells stays with those whose upload it is: kinds, townships, both sides."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from households.models import BatchDifference, HeaderMapping, RegisterBatch, RegisterConflict
from households.selectors.conflicts import reads_other_side
from tests.households.uploads import page
from tests.make import COUNTY, make_area, make_household, make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = f"{COUNTY}106"


def make_batch(**fields) -> RegisterBatch:
    """Make an upload of 大安区 with one new household."""
    given = {"area_code": COUNTY, "file_name": "底册.xlsx", "state": "staged"} | fields
    batch = RegisterBatch.objects.create(**given)
    BatchDifference.objects.create(
        batch=batch, area_code=f"{COUNTY}105201", act="add", subject="household", key="1"
    )
    return batch


@pytest.mark.parametrize("role", [Role.ORGANISATION_DEPT, Role.ORGANS_COMMITTEE])
def test_who_sends_in_postings_gets_nothing_of_a_register(client, roles, role):
    seen, hidden = make_batch(kind="postings"), make_batch(kind="register")
    client.force_login(make_user(role))

    for name in ("batches-list", "batch-differences-list"):
        rows = client.get(reverse(name)).json()["results"]
        assert {row.get("batch", row["id"]) for row in rows} == {seen.pk}
    for name in ("batch_detail", "batch_rows", "batch_changes", "batch_file", "batch_apply"):
        for ask in (client.get, client.post):
            assert ask(page(name, hidden.pk)).status_code in {404, 405}


@pytest.mark.parametrize(
    ("role", "kind"),
    [(Role.ORGANISATION_DEPT, "register"), (Role.TOWNSHIP_OFFICER, "platform")],
)
def test_a_kind_that_is_not_the_role_s_is_not_taken_in(client, roles, role, kind):
    client.force_login(make_user(role, area_code=ELSEWHERE))
    for url, key in ((page("batch_upload"), "kind"), (reverse("batches-upload"), "kind")):
        file = SimpleUploadedFile("a.csv", "户编号\n1".encode())
        answer = client.post(url, {key: kind, "file": file})
        assert answer.status_code in {200, 403, 409}
    assert not RegisterBatch.objects.exists()


def test_a_township_reads_of_a_county_s_file_its_own_households_only(liaison, verifier):
    here, there = make_household(), make_household(village_of(ELSEWHERE))
    batch = make_batch(kind="register")
    given = {"area_code": here.area_code, "kind": "moved", "here_no": here.household_no}
    conflict = RegisterConflict(**given, there_no=there.household_no, batch=batch)
    assert [reads_other_side(conflict, user=user) for user in (liaison, verifier)] == [False, True]
    conflict.there_no = f"{liaison.area_code}0019999"  # new, and its number begins with the place
    assert reads_other_side(conflict, user=liaison)


def test_a_header_is_forgotten_by_those_who_send_in_its_kind(client, roles):
    kept = HeaderMapping.objects.create(area_code=COUNTY, kind="register", header="名字")
    client.force_login(make_user(Role.ORGANISATION_DEPT))
    assert "名字" not in client.get(page("mapping_list")).content.decode()
    assert client.post(page("mapping_forget", kept.pk)).status_code == 404
    assert HeaderMapping.objects.exists()


@pytest.mark.parametrize(("role", "told"), [(Role.HELPER, False), (Role.DISCIPLINE, True)])
def test_a_helper_is_not_told_of_the_other_household_of_a_conflict(client, roles, role, told):
    household, user = make_household(), make_user(role)
    household.helpers.create(
        area_code=household.area_code, user=user, name="王五", starts_on="2016-01-01"
    )
    RegisterConflict.objects.create(
        area_code=household.area_code, kind="moved", key="1",
        here_no=household.household_no, there_no="9876",
    )  # fmt: skip
    client.force_login(user)
    answer = client.get(page("household_detail", household.household_no))
    assert (answer.status_code, "9876" in answer.content.decode()) == (200, told)


def village_of(township):
    make_area(township)
    return make_area(f"{township}201")
