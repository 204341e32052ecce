import pytest

from accounts import masking
from accounts.masking import Show
from accounts.models import Role
from tests.make import make_user


@pytest.mark.parametrize(
    ("number", "shown"),
    [("999999195603021235", "999999***"), ("9999", "9999***"), ("", "")],
)
def test_an_identity_number_shows_its_first_six_digits(number, shown):
    assert masking.mask_identity(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13900001234", "139****1234"), ("5551234", "555***"), ("", "")],
)
def test_a_phone_number_shows_three_and_four_digits(number, shown):
    assert masking.mask_phone(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李四", "李某某"),
        ("欧阳修", "欧阳某某"),
        ("阿依古丽·买买提", "阿某某"),
        (" 王 ", "王某某"),
        ("", ""),
    ],
)
def test_a_name_shows_its_surname(name, shown):
    assert masking.mask_name(name) == shown


def test_a_household_is_named_by_surname_and_the_tail_of_its_number():
    assert masking.household_label("李四", "5103041052010123") == "李某某（户0123）"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "name", "identity", "phone", "illness"),
    [
        (Role.ADMIN, "", "", "", ""),
        (Role.POVERTY_OFFICE, "李四", "999999***", "139****1234", "尘肺"),
        (Role.TOWNSHIP_OFFICER, "李四", "999999***", "139****1234", "尘肺"),
        (Role.INSPECTOR, "李四", "999999***", "13900001234", "（已填写）"),
        (Role.LEADER, "李某某", "999999***", "139****1234", ""),
        (Role.DISCIPLINE, "李某某", "999999***", "139****1234", ""),
    ],
)
def test_a_role_sees_what_the_registry_says(role, name, identity, phone, illness):
    user = make_user(role)
    values = {"name": "李四", "identity_number": "999999195603021235", "phone": "13900001234"}
    values["illness"] = "尘肺"
    shown = [masking.shown(value, field=field, user=user) for field, value in values.items()]
    assert shown == [name, identity, phone, illness]


@pytest.mark.django_db
def test_of_two_roles_the_one_that_sees_more_counts():
    assert masking.show_of(make_user(Role.ADMIN, Role.POVERTY_OFFICE), "name") == Show.FULL


@pytest.mark.django_db
def test_a_user_without_a_role_sees_nothing():
    assert masking.shown("李四", field="name", user=make_user()) == ""


def test_an_identity_number_is_shown_in_full_to_no_role():
    assert Show.FULL not in masking.FIELDS["identity_number"].values()
