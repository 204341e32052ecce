"""A form filled in where there is no network: nothing typed is lost, everything arrives once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, expect

from accounts.models import Role, User
from inspections.models import Answer, Assignment, Attachment, Declaration, Visit, VisitSave
from inspections.sent import Sent
from inspections.services.opening import open_visit
from inspections.services.saving import keep_answers
from tests.flows import kept_data
from tests.flows.line import Line
from tests.flows.paper import await_saved
from tests.flows.people import PASSWORD, Person
from tests.flows.without_network import CutOff, leave, picture, prepare, sign
from tests.inspections import field_cast
from tests.inspections.field_cast import VILLAGE, make_form
from tests.make import (
    NOW,
    make_area,
    make_assignment,
    make_question,
    make_round,
    make_team,
    make_user,
)

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]

CANARY, MEMBER, SUBJECT = "会议记录缺失鄨鄨", "冼阿水", "冼家店村"


@pytest.fixture
def line(live_server) -> Iterator[Line]:
    with Line(live_server.url) as line:
        yield line


@pytest.fixture
def mine(roles, settings: LazySettings, tmp_path: Path) -> Assignment:
    settings.DEMO_TODAY, settings.MEDIA_ROOT = NOW.date(), tmp_path / "media"
    make_area(VILLAGE)
    make_form()
    last = {"required": False, "levels": "V", "fail_if": ""}
    last |= {"section_code": "E", "section": "驻村帮扶"}
    make_question("E102_photo", label="现场照片", type="image", **last)
    member = last | {"required": True, "repeat": "members", "group": "家庭成员"}
    make_question("M01_name", label="姓名", type="text", **member)
    make_question("M02_ill", label="是否患病", **member)
    ill = {"calculation": "count-if(${M02_ill}, 'yes')"}
    make_question("M03_count", label="患病人数", type="calculate", **last, **ill)
    make_question("E103_sign", label="村干部签字", type="image", appearance="signature", **last)
    round_ = make_round(state="field")
    team = make_team(round_, account("ducha1"), account("ducha2"), name="第一组")
    for member in team.members.all():
        Declaration.objects.create(round=round_, person=member, at=NOW)
    place = {"subject_kind": "village", "subject_code": VILLAGE, "area_code": VILLAGE}
    return make_assignment(round=round_, team=team, subject_name=SUBJECT, **place)


def account(username: str) -> User:
    user = make_user(Role.INSPECTOR, username=username)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_form_filled_in_without_network_arrives_once(
    browser: Browser, line: Line, mine: Assignment, tmp_path: Path
):
    inspector = Person(browser, line.site, "ducha1", phone=True)
    prepare(inspector)
    visit = Visit.objects.get(assignment=mine)
    with CutOff(inspector, line):
        inspector.follow(SUBJECT)
        fill_without_network(inspector, picture(tmp_path))
        come_back_to_the_tab(inspector, visit)
        ask_to_submit(inspector, visit)
        kept = inspector.page.evaluate(kept_data.EVERYTHING)
        assert [word for word in (CANARY, MEMBER, SUBJECT, "A111_meeting") if word in kept] == []
        line.mend(losing=2)
    expect(inspector.page.locator("[data-unsent]")).to_be_hidden()
    visit.refresh_from_db()
    kept = given(visit)
    assert (visit.state, kept["A111_why"], kept["A301_wrong"]) == ("submitted", CANARY, "12")
    assert (kept["M01_name"], kept["M03_count"]) == (MEMBER, "1")
    assert (len(kept["E102_photo"]), len(kept["E103_sign"])) == (1, 1)
    assert (Attachment.objects.count(), VisitSave.objects.filter(visit=visit).count()) == (2, 1)
    leave(inspector)


def fill_without_network(inspector: Person, photo: Path) -> None:
    page = inspector.page
    why = page.locator("#q-A111_why")
    expect(page.locator("[data-save-state]")).to_contain_text("离线副本")
    expect(why).to_be_hidden()
    inspector.touch(page.locator("#q-A111_meeting .choice:has([value=no])"))
    expect(why).to_be_visible()
    expect(page.locator("[data-failing-for=A111_meeting]")).to_contain_text("将记为问题")
    why.locator("textarea").fill(CANARY)
    page.locator("[name=A301_wrong]").fill("十二")
    expect(page.locator("[data-error-for=A301_wrong]")).to_have_text("应填整数。")
    page.locator("[name=A301_wrong]").fill("１２")
    page.locator("[name=A401_rate__num]").fill("9")
    page.locator("[name=A401_rate__den]").fill("10")
    expect(page.locator("[data-done]").first).to_have_text("4")
    inspector.press("保存并下一部分")
    page.locator("#q-E102_photo [data-photo-input]").first.set_input_files(photo)
    expect(page.locator("#q-E102_photo .photo")).to_contain_text("联网后上传")
    inspector.touch(page.locator("[data-add-row]"))
    page.locator("[name='M01_name.1']").fill(MEMBER)
    inspector.touch(page.locator("[data-row='1'] .choice:has([value=yes])"))
    expect(page.locator("[data-calculated-for=M03_count]")).to_have_text("1")
    sign(inspector)
    expect(page.locator("[data-unsent-count]")).to_have_text("9")


def come_back_to_the_tab(inspector: Person, visit: Visit) -> None:
    inspector.page.close()
    inspector.open_page()
    inspector.go(f"/inspections/visits/{visit.pk}/parts/A/")
    page = inspector.page
    expect(page.locator("[name=A111_meeting][value=no]")).to_be_checked()
    expect(page.locator("#q-A111_why textarea")).to_have_value(CANARY)
    inspector.go(f"/inspections/visits/{visit.pk}/parts/E/")
    expect(page.locator("[name='M01_name.1']")).to_have_value(MEMBER)
    expect(page.locator("#q-E102_photo .photo img")).to_be_visible()
    expect(page.locator("[data-signature-shown] img")).to_be_visible()
    inspector.look()


def ask_to_submit(inspector: Person, visit: Visit) -> None:
    page = inspector.page
    inspector.press("保存并检查提交")
    expect(page.locator("[data-todo-head]")).to_have_text("全部作答")
    inspector.touch(page.get_by_role("button", name="提交督查表"))
    inspector.touch(page.locator("#confirm-ok"))
    expect(page.locator("[data-submit-said]")).to_contain_text("联网后自动提交")


def test_both_evaluators_of_the_rules_agree(browser: Browser, live_server):
    page = browser.new_page(base_url=live_server.url)
    page.goto("/accounts/login/")
    folder = Path(field_cast.__file__).parent
    cases = json.loads((folder / "rule_cases.json").read_text(encoding="utf-8"))
    asked = (folder / "rule_cases.js").read_text(encoding="utf-8").partition("*/")[2]
    assert page.evaluate(asked, {"cases": cases, "folder": "/static/js/field"}) == []
    page.close()


def test_what_was_typed_outlives_conflict_expiry_update_and_time(
    browser: Browser, line: Line, mine: Assignment, tmp_path: Path
):
    visit = open_visit(assignment=mine, by=User.objects.get(username="ducha1"), at=NOW)
    inspector = Person(browser, line.site, "ducha1")
    first = f"/inspections/visits/{visit.pk}/parts/A/"
    leave_an_earlier_draft(inspector, visit)
    inspector.go(first)
    expect(inspector.page.locator("[name=A301_wrong]")).to_have_value("3")
    await_saved(inspector)
    choose_between_two(inspector, visit)
    log_in_again(inspector, visit)
    assert inspector.page.evaluate(kept_data.UPGRADE) == ["旧", True]
    outlive_the_pages(inspector, visit, line)
    file = log_out(inspector, tmp_path)
    leave(inspector)
    colleague = Person(browser, line.site, "ducha2", phone=True)
    hand_in(colleague, file)
    colleague.leave()
    assert given(visit)["A301_wrong"] == "7"


def leave_an_earlier_draft(inspector: Person, visit: Visit) -> None:
    """What the program's version before this one kept of an unsaved page."""
    key = f"ducha:draft:{visit.started_by_id}:/inspections/visits/{visit.pk}/parts/A/save/"
    pairs = [["asked", "A301_wrong"], ["A301_wrong", "3"]]
    kept = json.dumps({"version": str(visit.version), "answers": pairs})
    inspector.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])


