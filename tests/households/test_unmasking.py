import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from households.services.unmasking import unmask_number
from tests.make import make_household

pytestmark = pytest.mark.django_db
NUMBERS = {"phone": "13912345678", "bank_account": "6228480402564890018"}


@pytest.mark.parametrize("field", NUMBERS)
def test_one_number_is_shown_for_a_reason_and_leaves_a_trace(client, verifier, field):
    household = make_household(**NUMBERS)
    url = reverse("households:number_unmask", args=[household.household_no, field])
    client.force_login(verifier)

    assert "请写明查看事由" in client.post(url, {"reason": "看看"}).content.decode()
    shown = client.post(url, {"reason": "核对补贴发放账户"}).content.decode()

    (other,) = set(NUMBERS) - {field}
    assert (NUMBERS[field] in shown, NUMBERS[other] in shown) == (True, False)
    event = AuditEvent.objects.get()
    assert (event.action, event.detail) == (f"unmask_{field}", {"reason": "核对补贴发放账户"})


def test_no_other_field_is_unmasked(client, verifier):
    household = make_household()
    client.force_login(verifier)
    url = reverse("households:number_unmask", args=[household.household_no, "head_name"])
    assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]


def test_who_has_no_right_gets_no_number(leader):
    household = make_household(**NUMBERS)
    with pytest.raises(RuleBroken, match="无权查看完整联系电话"):
        unmask_number(household=household, field="phone", reason="核对发放名单", by=leader)
    assert not AuditEvent.objects.exists()


def test_the_households_page_leads_to_what_is_there(client, verifier):
    household = make_household(phone=NUMBERS["phone"])
    client.force_login(verifier)
    page = client.get(reverse("households:household_detail", args=[household.household_no]))
    text = page.content.decode()
    assert ("完整电话" in text, "完整银行账号" in text) == (True, False)
