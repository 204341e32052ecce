"""The register, walked through its pages: brought in, put right, taken back, worked with."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.conf import LazySettings
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from households.models import (
    Area,
    Household,
    Member,
    PlatformDifference,
    RegisterBatch,
    RegisterConflict,
)
from tests.flows import in_the_register as register
from tests.flows import register_files as files
from tests.flows import register_lists as lists
from tests.flows.people import Person
from tests.flows.small_county import TODAY, make_small_county
from tests.households.conftest import everything

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

Enter = Callable[..., Person]
ANSWERS = ("换算成18位", "是20××年")
RED = "FFF8C9C6"
NEXT_DOOR = "xz106"


@pytest.fixture
def enter(
    browser: Browser,
    live_server,
    roles,
    settings: LazySettings,
    tmp_path,
    request,
    monkeypatch,
) -> Enter:
    """Give a function that lets somebody of a small county come to his screen; a worker works."""
    settings.DEMO_TODAY, settings.MEDIA_ROOT = TODAY, tmp_path / "media"
    monkeypatch.setenv("DEMO_TODAY", TODAY.isoformat())
    make_small_county()
    request.getfixturevalue("start_worker")()
    return partial(Person, browser, live_server.url)


def test_the_register_is_brought_in_put_right_and_worked_with(enter: Enter, tmp_path: Path):
    office, township = enter("fupin"), enter("xz105", phone=True)
    the_office_brings_its_list_in(office, tmp_path)
    the_same_list_changes_nothing(office, tmp_path)
    the_township_brings_changes_and_takes_them_back(township, tmp_path)
    strangers_under_a_known_number(township, office, tmp_path)
    the_platform_is_compared(office, township, tmp_path)
    township.leave()
    the_neighbour_sees_nothing(enter(NEXT_DOOR, phone=True))
    lists.two_households_begin_to_leave(office)
    lists.a_gap_is_filled(office)
    lists.somebody_is_found_by_his_number(office)
    lists.the_list_is_taken_out(office, tmp_path)
    office.leave()


# ---- the poverty office's list -----------------------------------------------------------------


def the_office_brings_its_list_in(office: Person, folder: Path) -> None:
    register.upload(office, files.office_csv(folder / "各镇贫困户.csv"))
    expect(office.page.locator("#main")).to_contain_text("有必填的列没有认出")
    register.map_headers(office)
    register.answer(office, *ANSWERS)
    found = register.figures(office)
    assert (found["读取"], found["可接受"], found["不导入"]) == (12, 8, 4)
    assert (found["新增"], found["修改"]) == (4, 0)
    the_faults_are_named(office)
    the_marked_file_says_why(office, folder)
    register.apply_sound(office)
    expect(office.page.locator("#main")).to_contain_text("写入登记册")
    the_sound_households_are_there(office)


def the_faults_are_named(office: Person) -> None:
    page = office.page.url
    office.open(office.page.locator("[data-number=须改正]"))
    told = register.listed(office, "校验位不符")
    expect(told).to_contain_text(["10"])
    expect(told).to_contain_text(["身份号码"])
    expect(register.listed(office, "同户有两个户主")).to_contain_text(["同户主关系"])
    office.go(page)
    office.open(office.page.locator("[data-number=新增]"))
    expect(office.page.locator("[data-total]")).to_have_text("4")
    expect(register.listed(office, files.HEADS[0])).to_have_count(1)
    office.go(page)


def the_marked_file_says_why(office: Person, folder: Path) -> None:
    book = load_workbook(office.download(office.page.get_by_role("link", name="标注文件"), folder))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    assert names[-1] == "问题说明"
    number = sheet.cell(10, names.index("身份号码") + 1)
    assert number.fill.fgColor.rgb == RED
    assert "校验位不符" in sheet.cell(10, len(names)).value


def the_sound_households_are_there(office: Person) -> None:
    numbers = [files.number_of(n) for n in files.SOUND]
    written = Household.objects.filter(household_no__startswith="5103041050")
    assert list(written.order_by("household_no").values_list("household_no", flat=True)) == numbers
    assert written.get(household_no=numbers[2]).village == Area.objects.get(name="高峰村委会")
    lists.search(office, "罗大全")
    office.follow(numbers[0])
    people = office.page.locator("section", has_text="家庭成员（2人）")
    expect(people).to_contain_text("罗大全")
    for member in Member.objects.filter(household__household_no=numbers[0]):
        assert len(member.identity_number) == 18
        assert member.identity_number not in office.page.content()
    expect(people).to_contain_text("999999***")


def the_same_list_changes_nothing(office: Person, folder: Path) -> None:
    before = everything()
    register.upload(office, folder / "各镇贫困户.csv")
    register.answer(office, *ANSWERS)
    found = register.figures(office)
    assert (found["新增"], found["修改"], found["未变"]) == (0, 0, 4)
    register.apply_sound(office)
    expect(office.page.locator("#main")).to_contain_text("没有需要写入的变化")
    assert everything() == before


# ---- the township's changes --------------------------------------------------------------------


def the_township_brings_changes_and_takes_them_back(township: Person, folder: Path) -> None:
    before = everything()
    register.upload(township, files.township_book(folder / "新店镇底册.xlsx"))
    page = township.page.url
    the_changes_are_shown(township)
    register.apply_all(township)
    the_history_tells(township, "底册导入")
    assert Household.objects.get(household_no=files.number_of(1)).person_count == 3
    township.go(page)
    register.take_back(township, "填错了致贫原因，重新上报")
    assert everything() == before
    the_history_tells(township, "（已撤回）")


def the_changes_are_shown(township: Person) -> None:
    page, found = township.page.url, register.figures(township)
    assert (found["新增"], found["修改"], found["登记册有而文件无"]) == (0, 1, 1)
    township.follow("变化明细")
    expect(register.listed(township, "因病")).to_contain_text("因学")
    expect(register.listed(township, "李丙")).to_have_count(1)
    expect(register.listed(township, "保持不变")).to_contain_text(files.number_of(4))
    township.go(page)


def the_history_tells(person: Person, words: str) -> None:
    person.go(f"/register/households/{files.number_of(1)}/")
    expect(person.page.locator("[data-history]")).to_contain_text(words)


def strangers_under_a_known_number(township: Person, office: Person, folder: Path) -> None:
    before = everything()
    register.upload(township, files.strangers_book(folder / "新迁入户.xlsx"))
    expect(township.page.locator("#main")).to_contain_text("没有写入任何数据")
    register.tab(office, "冲突处理")
    office.open(register.listed(office, files.number_of(1)).get_by_role("link").first)
    sides = office.page.locator(".side-card")
    expect(sides.first).to_contain_text("罗大全")
    expect(sides.last).to_contain_text("邓学文")
    office.touch(office.page.locator("label", has_text="以登记册为准"))
    office.page.locator("[name=explanation]").fill("经入户核实，新迁入户应另编户编号。")
    office.press("记录处理结果")
    expect(office.page.locator(".timeline-list")).to_contain_text("应另编户编号")
    assert everything() == before


# ---- the platform ------------------------------------------------------------------------------


def the_platform_is_compared(office: Person, township: Person, folder: Path) -> None:
    register.upload(office, files.platform_book(folder / "六有平台名单.xlsx"), "platform")
    register.apply_all(office)
    township.open(township.page.locator(".top-button[aria-label^=消息]"))
    township.open(township.page.locator("#main").get_by_text("六有平台名单已比对").first)
    township.open(register.listed(township, files.number_of(1)).get_by_role("link").first)
    township.page.locator("[name=explanation]").fill("平台多录一名已迁出的成员，已报删除。")
    township.press("保存说明")
    expect(township.page.locator(".page-note")).to_contain_text("已说明")
    register.tab(office, "平台比对")
    expect(register.listed(office, files.number_of(1))).to_contain_text("已说明")


def the_neighbour_sees_nothing(neighbour: Person) -> None:
    for kind, there, nowhere in (
        ("households", files.number_of(1), "1"),
        ("batches", RegisterBatch.objects.latest("pk").pk, 999999),
        ("conflicts", RegisterConflict.objects.get().pk, 999999),
        ("platform", PlatformDifference.objects.get().pk, 999999),
    ):
        hidden = neighbour.answer_of(f"/register/{kind}/{there}/")
        assert hidden == neighbour.answer_of(f"/register/{kind}/{nowhere}/")
        assert hidden[0] == 404
    neighbour.leave()
