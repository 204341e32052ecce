"""What typing people have: keys to get about, and a question before unsaved words are left."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Dialog, expect

from accounts.models import Role, User
from tests.make import make_household, make_user

pytestmark = [pytest.mark.flow, pytest.mark.django_db(transaction=True)]
HOUSEHOLDS, ENTRY = "/register/", "/inspections/problems/new/"


@pytest.fixture
def page(browser: Browser, live_server, roles, settings, client):
    """Give a page of an office's browser, logged in."""
    settings.DEMO_TODAY = date(2016, 7, 29)
    user = make_user(Role.POVERTY_OFFICE)
    for name in ("欧阳修", "李四"):
        make_household(head_name=name)
    client.force_login(User.objects.get(pk=user.pk))
    context = browser.new_context(base_url=live_server.url, locale="zh-CN")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    yield page
    context.close()


def test_keys_lead_about_and_unsaved_words_are_not_lost_unasked(page):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.insert_text("欧阳修")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".find-title").first).to_have_text("欧阳修（1人）")
    page.evaluate("document.activeElement.blur()")
    with page.expect_navigation():
        page.keyboard.type("gd")
    page.keyboard.type("jj")
    expect(page.locator("tbody tr").nth(1).locator("a").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    page.get_by_label("启用单键快捷键").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator("tbody tr").nth(1).locator("a").first).to_be_focused()

    asked = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(ENTRY)
    page.goto(HOUSEHOLDS)
    assert asked == []
    page.goto(ENTRY)
    page.locator("main textarea").first.press_sequentially("未写完")
    page.goto(HOUSEHOLDS)
    assert asked == ["beforeunload"]
