"""Pages of the three gates: plan, report, judge, send back; what was typed is never lost."""

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspections.models import Gate, Problem
from tests.inspections.problem_cast import NOON, PASSED, WORDS, bring, photo, replied
from tests.test_access import body

pytestmark = pytest.mark.django_db
STATE = Problem.State
YES = {"cause_found": "yes", "measure_done": "yes", "result_met": "yes"}
PLANNED = {"person": "周干事", "measure": "逐户补齐方案", "planned_on": "2016-07-25"}


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DEMO_TODAY = tmp_path, NOON.date()


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def page(name: str, *args) -> str:
    return reverse(f"inspections:{name}", args=args)


def stand(problem: Problem) -> str:
    problem.refresh_from_db()
    return problem.state


def test_the_unit_plans_and_the_plan_stands_on_the_page(client, at, liaison):
    problem = at("acknowledged")
    client.force_login(liaison)
    assert client.post(page("problem_plan", problem.pk), PLANNED).status_code == 302
    shown = client.get(page("problem_detail", problem.pk)).content.decode()
    assert [word for word in PLANNED.values() if word not in shown] == []
    assert (
        client.get(page("problem_plan", problem.pk)).context["form"]["person"].value() == "周干事"
    )


def test_a_refused_plan_keeps_what_was_typed(client, at, liaison):
    problem = at("acknowledged")
    client.force_login(liaison)
    sent = PLANNED | {"planned_on": "2016-08-30"}
    told = client.post(page("problem_plan", problem.pk), sent).content.decode()
    assert "计划完成日期不得晚于2016-07-27" in told
    assert PLANNED["measure"] in told


def test_a_reply_before_the_plan_is_refused_with_where_to_go(client, at, liaison):
    problem = at("acknowledged")
    client.force_login(liaison)
    sent = WORDS | {"evidence": photo()}
    told = client.post(page("problem_reply", problem.pk), sent).content.decode()
    assert "请在问题页点“填写整改计划”" in told
    assert [word for word in WORDS.values() if word not in told] == []


def test_a_reply_has_files_of_its_own_for_each_gate(client, at, liaison):
    problem = at("rectifying")
    client.force_login(liaison)
    names = {"cause_evidence": "原因.jpg", "measure_evidence": "措施.jpg"}
    sent = WORDS | {field: photo(name) for field, name in names.items()}
    refused = client.post(page("problem_reply", problem.pk), sent)
    assert list(refused.context["form"].errors) == ["result_evidence"]
    sent = WORDS | {field: photo(name) for field, name in names.items()}
    client.post(page("problem_reply", problem.pk), sent | {"result_evidence": photo("结果.jpg")})
    lines = problem.replies.get().gate_evidence.values_list("gate", "attachment__name")
    assert list(lines) == [
        (Gate.CAUSE, "原因.jpg"),
        (Gate.MEASURE, "措施.jpg"),
        (Gate.RESULT, "结果.jpg"),
    ]


def test_the_verifier_sees_each_gate_with_the_units_words(client, at, verifier):
    problem = at("reported", severity="severe")
    client.force_login(verifier)
    answer = client.get(page("problem_verify", problem.pk))
    said = [gate.said for gate, _, _ in answer.context["gates"]]
    assert said == list(WORDS.values())
    assert "严重问题须到现场复核" in answer.content.decode()


def test_a_severe_one_passes_on_the_page_with_a_photo(client, at, verifier, liaison):
    problem = at("reported", severity="severe")
    client.force_login(verifier)
    address = page("problem_verify", problem.pk)
    told = client.post(address, YES | {"note": "已看资料"}).content.decode()
    assert "请填写现场复核日期" in told
    assert "已看资料" in told
    client.post(address, YES | {"photos": photo("现场.jpg")})
    assert stand(problem) == STATE.VERIFIED
    taken = problem.replies.get().verification.photos.get()
    client.force_login(liaison)
    assert body(client.get(page("attachment", taken.pk))).startswith(b"\xff\xd8\xff")


def test_a_paper_is_no_photo_of_a_visit(client, at, verifier):
    problem = at("reported")
    client.force_login(verifier)
    paper = SimpleUploadedFile("说明.pdf", b"%PDF-1.4 %%EOF")
    told = client.post(page("problem_verify", problem.pk), YES | {"photos": paper})
    assert "“说明.pdf”不能上传：只收JPG、PNG、WebP照片。" in told.content.decode()
    assert stand(problem) == STATE.REPORTED


def test_who_judges_an_older_reply_is_shown_the_new_one(client, at, office, verifier, liaison):
    problem = at("reported")
    client.force_login(verifier)
    sent = YES | {"reply": problem.replies.get().pk, "note": "看过会议纪要"}
    client.force_login(office)
    back = YES | {"result_met": "no", "result_note": "未见成效"}
    client.post(page("problem_verify", problem.pk), back)
    problem.refresh_from_db()
    new = replied(problem, liaison)
    client.force_login(verifier)
    told = client.post(page("problem_verify", problem.pk), sent).content.decode()
    assert "重新报送了整改情况" in told
    assert "看过会议纪要" in told
    assert f'name="reply" value="{new.pk}"' in told


def test_the_office_sends_back_instead_of_closing(client, at, office, liaison):
    problem = at("verified")
    client.force_login(office)
    labels = [a.label for a in client.get(page("problem_detail", problem.pk)).context["actions"]]
    assert labels[:2] == ["销号", "销号退回"]
    address = page("problem_send_back", problem.pk)
    assert list(client.post(address, {"note": " "}).context["form"].errors) == ["note"]
    client.post(address, {"note": "照片不清"})
    assert stand(problem) == STATE.RECTIFYING
    client.force_login(liaison)
    shown = client.get(page("problem_detail", problem.pk)).content.decode()
    assert "销号退回：照片不清" in shown
    assert PASSED["note"] in shown


def test_a_reply_page_shows_why_the_last_one_came_back(client, at, verifier, liaison):
    problem = at("reported")
    client.force_login(verifier)
    back = YES | {"measure_done": "no", "measure_note": "还缺两户"}
    client.post(page("problem_verify", problem.pk), back)
    client.force_login(liaison)
    assert "还缺两户" in client.get(page("problem_reply", problem.pk)).content.decode()
