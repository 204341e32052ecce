import gzip
import hashlib
import json
import re
from pathlib import Path

from config.frontend import vendor

ROOT = Path(vendor.HERE).parent.parent
LOCK = ROOT / "config" / "frontend" / "package-lock.json"
KEPT = sorted(file for file in vendor.VENDOR.rglob("*") if file.is_file())
CODE = [file for file in KEPT if file.suffix in {".css", ".js", ".svg"}]
LOADS = re.compile(r"@import|url\((?!\s*[\"']?(?:data:|#))|importScripts|sourceMappingURL")


def test_the_sums_are_those_of_the_kept_files():
    sums = (vendor.VENDOR / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = dict(reversed(line.split("  ", maxsplit=1)) for line in sums)
    found = {
        file.relative_to(vendor.VENDOR).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in KEPT
        if file.name != "SHA256SUMS"
    }
    assert listed == found


def test_the_folders_carry_the_locked_versions():
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    pinned = {
        f"{name.removeprefix('node_modules/').lstrip('@').replace('/', '-')}-{entry['version']}"
        for name, entry in packages.items()
        if name and not entry.get("dev")  # what bundles the charts leaves nothing behind
    }
    assert {folder.name for folder in vendor.VENDOR.iterdir() if folder.is_dir()} == pinned


def test_the_lock_names_no_address():
    assert [line for line in LOCK.read_text("utf-8").splitlines() if "://" in line] == []


def test_no_kept_file_loads_another():
    assert [
        (f.name, LOADS.findall(f.read_text("utf-8")))
        for f in CODE
        if LOADS.search(f.read_text("utf-8"))
    ] == []


def test_the_kept_files_are_small_enough_to_commit():
    assert sum(file.stat().st_size for file in KEPT) < 1_500_000


def test_the_charts_are_light_enough_for_a_dashboard():
    (bundle,) = vendor.VENDOR.glob("echarts-*/echarts.min.js")
    assert len(gzip.compress(bundle.read_bytes(), 9)) < 260_000


def test_every_icon_a_page_asks_for_is_in_the_sprite():
    used = {
        name
        for page in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{% icon \"([a-z0-9-]+)\"", page.read_text("utf-8"))
    }
    assert used - set(vendor.ICONS) == set()
