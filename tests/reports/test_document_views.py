import pytest
from django.urls import reverse

from inspections.models import Problem
from reports.models import Bulletin
from reports.services.documents import BEGUN
from tests.make import make_problem
from tests.reports.begun import SCORES, begin, issue_month, make_place
from tests.reports.term import two_months

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, office):
    make_place()
    client.force_login(office)
    return client


def address(kind: str) -> str:
    return reverse("reports:document_begin", args=[kind])


def page(desk, kind: str) -> str:
    return desk.get(address(kind)).content.decode()


def test_every_kind_has_its_card(desk):
    cards = desk.get(reverse("reports:document_new")).content.decode()
    assert [kind for kind in BEGUN if address(kind) not in cards] == []


def test_a_term_is_offered_with_the_months_it_lacks(desk):
    for facts in two_months():
        issue_month(facts)
    assert "2016年第三季度（缺9月通报）" in page(desk, "quarter")
    assert "2016年度（缺1月至6月、9月至12月通报）" in page(desk, "year")


def test_a_term_that_has_its_document_is_not_offered(desk, office):
    issue_month(two_months()[0])
    begin("quarter", office, ranked=True)
    assert "没有可以汇总的期间" in page(desk, "quarter")


@pytest.mark.parametrize(
    ("kind", "words"),
    [("briefing", "还没有已印发的月度通报"), ("cross_check", "还没有已审核的互查记录")],
)
def test_a_form_without_anything_to_choose_says_why(desk, kind, words):
    assert words in page(desk, kind)


def test_a_special_report_is_begun_from_ticked_problems(desk):
    chosen = make_problem(state=Problem.State.CONFIRMED, scope="individual", fact="屋顶漏雨")
    make_problem(fact="没有勾选的")
    given = {"title": "关于危房的督查专报", "to": "区委书记", "source": "领导批示"}
    answered = desk.post(
        address("special_report"), given | {"numbers": [chosen.number]}, follow=True
    )
    told = answered.content.decode()
    assert answered.redirect_chain[-1][0] == reverse(
        "reports:bulletin_detail", args=[Bulletin.objects.get().pk]
    )
    assert "屋顶漏雨" in told
    assert "没有勾选的" not in told


def test_what_was_ticked_stays_when_the_form_is_refused(desk):
    chosen = make_problem()
    told = desk.post(address("special_report"), {"numbers": [chosen.number]}).content.decode()
    assert f'value="{chosen.number}" checked' in told


def test_the_problems_offered_are_narrowed(desk):
    severe = make_problem(severity=Problem.Severity.SEVERE)
    other = make_problem()
    told = desk.get(address("special_report"), {"severity": "severe"}).content.decode()
    assert severe.number in told
    assert other.number not in told


@pytest.mark.parametrize("lines", [1, 3])
def test_offering_problems_asks_the_same_queries_for_any_number(
    desk, lines, django_assert_max_num_queries
):
    for _ in range(lines):
        make_problem()
    with django_assert_max_num_queries(14):
        desk.get(address("special_report"))


def test_wrong_scores_stand_above_the_form_and_stay_in_it(desk):
    given = {"month": "2016-07", "rewards": "5000、3000、2000", "scores": "无名村 1 2 3"}
    told = desk.post(address("ranking"), given).content.decode()
    assert "第1行：底册没有“无名村”。" in told
    assert "无名村 1 2 3" in told


def test_a_ranking_is_begun_and_gathered_anew(desk):
    given = {"month": "2016-07", "rewards": "800、500", "scores": SCORES}
    desk.post(address("ranking"), given)
    held = Bulletin.objects.get()
    again = desk.post(reverse("reports:document_refresh", args=[held.pk]), follow=True)
    assert "塅上村奖励800元；长塝村扣除800元" in again.content.decode()
    assert "已按现在的数据重新汇总" in again.content.decode()


def test_amounts_that_are_no_numbers_are_refused(desk):
    given = {"month": "2016-07", "rewards": "五千", "scores": SCORES}
    assert "请只填数额" in desk.post(address("ranking"), given).content.decode()


def test_a_briefing_cannot_end_before_it_begins(desk):
    for facts in two_months():
        issue_month(facts)
    given = {"first": "2016-08-01", "last": "2016-07-01", "to": "区脱贫攻坚领导小组"}
    told = desk.post(address("briefing"), given).content.decode()
    assert "截止月份不得早于起始月份" in told


@pytest.mark.parametrize("kind", ["monthly", "supplement", "nothing"])
def test_other_kinds_are_not_begun_here(desk, kind):
    assert desk.get(address(kind)).status_code == 404
