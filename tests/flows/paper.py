"""Filling a visit's form on the screen as an inspector does: tap, type, see it saved."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, expect

from tests.flows.people import Person

GIVEN = "[data-question]:not(.item-reckoned):visible:has([name=asked])"


def await_saved(person: Person) -> None:
    """Wait until the page says that all is saved."""
    state = person.page.locator("[data-save-state]")
    expect(state).to_have_attribute("data-save-state", re.compile("^(saved|idle)$"))


def fill_part(person: Person, answers: Mapping[str, Any]) -> None:
    """Answer what is asked on the page and what the answers make it ask."""
    done: set[str] = set()
    while waiting := [name for name in questions_shown(person) if name not in done]:
        for name in waiting:
            if name in answers:
                answer(person, name, answers[name])
            done.add(name)
        await_saved(person)


def questions_shown(person: Person) -> list[str]:
    """Give the names of the questions on the page, from top to bottom."""
    names: list[str] = person.page.locator(GIVEN).evaluate_all(
        "items => items.map(item => item.dataset.question)"
    )
    return names


def answer(person: Person, name: str, value: Any) -> None:
    """Answer one question: a choice, several, a rate, a word, or 不适用 with its reason."""
    item = person.page.locator(f"#q-{name}")
    if isinstance(value, dict) and "status" in value:
        person.touch(item.locator(".aside-choice", has_text="不适用"))
        person.write(item.locator(".aside-reason"), value["reason"])
    elif isinstance(value, dict):
        person.write(item.locator(f"[name={name}__num]"), value["num"])
        person.write(item.locator(f"[name={name}__den]"), value["den"])
    elif item.locator(".choices").count():
        for one in value if isinstance(value, list) else [value]:
            choose(person, item, one)
    else:
        person.write(item.locator(f"[name={name}]"), str(value))


def choose(person: Person, item: Locator, value: str) -> None:
    """Tap the button of a choice, unless it is chosen."""
    option = item.locator(f".choice:has([value={value}])")
    if not option.locator("input").is_checked():
        person.touch(option)
