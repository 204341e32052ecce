"""A problem after its order: planned, put off, reported, judged, closed, looked at again."""

from datetime import date
from typing import Any

from playwright.sync_api import FilePayload, expect

from accounts.models import User
from inspections.models import Problem, ProblemCategory, ProblemSource
from inspections.selectors.about import about_place
from inspections.services.entries import enter_problem
from reports.demo.moments import COUNTY
from reports.demo.papers import photo_of
from tests.flows.people import Person

FACTS = ("减贫实施方案未制定。", "公示栏内容未更新。")
REASON, PROGRESS = "连日暴雨，道路中断", "已完成一半"
WORDS = {"cause": "经办人变动", "measure": "已补制定方案", "result": "方案已印发，干部知晓"}
GATES = ("cause_found", "measure_done", "result_met")


def enter_two(place: Any, on: date) -> list[Problem]:
    """Let the office enter what a superior team found in a township."""
    office = User.objects.get(username="mudu")
    source = ProblemSource.objects.create(kind="superior", name="市委第四督导组", area_code=COUNTY)
    return [
        enter_problem(
            subject=about_place(place),
            source="superior",
            origin=source,
            fact=fact,
            category=ProblemCategory.objects.get(slug="plan"),
            found_on=on,
            by=office,
            on=on,
        )
        for fact in FACTS
    ]


def picture(name: str) -> FilePayload:
    """Give a photo as a phone takes it."""
    return FilePayload(name=f"{name}.jpg", mimeType="image/jpeg", buffer=photo_of(name))


def come_to(person: Person, problem: Problem) -> None:
    """Open the problem by the list."""
    person.menu("问题")
    person.follow(problem.number)


def order(office: Person, problem: Problem, *, days: str) -> None:
    """Order the township to rectify one problem in so many working days."""
    come_to(office, problem)
    office.follow("下达整改单")
    form = office.page.locator("form.form-card")
    form.locator("[name=requirement]").fill("补制定方案，如实公示。")
    form.locator("[name=term][value=days]").check()
    form.locator("[name=working_days]").fill(days)
    office.press("下达", within="form.form-card", sure=True)
    expect(office.page.locator(".messages")).to_contain_text("已下达")


def sign_all(township: Person, orders: int) -> None:
    """Sign for all orders on the first page at once."""
    township.menu("首页")
    cards = township.page.locator("#main .number-card", has_text="待签收整改单")
    expect(cards.locator("[data-number]")).to_have_text(str(orders))
    township.press("签收所选", sure=True)
    expect(township.page.locator(".messages")).to_contain_text(f"已签收{orders}张整改单")


def plan(township: Person, problem: Problem, *, until: date) -> None:
    """Write down who rectifies, how and until when."""
    come_to(township, problem)
    township.follow("填写整改计划")
    township.page.locator("[name=person]").fill("周干事")
    township.page.locator("[name=measure]").fill("逐村核对，补制定方案")
    township.page.locator("[name=planned_on]").fill(until.isoformat())
    township.press("保存", within="form.form-card")
    expect(township.page.locator(".page-note")).to_contain_text("整改中")


def ask_for_time(township: Person, *, until: date) -> None:
    """Ask for more time on the problem's page."""
    township.follow("申请延期")
    township.page.locator("[name=reason]").fill(REASON)
    township.page.locator("[name=progress]").fill(PROGRESS)
    township.page.locator("[name=until]").fill(until.isoformat())
    township.press("提交申请", within="form.form-card")
    expect(township.page.locator(".messages")).to_contain_text("延期申请已提交")


def grant(office: Person, problem: Problem, *, until: date) -> None:
    """Come from the first page's number to the request, grant it, see the later day."""
    office.menu("首页")
    office.open(office.page.locator("#main .number-card", has_text="待审批延期"))
    expect(office.page.locator("[data-total]")).to_have_text("1")
    office.follow(problem.number)
    office.follow("审批")
    office.page.locator("[name=verdict][value=yes]").check()
    office.press("确定", within="form.form-card")
    problem.refresh_from_db()
    assert problem.due_on == until