def choose_between_two(inspector: Person, visit: Visit) -> None:
    """Somebody else answers too: both answers are shown, and the chosen one is kept."""
    visit.refresh_from_db()
    other = User.objects.get(username="ducha2")
    keep_answers(visit=visit, sent=Sent({"A301_wrong": "5"}, visit.version), by=other)
    inspector.page.locator("[name=A301_wrong]").fill("4")
    conflict = inspector.page.locator("[data-conflict-for=A301_wrong]")
    expect(conflict.locator("[data-mine]")).to_have_text("4")
    expect(conflict.locator("[data-theirs]")).to_contain_text("5")
    inspector.look()
    inspector.touch(conflict.locator("[value=mine]"))
    await_saved(inspector)
    assert given(visit)["A301_wrong"] == "4"


def log_in_again(inspector: Person, visit: Visit) -> None:
    """The session ends while somebody types: the page stays, and goes on after the login."""
    Session.objects.all().delete()
    inspector.page.locator("[name=A301_wrong]").fill("6")
    banner = inspector.page.locator("[data-field-banner=login]")
    expect(banner).to_be_visible()
    inspector.look()
    with inspector.context.expect_page() as coming:
        inspector.touch(banner.get_by_role("link"))
    login = coming.value
    login.get_by_label("用户名").fill("ducha1")
    login.get_by_label("密码").fill(PASSWORD)
    login.get_by_role("button", name="登录").click()
    login.wait_for_url("**/inspections/field/")
    login.close()
    await_saved(inspector)
    expect(banner).to_be_hidden()
    assert given(visit)["A301_wrong"] == "6"


