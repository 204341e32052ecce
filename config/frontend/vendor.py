"""Copy the pinned browser files into static/vendor: `make vendor`.

The packages and their hashes stand in package-lock.json. They are installed in a temporary
folder without running their scripts; only the files named below are kept, with their licences,
and their sums go to static/vendor/SHA256SUMS. The charts are a bundle of the parts of ECharts that
charts.js names. `vendor.py --lock` renews the lock file.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent.parent / "static" / "vendor"
PINS = ("package.json", "package-lock.json", ".npmrc")

# package → (file in the package, name in static/vendor/<package>-<version>/)
FILES = {
    "@tabler/core": [
        ("dist/css/tabler.min.css", "tabler.min.css"),
        ("dist/js/tabler.min.js", "tabler.min.js"),
    ],
    "@popperjs/core": [("LICENSE.md", "LICENSE.md")],  # its code is inside tabler.min.js
    "@tabler/icons": [("LICENSE", "LICENSE")],
    "htmx.org": [("dist/htmx.min.js", "htmx.min.js"), ("LICENSE", "LICENSE")],
    "echarts": [("LICENSE", "LICENSE"), ("NOTICE", "NOTICE")],
    "zrender": [("LICENSE", "LICENSE")],  # its code is inside echarts.min.js, as is tslib's
    "tslib": [("LICENSE.txt", "LICENSE.txt")],
}
BUNDLED, BUNDLE = "echarts", "echarts.min.js"
ENTRY = "charts.js"  # what is taken of it
ICONS = (HERE / "icons.txt").read_text("utf-8").split()

SOURCE_MAP = re.compile(rb"(?://# ?sourceMappingURL=\S+|/\*# ?sourceMappingURL=[^*]*\*/)\s*")
EMPTY_SHAPE = 'd="M0 0h24v24H0z"'
SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def install(folder: Path) -> Path:
    """Install the locked packages into a folder; give its node_modules."""
    for name in PINS:
        shutil.copy(HERE / name, folder / name)
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", at=folder)
    return folder / "node_modules"


def copy_files(modules: Path, vendor: Path) -> None:
    """Copy the named files, without the pointers to source maps that are not kept."""
    for package, files in FILES.items():
        folder = vendor / _folder_name(modules, package)
        folder.mkdir(parents=True)
        for source, name in files:
            content = (modules / package / source).read_bytes().replace(b"\r\n", b"\n")
            (folder / name).write_bytes(SOURCE_MAP.sub(b"", content).rstrip() + b"\n")
    # Tabler ships no licence text of its own; its holder and licence are those of its icons.
    tabler = vendor / _folder_name(modules, "@tabler/core")
    shutil.copy(modules / "@tabler/icons/LICENSE", tabler / "LICENSE")


def bundle_charts(modules: Path, vendor: Path) -> None:
    """Join what charts.js names of ECharts into one file, as the global `echarts`."""
    shutil.copy(HERE / ENTRY, modules.parent / ENTRY)
    out = vendor / _folder_name(modules, BUNDLED) / BUNDLE
    words = ("--bundle", "--minify", "--format=iife", f"--global-name={BUNDLED}")
    esbuild = str(modules / ".bin" / "esbuild")
    command = [esbuild, ENTRY, *words, "--target=es2020", "--legal-comments=none"]
    subprocess.run([*command, f"--outfile={out}"], cwd=modules.parent, check=True)  # noqa: S603 -- fixed words, no shell


def write_sprite(modules: Path, vendor: Path) -> None:
    """Join the named icons into one file of symbols, each with the id of its icon."""
    package = "@tabler/icons"
    symbols = []
    for name in ICONS:
        drawing = (modules / package / "icons/outline" / f"{name}.svg").read_text("utf-8")
        shapes = SHAPES.search(drawing)
        if shapes is None:
            raise SystemExit(f"图标 {name} 读不出来。")
        lines = [line.strip() for line in shapes[1].splitlines() if EMPTY_SHAPE not in line]
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(lines)}</symbol>')
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (vendor / _folder_name(modules, package) / "icons.svg").write_text(sprite, "utf-8")


def write_sums(vendor: Path) -> None:
    """List every kept file with its SHA-256, in the format of `sha256sum -c`."""
    files = sorted(file for file in vendor.rglob("*") if file.is_file())
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(vendor).as_posix()}\n"
        for file in files
    ]
    (vendor / "SHA256SUMS").write_text("".join(lines), "utf-8")


def renew_lock() -> None:
    """Write package-lock.json from package.json, without any address."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for pin in ("package.json", ".npmrc"):
            shutil.copy(HERE / pin, folder / pin)
        _npm("install", "--package-lock-only", "--ignore-scripts", at=folder)
        lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    for entry in lock["packages"].values():
        entry.pop("funding", None)
        entry.pop("resolved", None)
    text = json.dumps(lock, indent=2, ensure_ascii=False) + "\n"
    (HERE / "package-lock.json").write_text(text, "utf-8")


def _folder_name(modules: Path, package: str) -> str:
    version = json.loads((modules / package / "package.json").read_text("utf-8"))["version"]
    return f"{package.lstrip('@').replace('/', '-')}-{version}"


def _npm(*words: str, at: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("未找到 npm：更新前端文件需要 Node；运行系统不需要。")
    subprocess.run([npm, *words], cwd=at, check=True)  # noqa: S603 -- fixed words, no shell


def main() -> None:
    """Renew the lock if asked, then fill static/vendor anew."""
    if "--lock" in sys.argv[1:]:
        renew_lock()
    with tempfile.TemporaryDirectory() as name:
        modules = install(Path(name))
        shutil.rmtree(VENDOR, ignore_errors=True)
        copy_files(modules, VENDOR)
        bundle_charts(modules, VENDOR)
        write_sprite(modules, VENDOR)
    write_sums(VENDOR)


if __name__ == "__main__":
    main()
