"""What an inspector does on his phone: one household's form, part by part."""

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import expect

from inspections.models import Assignment, Problem, Visit
from tests.flows.paper import answer, await_saved, fill_part
from tests.flows.people import Person

FAULT = {"E303_visits": "0"}
FAILING = "帮扶责任人近3个月未上门"
PARTS_AFTER_A = 3  # B, E, Z


def begin(inspector: Person) -> None:
    """Give one's word for the round, then open the one form left to fill in."""
    inspector.menu("我的任务")
    inspector.follow("阅读并承诺")
    inspector.tick(inspector.page.get_by_label("我已阅读并承诺"))
    inspector.press("确认承诺")
    inspector.open(inspector.page.get_by_role("button", name="开始填表"))


def keep_through_a_reload(inspector: Person) -> None:
    """What is saved by itself is still there when the page is loaded again."""
    answer(inspector, "A304_done", "yes")
    answer(inspector, "A104_gaps", ["none"])
    await_saved(inspector)
    inspector.page.reload()
    expect(inspector.page.locator("[name=A304_done][value=yes]")).to_be_checked()
    expect(inspector.page.locator("[name=A104_gaps][value=none]")).to_be_checked()


def be_told_what_is_wrong(inspector: Person) -> None:
    """A word where a number belongs is refused beside the question, and stays."""
    income = inspector.page.locator("[name=A103_income]")
    told = inspector.page.locator("[data-error-for=A103_income]")
    inspector.write(income, "三千")
    expect(told).not_to_be_empty()
    inspector.touch(inspector.page.get_by_role("button", name="保存并下一部分"))
    expect(inspector.page.locator("[data-save-state=wrong]").first).to_contain_text("填写有误")
    expect(told).not_to_be_empty()
    expect(income).to_have_value("三千")


def be_told_what_is_missing(inspector: Person, visit: Visit) -> None:
    """The page before submitting names what is left; a submit sent all the same is refused."""
    inspector.follow("检查提交")
    expect(inspector.page.get_by_role("button", name="提交督查表")).to_be_disabled()
    expect(inspector.page.locator(".todo-list")).to_contain_text(["户主能否说出帮扶责任人姓名"])
    assert inspector.post(f"/inspections/visits/{visit.pk}/submit/") == 409
    visit.refresh_from_db()
    assert visit.state == Visit.State.DRAFT


def fill_the_rest(inspector: Person, answers: Mapping[str, Any]) -> None:
    """Fill in what is left, part by part, and come to the page before submitting."""
    inspector.open(inspector.page.locator(".todo-list a").first)
    for _ in range(PARTS_AFTER_A):
        fill_part(inspector, answers)
        inspector.press("保存并")
    expect(inspector.page.locator("#main")).to_contain_text("全部作答")


def submit(inspector: Person) -> None:
    """Submit and see the form sealed; no problem comes of it before it is accepted."""
    inspector.press("提交督查表", sure=True)
    expect(inspector.page.locator(".messages")).to_contain_text("督查表已提交")
    expect(inspector.page.locator("#main")).to_contain_text("督查表已提交并封存")
    assert not Problem.objects.filter(fact__contains=FAILING).exists()


def accept(leader: Person, mine: Assignment) -> None:
    """Follow the list of what waits to the form, see what it will raise, and let it pass."""
    leader.menu("首页")
    leader.open(leader.page.locator("#main .number-card", has_text="待审核督查表"))
    leader.follow(mine.subject_name)
    expect(leader.page.locator("#main")).to_contain_text(FAILING)
    leader.press("通过", within=".action-bar", sure=True)
    expect(leader.page.locator(".messages")).to_contain_text("已通过")
    assert Problem.objects.filter(visit__assignment=mine).count() == 1
