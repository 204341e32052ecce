"""`make manual`: the pictures of the manual, from a demonstration made for them and dropped after.

    python -m tests.manual [--keep FOLDER] [NAME …]     all pictures, or those named

Writes static/help/<name>.webp and takes away pictures no shot makes. With --keep the demonstration
stays in FOLDER and is used again. Exits 1 when a picture could not be taken.
"""

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from socket import create_server
from time import monotonic, sleep
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests import machine
from tests.manual.shots import DRAWN, FIELD, JULY, SHOTS, Shot

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "static/help"
PASSWORD = "Daan-2016-demo"  # noqa: S105 -- of the demonstration
DAYS = {JULY: "2016-07-29", DRAWN: "2016-08-09", FIELD: "2016-08-09"}
MOST_BYTES, QUALITY = 1_500_000, 72
PATIENCE, QUIET = 20_000, 4_000  # milliseconds for a page, and for what it loads besides
SCREENS: dict[bool, dict[str, Any]] = {
    False: {"viewport": {"width": 1366, "height": 768}},
    True: {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}


def main(arguments: list[str]) -> int:
    """Take the pictures; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.manual", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    wanted = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with _folder(options.keep) as folder, sync_playwright() as playwright:
        env = _demonstration(folder)
        browser = playwright.chromium.launch(
            executable_path=machine.chromium(),
            args=[*machine.BROWSER_OPTIONS, "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN"},  # the words of date and file fields
        )
        failed = [name for when in DAYS for name in _moment(browser, env, when, wanted)]
        browser.close()
    if not options.names:
        _forget({shot.name for shot in SHOTS})
    size = sum(file.stat().st_size for file in PICTURES.glob("*.webp"))
    print(f"手册截图 {len(wanted) - len(failed)} 张，共 {size // 1024} KB。")  # noqa: T201 -- told
    if size > MOST_BYTES:
        failed.append(f"超过 {MOST_BYTES} 字节")
    for name in failed:
        sys.stderr.write(f"没有成功：{name}\n")
    return 1 if failed else 0


@contextlib.contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="ducha-manual-") as made:
        yield Path(made)


def _demonstration(folder: Path) -> dict[str, str]:
    """Make the demonstration unless the folder holds one; give the environment it runs in."""
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    fonts = os.environ.get("FONT_DIR", str(ROOT / "var/fonts"))
    day = {"DEMO_TODAY": DAYS[JULY], "LOG_LEVEL": "ERROR"}
    env = given | {"TRIAL": "1", "VAR_DIR": str(folder), "FONT_DIR": fonts} | day
    fresh = not (folder / "done").exists()
    _manage(env, "migrate", "--verbosity", "0")
    if fresh:
        _manage(env, "demo_district", "--out", str(folder / "out"))
        (folder / "done").touch()
    return env


def _manage(env: dict[str, str], *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    subprocess.run(  # noqa: S603 -- our own command
        command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
    )


def _moment(browser: Browser, env: dict[str, str], when: str, wanted: list[Shot]) -> list[str]:
    """Bring the demonstration to a moment, take its pictures; give those that failed."""
    marker = Path(env["VAR_DIR"]) / f"done-{when}"
    if not marker.exists():
        command = [sys.executable, "-m", "tests.manual.moments", when]
        subprocess.run(command, cwd=ROOT, env=env, check=True)  # noqa: S603 -- our own command
        marker.touch()
    failed = []
    mine = [shot for shot in wanted if shot.when == when]
    if not mine:
        return failed
    with _site(env | {"DEMO_TODAY": DAYS[when]}) as site:
        for shot in mine:
            try:
                _take(browser, site, shot)
            except BrowserError as error:
                failed.append(f"{shot.name}：{str(error).splitlines()[0]}")
    return failed


@contextlib.contextmanager
def _site(env: dict[str, str]) -> Iterator[str]:
    """Serve the demonstration on a free port."""
    with create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "manage.py", "runserver", address, "--noreload"]
    server = subprocess.Popen(  # noqa: S603 -- our own command
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(f"http://{address}/healthz")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()


def _await(address: str) -> None:
    end = monotonic() + 60
    while monotonic() < end:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 -- our own server
            return
        sleep(0.2)
    raise SystemExit("网站没有启动。")


def _take(browser: Browser, site: str, shot: Shot) -> None:
    context = browser.new_context(
        base_url=site, locale="zh-CN", **SCREENS[shot.name.startswith("phone_")]
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    try:
        if shot.who:
            _log_in(page, shot.who)
        _go(page, shot.path)
        for place in shot.press:
            page.locator(place).first.click()
            _settle(page)
        if shot.types[0]:
            page.fill(*shot.types)
            page.press(shot.types[0], "Enter")
            _settle(page)
        if shot.then:
            _go(page, shot.then)
        _keep(page, shot.name)
    finally:
        context.close()


def _log_in(page: Page, who: str) -> None:
    page.goto("/accounts/login/", wait_until="domcontentloaded")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url, wait_until="domcontentloaded")


def _go(page: Page, path: str) -> None:
    answer = page.goto(path, wait_until="domcontentloaded")
    if answer is None or not answer.ok:
        raise BrowserError(f"{path} 打不开")
    _settle(page)


def _settle(page: Page) -> None:
    """Wait for what a page loads besides, not for ever: a page that asks again never rests."""
    page.wait_for_timeout(500)
    page.wait_for_load_state("domcontentloaded")
    with contextlib.suppress(BrowserError):
        page.wait_for_load_state("networkidle", timeout=QUIET)


def _keep(page: Page, name: str) -> None:
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
    picture.convert("RGB").save(PICTURES / f"{name}.webp", quality=QUALITY, method=6)


def _forget(names: set[str]) -> None:
    for file in PICTURES.glob("*.webp"):
        if file.stem not in names:
            file.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
