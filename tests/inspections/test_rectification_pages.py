"""Pages of rectification: orders, replies with evidence, verification, the stored files."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Role
from inspections.models import Answer, Attachment, Problem, RectificationOrder
from tests.inspections.problem_cast import DAY, WORDS, bring, make_attachment, photo
from tests.make import (
    COUNTY,
    make_assignment,
    make_problem,
    make_question,
    make_unit,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.django_db
STATE = Problem.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def taken(answer) -> bytes:
    return b"".join(answer.streaming_content)


def page(name: str, *args) -> str:
    return reverse(f"inspections:{name}", args=args)


def test_bulk_order_goes_to_one_unit(client, at, office):
    rows = [at("confirmed"), at("confirmed")]
    client.force_login(office)
    sent = {"ids": [row.pk for row in rows], "requirement": "限期", "due_on": "2099-01-01"}
    answer = client.post(page("order_create"), sent)
    order = RectificationOrder.objects.get()
    assert answer.url == page("order_detail", order.pk)
    assert order.problems.count() == 2


def test_ticked_problems_lead_to_an_empty_order_with_a_day(client, at, office):
    problem = at("confirmed")
    client.force_login(office)
    answer = client.post(page("order_create"), {"ids": problem.pk})
    assert (answer.context["form"].is_bound, answer.context["chosen"]) == (False, [problem])
    assert answer.context["form"].initial["due_on"] == localdate() + timedelta(days=15)


def test_bulk_order_to_two_units_is_refused_and_keeps_the_text(client, at, office):
    other = make_unit("新民镇", area_code=f"{COUNTY}106", kind="township")
    rows = [at("confirmed"), at("confirmed", responsible_unit=other)]
    client.force_login(office)
    sent = {"ids": [row.pk for row in rows], "requirement": "按方案整改", "due_on": "2099-01-01"}
    answer = client.post(page("order_create"), sent).content.decode()
    assert "分属2个责任单位" in answer
    assert "按方案整改" in answer


def test_order_without_any_problem_is_refused(client, office):
    client.force_login(office)
    sent = {"requirement": "限期", "due_on": "2099-01-01"}
    assert "请先勾选" in client.post(page("order_create"), sent).content.decode()


def test_order_page_prints_the_whole_sheet(client, at, office):
    problem = at("verified")
    client.force_login(office)
    answer = client.get(page("order_detail", problem.order_id)).content.decode()
    words = (
        "督办整改单",
        "督改〔2016〕1号",
        "新店镇",
        "限期补齐方案",
        problem.fact,
        problem.basis,
    )
    assert [word for word in words if word not in answer] == []
    words = ("签收", "周干事", "方案已印发", "复核通过", "赵主任", "销号意见")
    assert [word for word in words if word not in answer] == []


def test_liaison_acknowledges_on_the_page(client, at, liaison):
    problem = at("ordered")
    client.force_login(liaison)
    client.post(page("order_acknowledge", problem.order_id))
    problem.refresh_from_db()
    assert problem.state == STATE.ACKNOWLEDGED


def test_liaison_replies_with_two_photos(client, at, liaison):
    problem = at("rectifying")
    client.force_login(liaison)
    sent = WORDS | {"evidence": [photo("一.jpg"), photo("二.jpg")]}
    assert client.post(page("problem_reply", problem.pk), sent).status_code == 302
    assert problem.replies.get().evidence.count() == 2


def test_a_refused_reply_keeps_the_typed_text(client, at, liaison):
    problem = at("rectifying")
    client.force_login(liaison)
    sent = WORDS | {"evidence": [photo("一.jpg"), photo("坏.exe")]}
    sent["evidence"][1].file.seek(0)
    sent["evidence"][1].file.write(b"MZ program")
    sent["evidence"][1].file.seek(0)
    answer = client.post(page("problem_reply", problem.pk), sent).content.decode()
    assert "“坏.exe”不能上传" in answer
    assert WORDS["measure"] in answer


def test_reply_page_asks_for_evidence(client, at, liaison):
    problem = at("rectifying")
    client.force_login(liaison)
    answer = client.post(page("problem_reply", problem.pk), WORDS)
    assert list(answer.context["form"].errors) == ["evidence"]
    assert problem.replies.count() == 0


def test_verifier_and_office_finish_on_the_pages(client, at, office, verifier):
    problem = at("reported")
    client.force_login(verifier)
    gates = {"cause_found": "yes", "measure_done": "yes", "result_met": "yes"}
    client.post(page("problem_verify", problem.pk), gates)
    client.force_login(office)
    client.post(page("problem_close", problem.pk), {"note": "同意"})
    problem.refresh_from_db()
    assert problem.state == STATE.CLOSED


def test_verifier_sends_back_with_a_reason(client, at, verifier):
    problem = at("reported")
    client.force_login(verifier)
    gates = {"cause_found": "yes", "measure_done": "no", "result_met": "no"}
    refused = client.post(page("problem_verify", problem.pk), gates | {"measure_note": "缺两户"})
    assert list(refused.context["form"].errors) == ["result_note"]
    assert "缺两户" in refused.content.decode()
    notes = {"measure_note": "缺两户", "result_note": "请补充照片"}
    client.post(page("problem_verify", problem.pk), gates | notes)
    problem.refresh_from_db()
    assert problem.state == STATE.RECTIFYING


def test_evidence_is_handed_to_who_sees_the_problem(client, at, liaison):
    problem = at("reported")
    evidence = problem.replies.get().evidence.get()
    client.force_login(liaison)
    answer = client.get(page("attachment", evidence.pk))
    shown = (answer["Content-Type"], answer["X-Content-Type-Options"])
    assert shown == ("image/jpeg", "nosniff")
    assert taken(answer).startswith(b"\xff\xd8\xff")


def test_evidence_of_another_township_is_missing(client, at, outsider):
    evidence = at("reported").replies.get().evidence.get()
    client.force_login(outsider)
    assert client.get(page("attachment", evidence.pk)).status_code == 404


def test_evidence_of_no_record_is_missing(client, office):
    client.force_login(office)
    assert client.get(page("attachment", make_attachment(office).pk)).status_code == 404


def test_evidence_needs_a_right_beside_the_place(client, at):
    evidence = at("reported").replies.get().evidence.get()
    client.force_login(make_user(Role.ADMIN, area_code=""))
    assert client.get(page("attachment", evidence.pk)).status_code == 404


def test_a_paper_is_saved_not_shown(client, at, liaison):
    evidence = at("reported").replies.get().evidence.get()
    Attachment.objects.filter(pk=evidence.pk).update(content_type="application/pdf", name="a.pdf")
    client.force_login(liaison)
    answer = client.get(page("attachment", evidence.pk))
    assert taken(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'


def test_the_proxy_hands_out_files_where_there_is_one(client, at, liaison, settings):
    settings.PROTECTED_MEDIA_PREFIX = "/protected/"
    evidence = at("reported").replies.get().evidence.get()
    client.force_login(liaison)
    answer = client.get(page("attachment", evidence.pk))
    assert answer["X-Accel-Redirect"] == f"/protected/{evidence.file.name}"


def test_a_visits_photo_is_shown_with_the_problem_it_belongs_to(client, liaison, outsider):
    visit = make_visit(make_assignment(subject_code=f"{COUNTY}105"))
    picture = make_attachment(visit.started_by)
    question = make_question("A203_photo", type="image")
    Answer.objects.create(visit=visit, question=question, value=[picture.pk])
    problem = make_problem(visit=visit, round=visit.round, found_on=DAY)
    client.force_login(liaison)
    shown = client.get(page("problem_detail", problem.pk)).content.decode()
    assert page("attachment", picture.pk) in shown
    assert taken(client.get(page("attachment", picture.pk)))
    client.force_login(outsider)
    assert client.get(page("attachment", picture.pk)).status_code == 404
