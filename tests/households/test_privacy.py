"""Canaries of a member in everybody's own area: where the registry says so, nobody reads them."""

import io
import zipfile
from typing import Any

import pytest
from django.urls import reverse

from accounts.lists import LISTINGS, default_columns
from accounts.masking import FIELDS, Show, show_of
from accounts.models import Export, ListChoice, Role
from households.models import HelperPairing, Household, Posting
from tests.access_table import ROLES, TABLE
from tests.access_walk import QUICK_SESSIONS, WALKERS, at
from tests.access_world import addresses, body
from tests.make import make_area, make_household, make_user

pytestmark = pytest.mark.django_db
CANARIES = {
    "identity_number": "510304196503021234",
    "phone": "13912345678",
    "bank_account": "6228480402564890018",
    "illness": "患有大病",
}
VILLAGE = "510304105201"
AREAS = {Role.TOWNSHIP_OFFICER: VILLAGE[:9], Role.VILLAGE_OFFICER: VILLAGE}


@pytest.fixture
def household(roles, settings, tmp_path) -> Household:
    """Make the household everybody here may know of, with every kind of personal number."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SESSION_ENGINE = QUICK_SESSIONS
    village = make_area(VILLAGE, is_poor=True)
    phone, account = CANARIES["phone"], CANARIES["bank_account"]
    household = make_household(village, phone=phone, bank_account=account)
    member = household.members.get()
    member.identity_number, member.health = CANARIES["identity_number"], CANARIES["illness"]
    member.save()
    Posting.objects.create(
        area_code=VILLAGE, village=village, post="first_secretary", person_name="赵六",
        phone=phone, starts_on="2016-01-01",
    )  # fmt: skip
    return household


def reader(role: Role, household: Household, **fields: Any) -> Any:
    """Make a person of a role whose area holds the household; a helper helps it."""
    user = make_user(role, area_code=AREAS.get(role, "510304"), is_staff=True, **fields)
    HelperPairing.objects.create(
        household=household, area_code=VILLAGE, name="王五", user=user, starts_on="2016-01-01"
    )
    return user


def choose_everything(user: Any) -> None:
    """Let a person show every column of every list."""
    for name, listing in LISTINGS.items():
        keys = [column.key for column in listing.columns]
        ListChoice.objects.create(user=user, list_name=name, columns=keys)


def kept_from(user: Any) -> set[str]:
    """Give the canaries that the registry keeps from this person."""
    return {CANARIES[field] for field in CANARIES if show_of(user, field) is not Show.FULL}


def told(pages: dict[str, bytes], secrets: set[str]) -> list[tuple[str, str]]:
    return [
        (page, secret)
        for page, content in pages.items()
        for secret in secrets
        if secret.encode() in content
    ]


@pytest.mark.parametrize("role", [ROLES[letter] for letter in WALKERS])
def test_no_page_no_answer_and_no_setting_tells_what_the_registry_keeps(client, household, role):
    user = reader(role, household)
    choose_everything(user)
    client.force_login(user)
    own = {"household": {"household_no": household.household_no}, "village": {"code": VILLAGE}}
    own["area"] = {"pk": VILLAGE}
    pages = {
        name: body(client.get(at(name, own.get(kind))))
        for name, (kind, _) in TABLE.items()
        if (kind == "" or kind in own) and name not in {"accounts:logout", "api_schema"}
    }
    for name in addresses():
        if name.startswith("admin:") and name.endswith("_changelist"):
            pages[name] = body(client.get(reverse(name)))
    secrets = kept_from(user)
    # the words of a form's choices are no datum of anybody
    offered = {"households:member_list", "members-list"}
    wrong = [
        (page, secret)
        for page, secret in told(pages, secrets)
        if not (secret == CANARIES["illness"] and page in offered and secret not in FIELDS)
    ]
    assert wrong == []


@pytest.mark.parametrize("role", [ROLES[letter] for letter in WALKERS])
@pytest.mark.parametrize("name", LISTINGS)
def test_no_exported_workbook_tells_what_the_registry_keeps(
    client, household, role, name, django_capture_on_commit_callbacks
):
    user = reader(role, household)
    choose_everything(user)
    client.force_login(user)
    with django_capture_on_commit_callbacks(execute=True):
        status = client.post(reverse("accounts:export_ask", args=[name])).status_code
    assert status == (302 if user.has_perm(LISTINGS[name].permission) else 403)
    for export in Export.objects.all():
        with export.file.open() as file, zipfile.ZipFile(io.BytesIO(file.read())) as book:
            parts = {part: book.read(part) for part in book.namelist()}
        assert told(parts, kept_from(user)) == []


def test_the_settings_show_a_record_masked_even_to_the_superuser(client, household):
    user = make_user(is_superuser=True, is_staff=True, area_code="")
    client.force_login(user)
    records = [household, household.members.get(), Posting.objects.get()]
    pages = {}
    for record in records:
        name = f"admin:households_{record._meta.model_name}"
        pages[name] = body(client.get(reverse(f"{name}_change", args=[record.pk])))
        assert client.post(reverse(f"{name}_change", args=[record.pk]), {}).status_code == 403
    assert told(pages, set(CANARIES.values())) == []
    assert b"139****5678" in pages["admin:households_household"]


def test_no_personal_number_is_a_usual_column_in_full():
    fields = {c.field for listing in LISTINGS.values() for c in default_columns(listing)}
    assert "bank_account" not in fields
