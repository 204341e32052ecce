import pytest

from accounts.errors import RuleBroken
from accounts.models import AuditEvent, Role
from inspections.models import Problem, Reply
from reports.composing import document_of, facts_of
from reports.kinds import KINDS
from reports.models import Bulletin
from reports.services.documents import BEGUN, begin_document, refresh_document
from tests.make import COUNTY, JULY, make_problem, make_round, make_user
from tests.reports.begun import DAY, SCORES, begin, issue_month, make_place, words_of
from tests.reports.term import two_months

pytestmark = pytest.mark.django_db
TERMS = {"quarter": "督查评比情况", "half_year": "督查工作小结", "year": "督查工作总评"}


@pytest.fixture
def months():
    make_place()
    for facts in two_months():
        issue_month(facts)


def special(office, **fields):
    problem = make_problem(state=Problem.State.CONFIRMED, scope="individual", fact="屋顶漏雨")
    Reply.objects.create(problem=problem, cause="人手不足", measure="修", result="-", by=office)
    given = {
        "title": "关于新店镇危房改造的督查专报",
        "to": "区委书记",
        "source": "区委主要领导7月20日批示",
        "numbers": [problem.number],
        "suggestions": ["加快施工进度"],
    }
    return begin("special_report", office, **(given | fields))


@pytest.mark.parametrize("kind", TERMS)
def test_a_term_is_drafted_with_its_tables(office, months, kind):
    period = JULY if kind != "year" else JULY.replace(month=1)
    draft = begin(kind, office, period=period, ranked=True)
    words = words_of(draft)
    assert TERMS[kind] in draft.title
    assert "共发现问题3个，已销号1个，销号率33.3%（1/3）" in words
    assert "乡镇（街道）评比名次表" in words
    assert [file.kind for file in draft.files.all()] == ["docx", "pdf", "tables"]


def test_a_briefing_goes_upward_with_what_the_office_proposes(office, months):
    draft = begin("briefing", office, until="2016-08-01", proposals=["研究解决资金缺口"])
    words = words_of(draft)
    assert draft.until.month == 8
    assert "建议研究解决资金缺口。" in words
    assert "特此报告。" in words
    assert KINDS["briefing"].masthead(facts_of(draft)).upward


def test_a_special_report_tells_problems_causes_and_advice(office):
    make_place()
    draft = special(office, round=make_round().pk)
    words = words_of(draft)
    for told in ("根据区委主要领导7月20日批示", "屋顶漏雨", "人手不足。", "加快施工进度。"):
        assert told in words
    assert "按照“2016年7月专项督查”安排" in words
    assert (draft.series, draft.addressees) == ("督查专报", "区委书记")


def test_a_special_report_is_for_leaders_only(office):
    make_place()
    special(office)
    township = make_user(Role.TOWNSHIP_OFFICER, area_code=f"{COUNTY}105")
    assert not Bulletin.objects.visible_to(township).exists()


def test_a_special_report_about_nothing_is_refused(office):
    make_place()
    with pytest.raises(RuleBroken, match="请勾选问题"):
        special(office, numbers=[])


def test_a_ranking_is_drafted_from_pasted_scores(office):
    make_place()
    draft = begin("ranking", office, scores=SCORES, rewards=[5000, 3000, 2000])
    words = words_of(draft)
    assert "塅上村奖励5000元；长塝村扣除5000元" in words
    assert "90.50" in words


def test_wrong_scores_are_named_by_line(office):
    make_place()
    with pytest.raises(RuleBroken, match="第1行：看户得分应在0至50之间：99。"):
        begin("ranking", office, scores="塅上村 99 1 1", rewards=[])


def test_a_term_without_an_issued_month_is_refused(office):
    make_place()
    with pytest.raises(RuleBroken, match="没有已印发的月度通报"):
        begin("quarter", office)


def test_a_term_has_one_document(office, months):
    begin("quarter", office, ranked=True)
    with pytest.raises(RuleBroken, match="本期已有季度评比通报（起草）"):
        begin("quarter", office, ranked=False)


def test_a_form_sent_twice_makes_one_draft(office, months):
    asked = {"until": "2016-08-01", "title": "关于工作推进情况的报告"}
    assert begin("briefing", office, **asked) == begin("briefing", office, **asked)
    assert AuditEvent.objects.filter(action="begin_document").count() == 1


def test_gathering_anew_keeps_what_was_chosen_and_the_offices_own_words(office):
    make_place()
    draft = special(office)
    draft.passages[0]["text"] = "按照区委要求，报告如下。"
    draft.save(update_fields=["passages"])
    Problem.objects.update(fact="屋顶漏雨，墙体开裂")
    again = refresh_document(held=draft, by=office, on=DAY)
    assert again.pk == draft.pk
    assert "屋顶漏雨，墙体开裂" in words_of(again)
    assert "按照区委要求，报告如下。" in words_of(again)


def test_what_has_left_the_desk_is_not_gathered_anew(office):
    make_place()
    draft = special(office)
    Bulletin.objects.update(state=Bulletin.State.REVIEW)
    draft.refresh_from_db()
    with pytest.raises(RuleBroken, match="退回起草后才能重新汇总"):
        refresh_document(held=draft, by=office, on=DAY)


def test_the_months_bulletin_is_not_begun_here(office):
    with pytest.raises(RuleBroken, match="不在此新建"):
        begin_document(kind="monthly", county=COUNTY, period=JULY, by=office, on=DAY, asked={})


def test_every_kind_is_known_and_can_be_composed_from_its_row(office, months):
    assert set(KINDS) == set(Bulletin.Kind.values)
    assert set(BEGUN) == set(KINDS) - {"monthly", "supplement"}
    draft = begin("quarter", office, ranked=True)
    kept = Bulletin.objects.get(pk=draft.pk)
    assert document_of(kept) == document_of(draft)


def test_a_title_that_looks_like_a_path_names_files_in_one_folder(office):
    make_place()
    asked = {"to": "区委", "source": "", "suggestions": [], "round": None}
    held = begin(
        "special_report", office, numbers=[make_problem().number], title="a/../../b\n", **asked
    )
    names = [file.name for file in held.files.all()]
    assert names == [f"大安区督查专报_a-..-..-b-（草稿）.{ending}" for ending in ("docx", "pdf")]
