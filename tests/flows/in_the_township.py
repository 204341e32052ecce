"""What a township does on a phone: sign for the order, report with a photo."""

from playwright.sync_api import FilePayload, expect

from inspections.models import Problem
from reports.demo.papers import photo_of
from tests.flows.people import Person

REPLY = {"cause": "帮扶责任人外出培训", "measure": "已补走访三次", "result": "户主认可"}


def acknowledge(township: Person, problem: Problem) -> None:
    """Follow the notice to the order and sign for it."""
    township.open(township.page.locator(".top-button[aria-label^=消息]"))
    township.open(township.page.locator("#main").get_by_text("收到").first)
    township.press("签收", sure=True)
    township.follow(problem.number)


def plan(township: Person) -> None:
    """Write down who rectifies, by what and until when."""
    township.follow("填写整改计划")
    township.write(township.page.locator("[name=person]"), "何干事")
    township.write(township.page.locator("[name=measure]"), "责任人补走访三次并记入手册")
    township.press("保存计划")
    expect(township.page.locator(".page-note")).to_contain_text("整改中")


def report_without_evidence(township: Person) -> None:
    """A report without evidence is refused and keeps its words."""
    township.follow("报送整改情况")
    for name, text in REPLY.items():
        township.write(township.page.locator(f"[name={name}]"), text)
    township.press("报送", within="#main")
    expect(township.page.locator("[data-error-for=evidence]")).not_to_be_empty()
    for name, text in REPLY.items():
        expect(township.page.locator(f"[name={name}]")).to_have_value(text)


def report(township: Person, problem: Problem) -> None:
    """Report with a photo."""
    content = photo_of(problem.number)
    photo = FilePayload(name="走访.jpg", mimeType="image/jpeg", buffer=content)
    township.hand_over(township.page.locator("[name=evidence]"), photo)
    township.press("报送", within="#main")
    expect(township.page.locator(".messages")).to_contain_text("已报送")


def judge_oneself(township: Person, problem: Problem) -> list[int]:
    """Find no way to verify or close one's own problem; give how the addresses answer."""
    expect(township.page.get_by_role("link", name="复核", exact=True)).to_have_count(0)
    expect(township.page.get_by_role("link", name="销号", exact=True)).to_have_count(0)
    here = f"/inspections/problems/{problem.pk}"
    gates = {"cause_found": "yes", "measure_done": "yes", "result_met": "yes"}
    return [township.post(f"{here}/verify/", **gates), township.post(f"{here}/close/")]
