"""What the tests need from the machine: a Chromium, Chinese fonts, poppler's page tools.

python -m tests.machine      installs what is missing by apt-get where it may, and says the rest
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(Exception):
    """The browser tests have no browser."""


def chromium() -> str:
    """Give the path of an installed Chromium: CHROMIUM's, on the path, or Playwright's own."""
    given = os.environ.get("CHROMIUM", "").strip()
    names = [given] if given else list(BROWSERS)
    for name in names:
        if found := shutil.which(name):
            return found
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    for found_here in sorted(kept.glob("chromium-*/chrome-linux*/chrome")):
        return str(found_here)
    raise NoBrowser("找不到 Chromium：请执行 apt-get install chromium，或用 CHROMIUM 指明路径。")


def has_chinese_fonts() -> bool:
    """Whether fontconfig knows a font that writes Chinese."""
    program = shutil.which("fc-list")
    if program is None:
        return False
    listing = subprocess.run(  # noqa: S603 -- a fixed command
        [program, ":lang=zh", "file"], check=False, capture_output=True, text=True
    )
    return bool(listing.stdout.strip())


def missing_packages() -> list[str]:
    """Give the Debian packages that would fill what this machine lacks."""
    missing = []
    try:
        chromium()
    except NoBrowser:
        missing.append("chromium")
    if not has_chinese_fonts():
        missing += ["fontconfig", "fonts-noto-cjk"]
    if shutil.which("pdftotext") is None:
        missing.append("poppler-utils")
    return missing


def main() -> int:
    """Install what is missing where the caller is root on Debian; say what stays missing."""
    missing = missing_packages()
    if not missing:
        return 0
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.run([apt, "-qq", *step], check=False, env=env)  # noqa: S603 -- fixed command
        missing = missing_packages()
    if missing:
        sys.stderr.write(f"测试缺少：{' '.join(missing)}；请由管理员安装。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