def report(township: Person, problem: Problem, *, again: bool = False) -> None:
    """Report with a photo for each of the three gates."""
    come_to(township, problem)
    township.follow("报送整改情况")
    for name, words in WORDS.items():
        township.page.locator(f"[name={name}]").fill(words + ("（补充）" if again else ""))
        evidence = township.page.locator(f"[name={name}_evidence]")
        evidence.set_input_files([picture(f"{name}{int(again)}")])
    township.press("报送", within="form.form-card")
    expect(township.page.locator(".messages")).to_contain_text("已报送")


def judge(verifier: Person, problem: Problem, *, passes: bool, on: date) -> None:
    """Return what is not done with the reason, or let it pass with a visit and a photo."""
    verifier.menu("首页")
    verifier.open(verifier.page.locator("#main .number-card", has_text="待复核"))
    verifier.follow(problem.number)
    verifier.follow("复核")
    for gate in GATES:
        value = "no" if gate == "measure_done" and not passes else "yes"
        verifier.page.locator(f"[name={gate}][value={value}]").check()
    if passes:
        verifier.page.locator("[name=visited_on]").fill(on.isoformat())
        verifier.page.locator("[name=photos]").set_input_files([picture("复核")])
    else:
        verifier.page.locator("[name=measure_note]").fill("公示照片看不清，请补拍。")
    verifier.press("提交复核")
    stands = "复核通过" if passes else "整改中"
    expect(verifier.page.locator(".page-note")).to_contain_text(stands)


def close(office: Person, problem: Problem) -> None:
    """Close the verified problem from the first page's number."""
    office.menu("首页")
    office.open(office.page.locator("#main .number-card", has_text="待销号"))
    office.follow(problem.number)
    office.open(office.page.locator(".page-actions, #main").get_by_role("link", name="销号").first)
    office.press("销号", within="form.form-card", sure=True)
    expect(office.page.locator(".page-note")).to_contain_text("已销号")


def send_back_again(office: Person, problem: Problem, *, on: date) -> None:
    """Choose the closed problem for a look back by one inspector."""
    office.go("/inspections/look-backs/closed/")
    office.page.locator(f"[name=ids][value='{problem.pk}']").check()
    office.press("安排回头看")
    inspector = User.objects.get(username="ducha1")
    form = office.page.locator("form.form-card")
    form.locator("[name=reason]").fill("群众反映方案没有执行")
    form.locator("[name=inspector]").select_option(str(inspector.pk))
    form.locator("[name=due_on]").fill(on.isoformat())
    office.press("安排回头看", within="form.form-card")
    expect(office.page.locator(".messages")).to_contain_text("回头看")


def find_relapse(inspector: Person, problem: Problem, *, on: date) -> None:
    """Visit again, find the problem back, say so with a photo."""
    inspector.menu("首页")
    inspector.open(inspector.page.locator("#main .number-card", has_text="我的回头看"))
    inspector.follow(problem.number)
    inspector.touch(inspector.page.locator("label", has_text="问题反弹"))
    inspector.page.locator("[name=visited_on]").fill(on.isoformat())
    inspector.page.locator("[name=note]").fill("方案印发后没有执行，群众不知晓。")
    inspector.page.locator("[name=photos]").set_input_files([picture("回头看")])
    inspector.press("提交", within="form.form-card", sure=True)
    expect(inspector.page.locator(".page-note")).to_contain_text("反弹")


def read_the_list(leader: Person, problem: Problem) -> None:
    """Come from the first page's number to the list, and to the late problem."""
    leader.menu("首页")
    leader.open(leader.page.locator("#main .number-card", has_text="领导督办清单"))
    expect(leader.page.locator("[data-total]")).to_have_text("1")
    leader.follow(problem.number)
    expect(leader.page.locator(".page-note")).to_contain_text("超期")