def outlive_the_pages(inspector: Person, visit: Visit, line: Line) -> None:
    """After seven days the kept pages are gone; what is unsent is not."""
    prepare(inspector)
    inspector.go(f"/inspections/visits/{visit.pk}/parts/A/")
    with CutOff(inspector, line):
        inspector.page.locator("[name=A301_wrong]").fill("7")
        expect(inspector.page.locator("[data-unsent-count]")).to_have_text("1")
        inspector.page.evaluate(kept_data.GROW_OLD, 8)
        inspector.page.reload()
        expect(inspector.page.get_by_role("heading", name="现在没有网络")).to_be_visible()
    assert given(visit)["A301_wrong"] == "6"


def log_out(inspector: Person, folder: Path) -> Path:
    """Logging out asks what to do with what is unsent, and leaves nothing on the device."""
    inspector.context.route("**/sync/", lambda route: route.abort())
    inspector.go("/inspections/field/")
    inspector.touch(inspector.page.locator(".top-user"))
    inspector.touch(inspector.page.get_by_role("button", name="退出"))
    dialog = inspector.page.locator("#unsent-dialog")
    expect(dialog).to_be_visible()
    inspector.look()
    file = inspector.download(dialog.get_by_role("button", name="导出"), folder)
    with inspector.page.expect_navigation():
        inspector.touch(dialog.get_by_role("button", name="清除并退出"))
    expect(inspector.page.get_by_role("heading", name="登录")).to_be_visible()
    assert inspector.page.evaluate(kept_data.HOW_MUCH) == 0
    return file


def hand_in(colleague: Person, file: Path) -> None:
    """What one device could not send is handed in from another computer."""
    colleague.go("/inspections/visits/rescue/")
    colleague.page.locator("#rescue-file").set_input_files(file)
    expect(colleague.page.locator("[data-rescue-list]")).to_have_text(f"{SUBJECT}：答案 1 项")
    colleague.press("补交")
    expect(colleague.page.locator(".field-result")).to_contain_text("已存答案 1 项")


def given(visit: Visit) -> dict[str, object]:
    return dict(Answer.objects.filter(visit=visit).values_list("question__name", "value"))
