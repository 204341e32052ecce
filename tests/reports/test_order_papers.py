"""督办整改单, 整改回复单 and 销号申请表 on paper: nothing left out, photos held, gates kept."""

import zipfile
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from django.urls import reverse

from inspections.models import Problem, RectificationOrder
from inspections.services.rectifications import close_problem
from reports.papers.content import PaperForm
from reports.papers.orders import closing_paper, order_paper, reply_paper
from reports.selectors.order_papers import order_text, pictures_of_problem, problem_text
from tests.inspections.problem_cast import DAY, NOON, WORDS, bring, make_attachment

pytestmark = pytest.mark.django_db
STATE = Problem.State


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at(office, liaison, verifier):
    """Give a function that makes a problem in a state."""
    return partial(bring, office=office, liaison=liaison, verifier=verifier)


def said(paper: PaperForm) -> str:
    """Give everything a paper says, as one text."""
    cells = [text for field in paper.head for text in field]
    for part in paper.parts:
        cells += [cell for table in part.tables for row in table.rows for cell in row]
    return "\n".join([paper.title, paper.subtitle, *cells])


def missing(words, text: str) -> list[str]:
    return [word for word in words if word not in text]


def sheet(problem: Problem) -> str:
    order = RectificationOrder.objects.get(covers=problem)
    return said(order_paper(order_text(order)[0]))


def text_of(problem: Problem):
    return problem_text(Problem.objects.get(pk=problem.pk))


def test_the_order_says_what_it_must(at):
    problem = at("verified")
    known = (problem.number, problem.fact, problem.basis, problem.subject_name, problem.item)
    order = (
        "督改〔2016〕1号",
        "新店镇",
        "限期补齐方案",
        "2016年7月27日",
        "2016年7月12日",
        "周干事",
    )
    answers = (*WORDS.values(), "照片.jpg", "复核通过。属实", "赵主任", "2016年7月20日")
    assert missing((*known, *order, *answers), sheet(problem)) == []


def test_an_order_not_answered_leaves_room_to_write(at):
    text = sheet(at("ordered"))
    assert missing(("签收人：", "原因：", "措施：", "结果：", "责任人签字："), text) == []


def test_a_problem_handed_up_stands_on_the_sheet_with_its_way(at):
    problem = at("reported")
    gone = {"order": None, "due_on": None, "handed_up_on": DAY, "state": STATE.CONFIRMED}
    Problem.objects.filter(pk=problem.pk).update(**gone)
    text = sheet(problem)
    assert missing((problem.number, problem.fact, "已上交，待另行下达"), text) == []
    assert WORDS["measure"] not in text
    assert text_of(problem) is None


def test_the_reply_form_is_blank_and_then_as_reported(at):
    blank = said(reply_paper(text_of(at("acknowledged"))))
    assert missing(("问题原因", "整改措施", "整改结果", "佐证材料", "签字："), blank) == []
    filled = said(reply_paper(text_of(at("reported"))))
    assert missing((*WORDS.values(), "照片.jpg", "2016年7月20日"), filled) == []


def test_a_reply_of_an_earlier_life_is_not_this_orders(at):
    problem = at("reported")
    later = problem.order.issued_on + timedelta(days=30)
    RectificationOrder.objects.filter(pk=problem.order_id).update(issued_on=later, due_on=later)
    assert text_of(problem).replies == ()
    assert pictures_of_problem(Problem.objects.get()) == ()


def test_the_close_out_form_ticks_the_gates(at, office):
    problem = at("verified")
    close_problem(problem=problem, note="同意", by=office, on=NOON.date())
    text = said(closing_paper(text_of(problem)))
    gates = ("问题查清　☑是　☐否", "整改到位　☑是　☐否", "成效达标　☑是　☐否")
    assert missing((*gates, *WORDS.values(), "销号。同意", "2016年7月20日"), text) == []


def test_the_close_out_form_waits_for_the_verifier(at):
    text = said(closing_paper(text_of(at("reported"))))
    assert missing(("问题查清　☐是　☐否", "复核人：", "　　　年　　月　　日"), text) == []


def paper(name: str, pk: int, ending: str) -> str:
    return reverse(f"reports:{name}", args=[pk, ending])


@pytest.mark.parametrize("name", ["order_paper", "reply_paper", "closing_paper"])
def test_a_paper_is_handed_out_with_its_photos(client, at, office, name):
    problem = at("reported")
    problem.photos.add(make_attachment(office))
    client.force_login(office)
    pk = problem.order_id if name == "order_paper" else problem.pk
    docx = client.get(paper(name, pk, "docx")).content
    held = zipfile.ZipFile(BytesIO(docx)).namelist()
    assert len([part for part in held if part.startswith("word/media/")]) >= 1
    assert "现场照片" in zipfile.ZipFile(BytesIO(docx)).read("word/document.xml").decode()
    assert client.get(paper(name, pk, "pdf")).content.startswith(b"%PDF")
    assert client.get(paper(name, pk, "xls")).status_code == 404


def test_papers_are_hidden_with_their_records(client, at, outsider):
    problem = at("reported")
    client.force_login(outsider)
    for name, pk in (("order_paper", problem.order_id), ("reply_paper", problem.pk)):
        assert client.get(paper(name, pk, "docx")).status_code == 404


def test_a_problem_without_an_order_has_no_paper(client, at, office):
    client.force_login(office)
    assert client.get(paper("reply_paper", at("confirmed").pk, "pdf")).status_code == 404
