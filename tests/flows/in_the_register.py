"""What is done with an upload on its pages: sent in, mapped, answered, applied, taken back."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.flows.people import Person
from tests.flows.register_files import OWN_NAMES

UNDER_WAY = "[data-job-state=waiting], [data-job-state=running], :text('正在等待核对')"


def tab(person: Person, label: str) -> None:
    """Open one of the register's lists."""
    person.menu("底册")
    person.follow(label, within="nav.tabs")


def upload(person: Person, file: Path, kind: str = "register") -> None:
    """Send a file in and see what the worker found in it."""
    tab(person, "底册导入")
    person.follow("上传文件")
    person.page.locator(f"[name=kind][value={kind}]").check()
    person.page.locator("[name=file]").set_input_files(file)
    person.press("上传并核对")
    watch_the_worker(person)


def await_worker(person: Person) -> None:
    """Look again until the worker is done with what the page shows."""
    while person.page.locator(UNDER_WAY).count():
        person.page.wait_for_timeout(200)
        person.page.reload()
    expect(person.page.locator("[data-job-state=failed]")).to_have_count(0)
    person.look()


def watch_the_worker(person: Person) -> None:
    """Let the page itself tell when the worker is done, and open what came of it."""
    if person.page.locator("[data-job-state]").count():
        expect(person.page.locator("[data-job-state=done]")).to_have_count(1)
        person.follow("查看结果")
    await_worker(person)


def map_headers(person: Person) -> None:
    """Say what each column of the office's own is."""
    person.follow("对应列名")
    for own, name in OWN_NAMES.items():
        field = person.page.get_by_label(own, exact=True)
        field.select_option(label=f"{name}（必填）")
    person.press("保存并重新核对")
    await_worker(person)


def answer(person: Person, *choices: str) -> None:
    """Answer the file's questions and have it checked again."""
    for choice in choices:
        person.touch(person.page.locator("label", has_text=choice))
    person.press("重新核对")
    await_worker(person)


def figures(person: Person) -> dict[str, int]:
    """Give the numbers of an upload's page."""
    found: dict[str, str] = person.page.locator("[data-number]").evaluate_all(
        "items => Object.fromEntries(items.map(i => [i.dataset.number, i.innerText]))"
    )
    return {label: int(number) for label, number in found.items()}


def listed(person: Person, words: str) -> Locator:
    """Give the line of the list that says this."""
    return person.page.locator("tbody tr", has_text=words)


def apply_sound(person: Person) -> None:
    """Apply what is sound and leave the rest out."""
    person.follow("只导入合格的户")
    person.press("确定，只导入合格的户")
    await_worker(person)


def apply_all(person: Person) -> None:
    """Apply a file without faults."""
    person.press("全部应用", sure=True)
    await_worker(person)


def take_back(person: Person, reason: str) -> None:
    """Take the upload on the page back, with a reason."""
    person.follow("撤回这次导入")
    person.page.locator("[name=reason]").fill(reason)
    person.press("撤回", within="#main", sure=True)
    expect(person.page.locator(".messages")).to_contain_text("已撤回")
