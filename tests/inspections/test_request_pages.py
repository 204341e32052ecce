"""Pages of requests in the browser's words: asking, the list, the sheet, deciding."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from inspections.forms.rectifications import PlanForm
from inspections.models import Attachment, Extension, Objection, Problem
from tests.inspections.problem_cast import DUE, NOON, bring, photo
from tests.inspections.request_cast import ASKED, UNTIL, extension_of, objection_of
from tests.make import COUNTY, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.DEMO_TODAY = NOON.date()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def problem(office, liaison, verifier) -> Problem:
    """A problem signed for by 新店镇."""
    cast = {"office": office, "liaison": liaison, "verifier": verifier}
    return bring("acknowledged", **cast, responsible_unit=liaison.unit)


def act(name: str, pk: int) -> str:
    return reverse(f"inspections:{name}", args=[pk])


def page(client, user, address: str) -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_the_unit_asks_and_the_office_decides_from_the_problems_page(
    client, problem, liaison, office
):
    here = act("problem_detail", problem.pk)
    assert act("problem_extend", problem.pk) in page(client, liaison, here)
    client.post(act("problem_extend", problem.pk), {**ASKED, "until": UNTIL.isoformat()})
    asked = Extension.objects.get()
    decide = act("extension_decide", asked.pk)

    assert act("problem_extend", problem.pk) not in page(client, liaison, here)
    assert decide in page(client, office, here)
    client.post(decide, {"verdict": "yes", "note": "同意"})
    problem.refresh_from_db()
    assert problem.due_on == UNTIL
    assert "同意" in page(client, liaison, act("extension_detail", asked.pk))


def test_a_refusal_keeps_what_was_typed(client, problem, liaison):
    client.force_login(liaison)
    sent = {**ASKED, "until": DUE.isoformat()}
    told = client.post(act("problem_extend", problem.pk), sent).content.decode()

    assert "预计完成日期须晚于原时限2016-07-27" in told
    assert ASKED["reason"] in told


def test_an_objection_goes_with_its_files(client, problem, liaison, office, inspector):
    client.force_login(liaison)
    sent = {"reason": "方案早已印发", "files": [photo()]}
    client.post(act("problem_object", problem.pk), sent)
    made, file = Objection.objects.get(), Attachment.objects.get()

    stored = reverse("inspections:attachment", args=[file.pk])
    assert stored in page(client, office, act("objection_decide", made.pk))
    shown = client.get(stored)
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    client.force_login(inspector)
    assert client.get(stored).status_code == 404
    client.force_login(office)
    client.post(act("objection_decide", made.pk), {"verdict": "yes", "note": "属实"})
    problem.refresh_from_db()
    assert problem.state == Problem.State.NOT_UPHELD


def test_the_unit_takes_its_request_back_by_a_button(client, problem, liaison):
    asked = extension_of(problem, liaison)
    sheet = page(client, liaison, act("extension_detail", asked.pk))

    assert act("extension_withdraw", asked.pk) in sheet
    client.post(act("extension_withdraw", asked.pk))
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_the_list_has_what_waits_first_and_can_be_narrowed(client, problem, liaison, office):
    first = extension_of(problem, liaison)
    client.force_login(office)
    no = {"verdict": "no", "note": "不同意"}
    client.post(act("extension_decide", first.pk), no)
    second = extension_of(problem, liaison)
    listed = reverse("inspections:extension_list")

    rows = client.get(listed).context["object_list"]
    assert list(rows) == [second, first]
    for query, found in (("state=refused", [first]), ("mine=1", [second]), ("late=1", [])):
        assert list(client.get(f"{listed}?{query}").context["object_list"]) == found


def test_the_objections_stand_in_their_own_list(client, problem, liaison, office):
    made = objection_of(problem, liaison)
    client.force_login(office)
    assert list(client.get(reverse("inspections:objection_list")).context["object_list"]) == [made]


def test_another_township_sees_no_request(client, problem, liaison, outsider):
    asked = extension_of(problem, liaison)
    client.force_login(outsider)

    assert client.get(act("extension_detail", asked.pk)).status_code == 404
    assert list(client.get(reverse("inspections:extension_list")).context["object_list"]) == []


def test_a_village_hands_up_and_its_township_may_for_it(client, office, liaison, verifier):
    code = f"{COUNTY}105201"
    unit = make_unit("双石村", area_code=code, kind="village")
    village = make_user(Role.VILLAGE_OFFICER, area_code=code, unit=unit)
    place = {"area_code": code, "responsible_unit": unit}
    problem = bring("ordered", office=office, liaison=village, verifier=verifier, **place)
    address = act("problem_hand_up", problem.pk)

    for user, offered in ((village, True), (liaison, True), (office, False)):
        assert (address in page(client, user, act("problem_detail", problem.pk))) is offered
    client.force_login(village)
    client.post(address, {"reason": "需统筹资金"})
    problem.refresh_from_db()
    assert (problem.state, problem.responsible_unit) == (Problem.State.CONFIRMED, liaison.unit)


def test_the_reply_page_says_that_it_takes_back_what_waits(client, problem, liaison):
    extension_of(problem, liaison)
    shown = page(client, liaison, act("problem_reply", problem.pk))
    assert "延期申请还在等待批复，报送后自动撤回。" in shown


def test_a_plan_after_the_orders_day_is_offered_for_today(problem):
    late = DUE + timedelta(days=3)
    form = PlanForm(problem=problem, on=late)
    assert form.initial["planned_on"] == late
    assert "已过" in form.fields["planned_on"].help_text
