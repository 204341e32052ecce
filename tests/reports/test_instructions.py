from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import RuleBroken
from accounts.models import Export, Notice
from reports.models import Instruction
from reports.selectors.instructions import HIDDEN, lines, on_document
from reports.services.instructions import (
    answer_instruction,
    close_instruction,
    give_instruction,
    send_back_instruction,
)
from tests.make import make_unit
from tests.reports.reading_cast import DUE, TODAY, instruct, make_issued

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def asked(leader, liaison) -> Instruction:
    return instruct(make_issued(kind="special_report"), leader, liaison)


def told(person) -> list[str]:
    return [notice.text for notice in Notice.objects.filter(recipient=person).order_by("pk")]


def test_a_leader_charges_a_unit_whose_people_are_told(asked, liaison):
    assert (asked.leader, asked.given_on, asked.state) == ("郑书记", TODAY, "asked")
    assert told(liaison) == ["郑书记批示：请立即整改，请于8月20日前反馈。"]


def test_the_office_enters_a_leaders_words(office, liaison):
    asked = instruct(make_issued(), office, liaison, leader="李区长", given_on=date(2016, 8, 4))
    assert (asked.leader, asked.given_on, asked.entered_by) == (
        "李区长",
        date(2016, 8, 4),
        office,
    )


def test_only_leaders_and_the_office_instruct_and_only_on_what_was_issued(leader, verifier):
    unit = verifier.unit
    draft = make_issued(state="numbered")
    for held, person in ((make_issued(2), verifier), (draft, leader)):
        with pytest.raises(RuleBroken, match="印发后"):
            give_instruction(bulletin=held, by=person, text="请办", unit=unit, due_on=DUE)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"given_on": date(2016, 8, 6)}, "不得晚于今天"),
        ({"given_on": date(2016, 8, 2)}, "成文日期"),
        ({"due_on": date(2016, 8, 4)}, "反馈时限"),
        ({"text": " "}, "批示内容"),
    ],
)
def test_days_out_of_order_and_no_words_are_refused(leader, liaison, fields, reason):
    with pytest.raises(RuleBroken, match=reason):
        instruct(make_issued(), leader, liaison, **fields)


def test_a_unit_without_people_is_not_charged(leader):
    unit = make_unit("无人的局")
    with pytest.raises(RuleBroken, match="没有可以办理批示的人员"):
        give_instruction(bulletin=make_issued(), by=leader, text="请办", unit=unit, due_on=DUE)


def test_a_reply_is_sent_back_replied_again_and_closed(asked, office, liaison):
    answer_instruction(instruction=asked, by=liaison, reply="已整改。")
    send_back_instruction(instruction=asked, by=office, reason="缺佐证")
    answer_instruction(instruction=asked, by=liaison, reply="已整改，附照片。")
    closed = close_instruction(instruction=asked, by=office, closing="同意办结")
    assert (closed.state, closed.reply, closed.closing) == ("done", "已整改，附照片。", "同意办结")
    assert [(step.act, step.text) for step in asked.steps.all()] == [
        ("given", "请立即整改。"),
        ("replied", "已整改。"),
        ("returned", "缺佐证"),
        ("replied", "已整改，附照片。"),
        ("done", "同意办结"),
    ]
    assert told(liaison)[1:] == [
        "批示办理情况退回：缺佐证。请重新反馈。",
        "郑书记批示已办结：请立即整改",
    ]
    assert told(office) == ["新店镇已反馈郑书记批示：请立即整改"] * 2


def test_others_neither_reply_nor_close(asked, outsider, liaison, leader):
    with pytest.raises(RuleBroken, match="由新店镇办理"):
        answer_instruction(instruction=asked, by=outsider, reply="已整改。")
    answer_instruction(instruction=asked, by=liaison, reply="已整改。")
    for person in (liaison, leader):
        with pytest.raises(RuleBroken, match="由目督办办结或退回"):
            close_instruction(instruction=asked, by=person)


def test_what_was_done_is_not_done_again(asked, office, liaison):
    with pytest.raises(RuleBroken, match="现为“待办”"):
        close_instruction(instruction=asked, by=office)
    answer_instruction(instruction=asked, by=liaison, reply="已整改。")
    with pytest.raises(RuleBroken, match="现为“已反馈”"):
        answer_instruction(instruction=asked, by=liaison, reply="再报")
    close_instruction(instruction=asked, by=office)
    with pytest.raises(RuleBroken, match="现为“已办结”"):
        send_back_instruction(instruction=asked, by=office, reason="缺佐证")


def test_a_unit_sees_its_own_without_the_leaders_document(asked, leader, liaison, outsider):
    assert [row.document for row in lines(liaison, on=TODAY)] == [HIDDEN]
    assert list(lines(outsider, on=TODAY)) == []
    (row,) = lines(leader, on=TODAY)
    assert (row.document, row.document_number) == ("第1号文件", asked.bulletin.number)
    assert on_document(asked.bulletin, outsider, on=TODAY) == []


def test_the_page_of_an_instruction_hides_a_document_for_leaders(client, asked, liaison):
    client.force_login(liaison)
    page = client.get(reverse("reports:instruction_detail", args=[asked.pk])).content.decode()
    assert "请立即整改。" in page
    assert "内部文件" in page
    assert "第1号文件" not in page


def test_overdue_is_what_has_no_reply_after_its_day(client, asked, leader, settings):
    settings.DEMO_TODAY = date(2016, 8, 21)
    client.force_login(leader)
    page = client.get(f"{reverse('reports:instruction_list')}?state=overdue")
    assert [row[5].text for row in page.context["object_list"]] == ["逾期"]
    settings.DEMO_TODAY = DUE
    page = client.get(f"{reverse('reports:instruction_list')}?state=overdue")
    assert page.context["object_list"] == []


def test_a_refusal_keeps_what_was_typed(client, office, liaison):
    held = make_issued()
    client.force_login(office)
    typed = {"leader": "李区长", "given_on": "2016-08-09", "text": "请办", "due_on": "2016-08-20"}
    address = reverse("reports:instruction_give", args=[held.pk])
    page = client.post(address, typed | {"unit": liaison.unit_id}).content.decode()
    assert "批示日期不得晚于今天。" in page
    assert "李区长" in page


def test_each_act_has_its_page(client, asked, office, liaison):
    def post(person, name, **typed):
        client.force_login(person)
        address = reverse(f"reports:instruction_{name}", args=[asked.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, typed).status_code == 302
        return Instruction.objects.get(pk=asked.pk).state

    assert post(liaison, "answer", reply="已整改。") == "replied"
    assert post(office, "send_back", reason="缺佐证") == "asked"
    assert post(liaison, "answer", reply="已整改，附照片。") == "replied"
    assert post(office, "close", closing="") == "done"


def test_the_whole_record_is_exported_and_hides_what_the_reader_may_not_see(
    client, asked, office, liaison, django_capture_on_commit_callbacks
):
    answer_instruction(instruction=asked, by=liaison, reply="已整改。")
    close_instruction(instruction=asked, by=office, closing="同意办结")
    for person, document in ((office, "第1号文件"), (liaison, HIDDEN)):
        client.force_login(person)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("accounts:export_ask", args=["instructions"]), {"query": ""})
        export = Export.objects.latest("pk")
        content = b"".join(client.get(reverse("accounts:export_file", args=[export.pk])))
        rows = load_workbook(BytesIO(content)).active.values
        (line,) = [row for row in rows if "郑书记" in row]
        assert {"请立即整改。", "新店镇", "已办结", "已整改。", "同意办结", document} <= set(line)
