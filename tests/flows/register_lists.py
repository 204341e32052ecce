"""What is done on the register's lists: exits, posts, a search, a list taken out."""

from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from accounts.models import Export
from households.models import Member
from tests.flows.in_the_register import listed, tab
from tests.flows.people import Person
from tests.flows.register_files import number_of

FILLED = "第一书记"


def search(person: Person, words: str) -> None:
    """Look for something in the list of households."""
    person.menu("底册")
    person.page.locator("#search-words").fill(words)
    person.press("检索", within=".search-box")


def two_households_begin_to_leave(office: Person) -> None:
    """Date the first step of two households at once."""
    tab(office, "退出程序")
    begun = office.page.locator("[data-number=未开始]")
    before = int(begun.inner_text())
    for box in office.page.locator("[name=ids]").all()[:2]:
        box.check()
    office.page.locator("[name=step]").select_option(label="民主评议")
    office.press("登记所选户", sure=True)
    expect(office.page.locator(".messages")).to_contain_text("2户")
    expect(begun).to_have_text(str(before - 2))


def a_gap_is_filled(office: Person) -> None:
    """Put a first secretary into the first village that has none; its gap is gone."""
    tab(office, "五个一")
    gaps = office.page.locator(f"[data-number={FILLED}缺岗]")
    before = int(gaps.inner_text())
    empty = office.page.locator("[data-slot=first_secretary].board-gap").first
    office.open(empty.get_by_role("link", name="登记"))
    office.page.locator("[name=person_name]").fill("雷正明")
    office.page.locator("[name=unit]").select_option(index=1)
    office.press("确定")
    tab(office, "五个一")
    expect(gaps).to_have_text(str(before - 1))
    expect(office.page.locator("[data-slot=first_secretary]", has_text="雷正明")).to_have_count(1)


def somebody_is_found_by_his_number(office: Person) -> None:
    """Find one household by a member's identity number, which no address shows."""
    member = Member.objects.filter(household__household_no=number_of(2)).latest("pk")
    visited: list[str] = []
    office.page.on("request", lambda request: visited.append(request.url))
    search(office, member.identity_number)
    expect(office.page.locator("[data-total]")).to_have_text("1")
    expect(listed(office, number_of(2))).to_have_count(1)
    assert [address for address in visited if member.identity_number in address] == []
    assert member.identity_number not in office.page.content()


def the_list_is_taken_out(office: Person, folder: Path) -> None:
    """Export what was found and read it: under its serial, with the one household, masked."""
    office.press("导出", within=".list-tools")
    ready = office.page.get_by_role("link", name="下载")
    expect(ready).to_have_count(1)
    sheet = load_workbook(office.download(ready, folder)).worksheets[0]
    lines = list(sheet.values)
    serial = Export.objects.get().serial
    assert serial in lines[0][0]
    assert [line[0] for line in lines[2:]] == [number_of(2)]
