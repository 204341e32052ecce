from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.details import listed
from accounts.models import AuditEvent, Job, Parameter, Role, User
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


def test_a_job_is_told_in_words(client, admin):
    result = {"households": 3, "removed": 0, "incomplete": {"510304100": {"K03": 1}}}
    job = Job.objects.create(
        kind="flag_households", key="1", payload={"county": "510304"}, result=result
    )
    said = client.get(reverse("admin:accounts_job_change", args=[job.pk])).content.decode()
    assert "标记重点户 1" in said
    for line in ("区县：510304", "户数：3", "取消：0", "资料不全：1 处"):
        assert f"<div>{line}</div>" in said


@pytest.mark.parametrize(
    ("detail", "label", "said"),
    [
        ({}, "accounts.user", "—"),
        ({"added": ["领导"], "removed": []}, "accounts.user", "新增：领导|取消：—"),
        ({"state": "closed"}, "inspections.problem", "状态：已销号"),
        ({"kind": "department"}, "accounts.unit", "类别：区级部门"),
        ({"is_poor": True, "strange": "x<"}, "households.area", "贫困村：是|strange：x&lt;"),
    ],
)
def test_a_detail_is_told_in_words(detail, label, said):
    assert listed(detail, label).removeprefix("<div>").removesuffix("</div>") == said.replace(
        "|", "</div><div>"
    )


def test_the_trail_names_the_changed_fields_and_hides_what_was_written(client, admin):
    changes = [{"changed": {"fields": ["名称"]}}]
    event = AuditEvent.objects.create(
        action="change_unit",
        object_kind="accounts.unit",
        object_id="1",
        detail={"changes": changes, "reason": "张三"},
    )
    said = client.get(
        reverse("admin:accounts_auditevent_change", args=[event.pk])
    ).content.decode()
    assert "改动：已修改名称。" in said
    assert "张三" not in said


def test_the_lists_are_called_by_what_they_hold(client, admin):
    groups = client.get(reverse("admin:auth_group_changelist")).content.decode()
    people = client.get(reverse("admin:accounts_user_changelist")).content.decode()
    assert "<h1>角色</h1>" in groups
    assert "角色管理" in groups
    for words in ("<h1>用户</h1>", ">增加用户</a>", "按角色", "共 <span data-total>1</span> 条"):
        assert words in people


def test_a_telephone_number_has_one_line(client, admin):
    page = client.get(reverse("admin:accounts_user_add"))
    assert page.context["adminform"].form.fields["phone"].widget.input_type == "tel"


def test_a_parameter_is_written_without_idle_zeros():
    assert str(Parameter(label="贫困线", value=Decimal("5000.0000"), unit="元")) == "贫困线 5000元"
    assert str(Parameter(label="达标率", value=Decimal("0.0300"))) == "达标率 0.03"
