import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Role, User
from tests.make import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, roles) -> User:
    """Give a system administrator whose browser is open."""
    user = make_user(Role.ADMIN, username="admin", area_code="", is_staff=True)
    client.force_login(user)
    return user


def acts() -> list[str]:
    """Give what the trail says, the oldest first."""
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("kind", ["user", "unit", "parameter", "auditevent", "job"])
def test_the_administrator_sees_the_lists(client, admin, kind):
    page = client.get(reverse(f"admin:accounts_{kind}_changelist"))
    assert page.status_code == 200
    assert "返回督查通" in page.content.decode()


@pytest.mark.parametrize("kind", ["auditevent", "job"])
def test_the_trail_and_the_jobs_are_shown_only(client, admin, kind):
    assert client.get(reverse(f"admin:accounts_{kind}_add")).status_code == 403


def test_who_is_no_staff_is_sent_away(client, office):
    client.force_login(office)
    answer = client.get(reverse("admin:index"))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))


def test_a_changed_unit_leaves_a_trace_without_values(client, admin):
    unit = make_unit("区农林局")
    form = {"name": "区农业局", "kind": "department", "area_code": "510304"}
    form |= {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}

    client.post(reverse("admin:accounts_unit_change", args=[unit.pk]), form)

    event = AuditEvent.objects.get()
    assert (event.action, event.object_id) == ("change_unit", str(unit.pk))
    assert "区农业局" not in str(event.detail)


def test_given_and_taken_roles_are_written_down(client, admin, leader):
    form = {"username": "leader", "name": "郑书记", "area_code": "", "is_active": "on"}
    client.post(reverse("admin:accounts_user_change", args=[leader.pk]), form)

    event = AuditEvent.objects.get(action="change_roles")
    assert event.detail == {"added": [], "removed": ["领导"]}


def test_a_person_is_never_deleted(client, admin, leader):
    answer = client.post(reverse("admin:accounts_user_delete", args=[leader.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert User.objects.filter(pk=leader.pk).exists()


def test_who_is_no_superuser_cannot_take_over_one(client, admin):
    root = make_user(is_superuser=True, is_staff=True)
    address = reverse("admin:auth_user_password_change", args=[root.pk])
    new = "Yuan-shan-2016-mu"
    form = {"usable_password": "true", "password1": new, "password2": new}
    assert client.post(address, form).status_code == 403
    assert not User.objects.get(pk=root.pk).check_password(new)


def test_a_county_reader_of_the_trail_sees_his_county_only(client, roles):
    make_user(username="far", area_code="360722")
    reader = make_user(Role.DISCIPLINE, area_code="510304", is_staff=True)
    client.force_login(reader)
    for area in ("510304", "360722"):
        AuditEvent.objects.create(
            action="close_problem", object_kind="x", object_id=area, area_code=area
        )
    page = client.get(reverse("admin:accounts_auditevent_changelist"))
    assert [row.object_id for row in page.context["cl"].result_list] == ["510304"]


def test_the_head_of_a_unit_is_one_of_its_own_active_people(client, admin):
    unit = make_unit("区教育局")
    head, gone = make_user(unit=unit), make_user(unit=unit, is_active=False)
    stranger = make_user(unit=make_unit("区农业局"))
    page = reverse("admin:accounts_unit_change", args=[unit.pk])
    aliases = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
    given = {"name": unit.name, "kind": unit.kind, "area_code": unit.area_code, **aliases}
    for person in (stranger, gone):
        assert client.post(page, given | {"head": person.pk}).status_code == 200
    assert client.post(page, given | {"head": head.pk}).status_code == 302
    unit.refresh_from_db()
    assert unit.head == head
