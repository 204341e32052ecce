"""One month, walked from the plan to the bulletin by its people, by the keyboard alone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, expect

from accounts.models import User
from inspections.models import Assignment, Problem, Visit
from reports.demo.sights import answers_for_visit
from tests.flows import at_the_office, in_the_field, in_the_township
from tests.flows.keyboard import Typist
from tests.flows.paper import fill_part
from tests.flows.people import Person
from tests.flows.small_county import TODAY, make_small_county, visit_the_others

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

FIGURES = ("problems", "problems_open", "visited_household", "households")
Enter = Callable[..., Typist]


@pytest.fixture
def enter(browser: Browser, live_server, roles, settings: LazySettings, tmp_path) -> Enter:
    """Give a function that lets somebody of a small county come to his screen."""
    settings.DEMO_TODAY, settings.MEDIA_ROOT = TODAY, tmp_path / "media"
    make_small_county()
    return partial(Typist, browser, live_server.url)


def test_a_month_is_walked_from_the_plan_to_the_bulletin(enter: Enter, tmp_path: Path):
    office = enter("mudu")
    tab_comes_to_everything(office)
    mine = the_month_is_drawn(office, tmp_path)
    visit_the_others(mine)
    the_household_is_visited(enter("ducha4", phone=True), mine)
    the_leader_accepts(enter("ducha1", phone=True), mine)
    problem = Problem.objects.get(visit__assignment=mine)
    at_the_office.confirm_and_order(office, problem)
    the_township_rectifies(enter(officer_of(problem), phone=True), problem)
    the_neighbour_sees_nothing(enter(neighbour_of(problem), phone=True), problem)
    the_poverty_office_verifies(enter("fupin"), problem)
    at_the_office.close(office, problem)
    the_leader_reads_the_dashboard(enter("lingdao"))
    the_bulletin_is_published(office, enter("shenhe"), enter("fupin"), tmp_path)


def tab_comes_to_everything(office: Typist) -> None:
    """On the first page, a list and a form."""
    office.walk()
    office.menu("期次")
    office.walk()
    office.follow("制定期次")
    office.walk()


def the_month_is_drawn(office: Typist, folder: Path) -> Assignment:
    at_the_office.plan_and_seal(office)
    at_the_office.draw(office)
    assert at_the_office.replay(office, folder) == "一致：封签、次序、抽中、替补均相符。"
    return at_the_office.send_teams(office)


def the_household_is_visited(inspector: Typist, mine: Assignment) -> None:
    in_the_field.begin(inspector)
    inspector.walk()
    visit = Visit.objects.get(assignment=mine)
    answers = answers_for_visit(visit=visit, day=TODAY, faults=in_the_field.FAULT)
    fill_part(inspector, answers)
    assert inspector.moved() == []
    inspector.press("保存并下一部分")
    assert inspector.moved() == []
    in_the_field.keep_through_a_reload(inspector)
    in_the_field.be_told_what_is_wrong(inspector)
    assert inspector.moved() == []
    fill_part(inspector, answers)
    in_the_field.be_told_what_is_missing(inspector, visit)
    in_the_field.fill_the_rest(inspector, answers)
    in_the_field.submit(inspector)
    assert inspector.moved() == []
    inspector.leave()


def the_leader_accepts(leader: Person, mine: Assignment) -> None:
    in_the_field.accept(leader, mine)
    leader.leave()


def officer_of(problem: Problem) -> str:
    return User.objects.get(unit=problem.responsible_unit).username


def neighbour_of(problem: Problem) -> str:
    others = User.objects.filter(username__startswith="xz").exclude(username=officer_of(problem))
    return others.order_by("username")[0].username


def the_township_rectifies(township: Person, problem: Problem) -> None:
    in_the_township.acknowledge(township, problem)
    in_the_township.plan(township)
    in_the_township.report_without_evidence(township)
    in_the_township.report(township, problem)
    assert in_the_township.judge_oneself(township, problem) == [403, 403]
    township.leave()


def the_neighbour_sees_nothing(neighbour: Person, problem: Problem) -> None:
    problem.refresh_from_db()
    for kind, number in (("problems", problem.pk), ("orders", problem.order_id)):
        hidden = neighbour.answer_of(f"/inspections/{kind}/{number}/")
        assert hidden == neighbour.answer_of(f"/inspections/{kind}/999999/")
        assert hidden[0] == 404
    neighbour.leave()


def the_poverty_office_verifies(verifier: Person, problem: Problem) -> None:
    verifier.menu("整改")
    verifier.follow(problem.number)
    verifier.follow("复核")
    for gate in ("cause_found", "measure_done", "result_met"):
        verifier.tick(verifier.page.locator(f"[name={gate}][value=yes]"))
    verifier.press("提交复核")
    expect(verifier.page.locator(".page-note")).to_contain_text("复核通过")
    verifier.leave()


def the_leader_reads_the_dashboard(leader: Person) -> None:
    for key in FIGURES:
        leader.menu("看板")
        figure = leader.page.locator(f"[data-number={key}]")
        value = figure.inner_text()
        leader.open(figure)
        expect(leader.page.locator("[data-total]")).to_have_text(value)
    leader.leave()


def the_bulletin_is_published(
    office: Person, reviewer: Person, verifier: Person, folder: Path
) -> None:
    at_the_office.order_the_rest()
    at_the_office.finish_the_round(office)
    at_the_office.assemble(office)
    expect(office.page.locator("#main")).to_contain_text("完整性检查")
    kinds = at_the_office.download_all(office, folder)
    assert kinds[:2] == [".docx", ".pdf"]
    assert set(kinds[2:]) == {".xlsx"}
    at_the_office.pass_on(office, reviewer, verifier)
    at_the_office.put_away(office)
    for somebody in (office, reviewer, verifier):
        somebody.leave()
