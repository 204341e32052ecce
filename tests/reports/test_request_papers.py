from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from inspections.services.summons import Held, record_summons
from reports.papers.requests import ExtensionText, SummonsText, extension_paper, summons_paper
from reports.renderers.paper_docx import render_paper_docx
from tests.make import COUNTY, NOW, make_unit

ASKED = ExtensionText(
    number="问〔2016〕7号",
    unit="新店镇",
    person="陈某",
    order="整〔2016〕3号",
    subject="新店镇塅上村",
    fact="方案未制定",
    due_before=date(2016, 8, 10),
    until=date(2016, 8, 20),
    reason="材料待批",
    progress="已完成八成",
    by="李科员",
    on=date(2016, 8, 1),
    state="pending",
    state_label="待审批",
    decision_note="",
    decided_by="",
    decided_on=None,
)
HELD = SummonsText(
    unit="新店镇人民政府",
    person="陈建国（镇长）",
    held_on=date(2016, 7, 29),
    place="区委302会议室",
    host="王科长",
    matter="方案未制定",
    requirement="十日内印发",
    due_on=date(2016, 8, 8),
    statement="",
    recorder="王科长",
    problems=(("问〔2016〕7号", "方案未制定", "2016-08-10", "已下达"),),
)


def words(paper) -> str:
    opened = docx.Document(BytesIO(render_paper_docx(paper)))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in opened.paragraphs), *cells])


def test_an_open_request_leaves_room_for_the_decision():
    said = words(extension_paper(ASKED))
    assert "2016年8月10日" in said
    assert "☐同意　☐不同意" in said


def test_a_decided_request_names_who_decided_and_what():
    decided = {"state": "granted", "decided_by": "赵主任", "decided_on": date(2016, 8, 2)}
    said = words(extension_paper(ExtensionText(**(ASKED.__dict__ | decided))))
    assert "☑同意　☐不同意" in said
    assert "审批人：赵主任　2016年8月2日" in said


def test_a_summons_paper_lists_the_problems_and_says_when_annulled():
    said = words(summons_paper(HELD))
    assert all(word in said for word in ("约谈提醒记录表", "陈建国（镇长）", "问〔2016〕7号"))
    annulled = SummonsText(**(HELD.__dict__ | {"annulled": "单位有误"}))
    assert "【已作废：单位有误】" in words(summons_paper(annulled))


@pytest.mark.django_db
def test_only_who_may_record_prints_the_full_name_and_leaves_a_trace(client, office, verifier):
    unit = make_unit("新店镇人民政府", kind="township", area_code=f"{COUNTY}105")
    said = {"place": "会议室", "host": "王科长", "matter": "问题", "requirement": "整改"}
    days = {"held_on": NOW.date(), "due_on": NOW.date()}
    held = Held(unit=unit, person_name="陈建国", **said, **days)
    made = record_summons(held=held, problems=[], by=office, at=NOW)
    address = reverse("reports:summons_paper", args=[made.pk, "docx"])

    def printed(user) -> str:
        client.force_login(user)
        opened = docx.Document(BytesIO(client.get(address).content))
        return "".join(c.text for t in opened.tables for row in t.rows for c in row.cells)

    assert "陈建国" in printed(office)
    assert "陈某某" in printed(verifier)
    assert AuditEvent.objects.filter(action="print_summons").count() == 1
