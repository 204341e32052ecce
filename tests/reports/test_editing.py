from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.errors import RuleBroken
from accounts.models import AuditEvent
from reports.composing import facts_of
from reports.drafting.editing import Edit, mark_of
from reports.models import Bulletin, BulletinStep
from reports.passages import read_passages, write_passages
from reports.services import assemble_bulletin
from reports.services.blockers import blockers_of
from reports.services.editing import edit_text
from tests.make import NOW, make_problem
from tests.reports.drafts import make_draft, passage_of
from tests.reports.month import COUNTY, DAY, JULY

pytestmark = pytest.mark.django_db
LEAD = "problems.lead"


@pytest.fixture
def draft():
    return make_draft()


def edit(held: Bulletin, key: str, **typed) -> Edit:
    passage = passage_of(held, key)
    said = {name: getattr(passage, name) for name in ("text", "run_in", "reason", "dropped")}
    return Edit(key, mark_of(passage), **(said | typed))


def test_an_edit_is_kept_told_and_printed(draft, office):
    sent = edit(draft, "require.2", run_in="全面自查。")
    edit_text(bulletin=draft, edits=[sent], by=office, at=NOW)
    assert passage_of(draft, "require.2").run_in == "全面自查。"
    step = BulletinStep.objects.get()
    assert (step.act, step.opinion, step.by) == ("edited", "1段：“举一反三自查”", office)
    assert AuditEvent.objects.get(action="edit_bulletin").detail == {"passages": ["require.2"]}
    assert [file.kind for file in draft.files.all()] == ["docx", "pdf"]


def test_who_is_later_with_the_same_passage_is_told_and_nothing_is_kept(draft, office, verifier):
    first, second = (edit(draft, LEAD, text=text) for text in ("甲写的", "乙写的"))
    edit_text(bulletin=draft, edits=[first], by=office, at=NOW)
    with pytest.raises(RuleBroken, match="“甲写的”段在您打开本页后被王科长改过") as refusal:
        edit_text(bulletin=draft, edits=[second], by=verifier, at=NOW)
    assert refusal.value.code == "edited_meanwhile"
    assert passage_of(draft, LEAD).text == "甲写的"


def test_two_who_edit_different_passages_both_keep_theirs(draft, office, verifier):
    first, second = edit(draft, LEAD, text="甲写的"), edit(draft, "require.4", run_in="乙写的")
    edit_text(bulletin=draft, edits=[first], by=office, at=NOW)
    stale_view = edit(make_copy(draft), LEAD)
    edit_text(bulletin=draft, edits=[stale_view, second], by=verifier, at=NOW)
    assert passage_of(draft, LEAD).text == "甲写的"
    assert passage_of(draft, "require.4").run_in == "乙写的"


def make_copy(held: Bulletin) -> Bulletin:
    """Give the draft again, as another page has it."""
    return Bulletin.objects.get(pk=held.pk)


def test_nothing_typed_is_refused(draft, office):
    with pytest.raises(RuleBroken, match="没有改动"):
        edit_text(bulletin=draft, edits=[edit(draft, LEAD)], by=office, at=NOW)


@pytest.mark.parametrize("state", ["review", "signed"])
def test_a_text_under_way_is_not_edited(draft, office, state):
    sent = edit(draft, LEAD, text="改")
    Bulletin.objects.update(state=state)
    with pytest.raises(RuleBroken, match="退回起草后才能修改正文"):
        edit_text(bulletin=draft, edits=[sent], by=office, at=NOW)


def typed(held: Bulletin, key: str, **fields) -> None:
    """Keep an edited passage as if it was typed before."""
    held.passages = write_passages(
        replace(line, **fields) if line.key == key else line
        for line in read_passages(held.passages)
    )
    held.save(update_fields=["passages"])


def test_a_changed_number_blocks_until_it_has_a_reason(draft):
    before = blockers_of(draft)
    changed = passage_of(draft, LEAD).text.replace("发现问题3个", "发现问题4个")
    typed(draft, LEAD, text=changed)
    assert [line for line in blockers_of(draft) if line not in before] == [
        "“本月共发现问题4个，其中…”段数字与数据不一致且未说明理由：原文3个，现为4个。"
    ]
    typed(draft, LEAD, reason="含补录1个")
    assert blockers_of(draft) == before


