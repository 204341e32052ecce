"""举一反三 and 回头看 in the API: the same services behind another handle."""

from typing import Any

import pytest

from inspections.models import LookBack, Problem, SelfCheck
from tests.inspections.look_cast import LATER, SEED, chosen, make_closed, make_inspector
from tests.inspections.problem_cast import photo
from tests.make import COUNTY, make_area, make_problem, make_unit

pytestmark = pytest.mark.django_db
OWN = f"{COUNTY}105"


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO_TODAY = LATER.date()


def post(client, url: str, **data: Any):
    return client.post(f"/api/{url}/", data, content_type="application/json")


@pytest.fixture
def others(office, liaison) -> Problem:
    make_area(OWN)
    unit = make_unit("新民镇", area_code=f"{COUNTY}106", kind="township")
    given = {"state": "confirmed", "scope": "common", "responsible_unit": unit}
    return make_problem(area_code=f"{COUNTY}106", **given)


def test_the_others_are_listed_asked_and_answer(client, office, liaison, others):
    client.force_login(office)
    (found,) = client.get(f"/api/problems/{others.pk}/others/").json()
    assert (found["subject_code"], found["why"], found["asked"]) == (OWN, "not_visited", False)
    key = {"subject_kind": "township", "subject_code": OWN}
    asked = {"chosen": [key], "matter": "自查", "due_on": "2016-08-10"}
    answer = post(client, f"problems/{others.pk}/others", **asked)
    assert (answer.status_code, len(answer.json())) == (201, 1)
    assert post(client, f"problems/{others.pk}/others", **asked).json() == []

    client.force_login(liaison)
    check = SelfCheck.objects.get()
    sent = {"result": "found", "note": "也没有方案", "files": [photo()]}
    told = client.post(f"/api/self-checks/{check.pk}/answer/", sent).json()
    raised = Problem.objects.get(source="self_check")
    assert (told["result"], told["raised_number"]) == ("found", raised.number)
    again = post(client, f"self-checks/{check.pk}/answer", result="clear", note="无")
    assert (again.status_code, again.json()["code"]) == (409, "already_answered")


def test_a_township_asks_nobody_and_sees_only_its_own(client, liaison, outsider, others, office):
    client.force_login(office)
    key = {"subject_kind": "township", "subject_code": OWN}
    asked = {"chosen": [key], "matter": "自查", "due_on": "2016-08-10"}
    post(client, f"problems/{others.pk}/others", **asked)
    client.force_login(outsider)
    assert post(client, f"problems/{others.pk}/others", **asked).status_code == 403
    assert client.get("/api/self-checks/").json()["count"] == 0
    client.force_login(liaison)
    assert client.get("/api/self-checks/").json()["count"] == 1


def test_closed_problems_are_chosen_and_recorded(client, office):
    problem, going = make_closed(), make_inspector("刘组长")
    client.force_login(office)
    sent = {"inspector": going.pk, "reason": "抽查", "due_on": "2016-08-10"}
    made = post(client, "look-backs", problems=[problem.pk], **sent)
    assert made.status_code == 201
    assert post(client, "look-backs", problems=[problem.pk], **sent).status_code == 400

    client.force_login(going)
    number = made.json()[0]["id"]
    done = {"relapsed": False, "visited_on": "2016-07-28", "note": "未反弹"}
    assert post(client, f"look-backs/{number}/record", **done).json()["state"] == "held"
    again = post(client, f"look-backs/{number}/record", **done)
    assert (again.status_code, again.json()["code"]) == (409, "already_recorded")


def test_a_lot_is_sealed_and_drawn(client, office):
    for _ in range(3):
        make_closed()
    going = make_inspector("刘组长")
    client.force_login(office)
    span = {"closed_from": "2016-07-01", "closed_to": "2016-07-31", "take": 2}
    sealed = post(client, "look-back-draws", **span)
    assert (sealed.status_code, sealed.json()["replays"]) == (201, None)

    number = sealed.json()["id"]
    given = {"seed": SEED, "inspectors": [going.pk], "due_on": "2016-08-10"}
    drawn = post(client, f"look-back-draws/{number}/seed", **given).json()
    assert (drawn["replays"], len(drawn["drawn"])) == (True, 2)
    assert LookBack.objects.count() == 2


def test_an_inspector_sees_and_records_only_his_own(client, office):
    look_back = chosen(make_closed(), make_inspector("刘组长"), office)
    client.force_login(make_inspector("别人"))
    assert client.get("/api/look-backs/").json()["count"] == 0
    done = {"relapsed": False, "visited_on": "2016-07-28", "note": "未反弹"}
    assert post(client, f"look-backs/{look_back.pk}/record", **done).status_code == 404
