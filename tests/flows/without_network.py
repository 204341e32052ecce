"""What an inspector does on his phone where there is no network, and before he goes there."""

import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.flows.line import Line
from tests.flows.people import Person

AWAY = re.compile("net::ERR_|status of 50|Failed to load")


def prepare(inspector: Person) -> None:
    inspector.go("/inspections/field/")
    inspector.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    inspector.touch(inspector.page.get_by_role("button", name="把任务存到本机"))
    expect(inspector.page.locator("[data-kept]")).to_contain_text("还可离线用 7 天")


class CutOff:
    """No network, and the server gone as well; what the browser says of that is no complaint."""

    def __init__(self, person: Person, line: Line) -> None:
        self.person, self.line = person, line

    def __enter__(self) -> None:
        self.line.cut()
        self.person.context.set_offline(True)

    def __exit__(self, *_: object) -> None:
        self.line.is_cut = False
        self.person.context.set_offline(False)


def leave(person: Person) -> None:
    person.complaints[:] = [told for told in person.complaints if not AWAY.search(told)]
    person.leave()


def sign(inspector: Person) -> None:
    canvas, mouse = inspector.page.locator("[data-signature-canvas]"), inspector.page.mouse
    canvas.hover(position={"x": 30, "y": 30})
    mouse.down()
    canvas.hover(position={"x": 120, "y": 60})
    mouse.up()
    inspector.touch(inspector.page.locator("[data-sign-done]"))
    expect(inspector.page.locator("[data-signature-told]")).to_contain_text("联网后上传")


def picture(folder: Path) -> Path:
    path = folder / "现场.jpg"
    Image.new("RGB", (400, 300), "#7a9").save(path)
    return path