def test_assembling_again_keeps_what_was_typed_and_marks_it(draft, office):
    typed(draft, LEAD, text="本月问题较上月减少。")
    typed(draft, "require.2", run_in="全面自查。")
    make_problem()
    again = assemble_bulletin(county=COUNTY, period=JULY, by=office, on=DAY)
    assert again.pk == draft.pk
    lead, rest = passage_of(again, LEAD), passage_of(again, "require.2")
    assert (lead.text, lead.stale) == ("本月问题较上月减少。", True)
    assert "发现问题4个" in lead.drafted_text
    assert (rest.run_in, rest.stale) == ("全面自查。", False)
    assert facts_of(again).count("problems") == 4


def test_assembling_does_not_overwrite_what_is_typed_while_it_runs(draft, office):
    def meanwhile(percent: int) -> None:
        if percent == 100:
            typed(Bulletin.objects.get(pk=draft.pk), LEAD, text="刚写的")

    with pytest.raises(RuleBroken, match="正文刚被修改，请再汇总一次"):
        assemble_bulletin(county=COUNTY, period=JULY, by=office, on=DAY, progress=meanwhile)
    assert passage_of(draft, LEAD).text == "刚写的"


def address(draft: Bulletin) -> str:
    return reverse("reports:bulletin_text", args=[draft.pk])


def sent(draft: Bulletin, **more: str) -> dict[str, str]:
    """Give what the page sends when nothing was typed, and what was."""
    fields = {}
    for line in read_passages(draft.passages):
        fields |= {f"seen:{line.key}": mark_of(line), f"text:{line.key}": line.text}
        fields |= {f"run_in:{line.key}": line.run_in, f"reason:{line.key}": line.reason}
    return fields | more


def test_the_page_shows_every_passage_beside_the_figures(client, office, draft):
    client.force_login(office)
    page = client.get(address(draft)).content.decode()
    for line in read_passages(draft.passages):
        assert f'name="seen:{line.key}"' in page
    assert 'href="/inspections/problems/?area=510304&amp;period=2016-07"' in page


def test_the_page_saves_flags_the_number_and_stays(client, office, draft):
    client.force_login(office)
    changed = passage_of(draft, LEAD).text.replace("问题3个", "问题5个")
    answer = client.post(address(draft), sent(draft, **{f"text:{LEAD}": changed}), follow=True)
    page = answer.content.decode()
    assert "已保存" in page
    assert "原文3个，现为5个" in page
    assert "未填写不能送审、印发" in page


def test_the_page_keeps_the_losers_words_beside_those_that_won(client, office, draft):
    late = sent(draft, **{f"text:{LEAD}": "我写的"})
    typed(draft, LEAD, text="他人先写的")
    client.force_login(office)
    page = client.post(address(draft), late).content.decode()
    assert "我写的</textarea>" in page
    assert "现在的文字</strong>他人先写的" in page
    assert passage_of(draft, LEAD).text == "他人先写的"


def test_the_page_of_a_document_under_way_leads_back(client, office, draft):
    Bulletin.objects.update(state="review")
    client.force_login(office)
    answer = client.get(address(draft))
    assert answer.url == reverse("reports:bulletin_detail", args=[draft.pk])


def test_a_passage_that_is_too_long_is_refused_with_what_was_typed(client, office, draft):
    client.force_login(office)
    late = sent(draft, **{f"text:{LEAD}": "字" * 3001})
    page = client.post(address(draft), late).content.decode()
    assert "超过3000字，请分成几段" in page
    assert "字" * 3001 in page


def test_signs_that_no_file_can_hold_are_not_kept(client, office, draft):
    client.force_login(office)
    client.post(address(draft), sent(draft, **{f"text:{LEAD}": "共\0若干\x0b个"}))
    assert passage_of(draft, LEAD).text == "共若干个"
